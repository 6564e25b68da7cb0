"""Real threads on a real database file: what two senders do at the same moment."""

import threading
import uuid
from collections import Counter

import pytest
from django.db import connection

from sop_site.offline import inbox
from sop_site.offline.models import InboxItem

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, deed):
    """Runs the deed in so many threads that start together; returns what each returned."""
    start, results = threading.Barrier(times), []

    def run():
        start.wait()
        try:
            results.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twelve_parallel_sends_store_once(notes, officer):
    item_id = uuid.uuid4()

    outcomes = at_once(
        12, lambda: inbox.deliver(officer, "test.note", {"text": "x"}, item_id=item_id)
    )

    assert Counter(outcome.status for outcome in outcomes) == {"stored": 1, "duplicate": 11}
    assert {outcome.receipt for outcome in outcomes} == {InboxItem.objects.get().receipt}
    assert notes == ["x"]


def test_twelve_items_at_once_are_all_stored(notes, officer):
    outcomes = at_once(12, lambda: inbox.deliver(officer, "test.note", {"text": "x"}))

    assert {outcome.status for outcome in outcomes} == {"stored"}
    assert len({outcome.receipt for outcome in outcomes}) == InboxItem.objects.count() == 12
