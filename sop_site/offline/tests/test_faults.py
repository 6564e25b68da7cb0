"""The n-th statement of storing an item fails, for each n: nothing is half stored, and the same
item sent again is stored once."""

import pytest
from django.db import OperationalError, connection

from sop_site.offline import inbox
from sop_site.offline.models import InboxItem

pytestmark = pytest.mark.django_db(transaction=True)


class FailsAt:
    """Lets n - 1 statements through and breaks the next one."""

    def __init__(self, number: int):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)


def test_each_statement_may_fail_once(notes, phone, item, officer):
    send, number, failed = phone(officer), 0, 0
    while True:
        number += 1
        sent, fault = item(officer, {"text": f"note {number}"}), FailsAt(number)
        with connection.execute_wrapper(fault):
            reply = send(sent)
        if fault.left > 0:
            break
        failed += 1
        assert (reply.status_code, reply.json()["code"]) == (503, "busy")
        # A statement after the commit may be the one that fails: then it is stored already.
        kept = InboxItem.objects.filter(pk=sent["id"], state="handled").exists()
        again = send(sent).json()["results"][0]["status"]
        assert again == ("duplicate" if kept else "stored")
        assert InboxItem.objects.get(pk=sent["id"]).state == "handled"
    assert failed > 5
    assert reply.json()["results"][0]["status"] == "stored"


def test_half_a_batch_is_sent_again_as_duplicates(notes, phone, item, officer, monkeypatch):
    send, items = phone(officer), [item(officer, {"text": str(n)}) for n in range(4)]
    deliver, calls = inbox.deliver, []

    def locked_at_third(*args, **options):
        calls.append(1)
        if len(calls) == 3:
            raise OperationalError("database is locked")
        return deliver(*args, **options)

    monkeypatch.setattr("sop_site.offline.views.deliver", locked_at_third)

    assert send(*items).status_code == 503
    again = [result["status"] for result in send(*items).json()["results"]]

    assert again == ["duplicate", "duplicate", "stored", "stored"]
    assert notes == ["0", "1", "2", "3"]
