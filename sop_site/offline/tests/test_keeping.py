"""What came is emptied some time after it was handled; duplicates are still known."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from sop_site import timed
from sop_site.offline import inbox
from sop_site.offline.keeping import empty_old_payloads
from sop_site.offline.models import InboxFile, InboxItem
from sop_site.offline.tests.test_inbox import attachment

pytestmark = pytest.mark.django_db


def aged(days: float, **which) -> None:
    InboxItem.objects.filter(**which).update(handled_at=timezone.now() - timedelta(days=days))


def test_old_payload_is_emptied_and_the_rest_stays(notes, officer):
    outcome = inbox.deliver(officer, "test.note", {"text": "Salt"})
    before = InboxItem.objects.values("id", "digest", "receipt", "state", "result").get()
    aged(91)

    said = empty_old_payloads()

    row = InboxItem.objects.get()
    assert (said, row.payload) == ("1 payloads were emptied.", {})
    assert InboxItem.objects.values(*before).get() == before
    assert (row.emptied_at is not None, row.receipt) == (True, outcome.receipt)


def test_younger_payload_stays(notes, officer, settings):
    settings.RAW_PAYLOADS_KEPT = timedelta(days=10)
    inbox.deliver(officer, "test.note", {"text": "Salt"})
    aged(9.9)

    assert empty_old_payloads() is None
    assert InboxItem.objects.get().payload == {"text": "Salt"}


@pytest.mark.parametrize("text", ["no", "crash"])
def test_payload_that_nobody_handled_stays(notes, officer, text):
    inbox.deliver(officer, "test.note", {"text": text})
    InboxItem.objects.update(received_at=timezone.now() - timedelta(days=500))

    assert empty_old_payloads() is None
    assert InboxItem.objects.get().payload == {"text": text}


def test_late_handling_begins_the_time_anew(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "crash"})
    InboxItem.objects.update(
        payload={"text": "mended"}, received_at=timezone.now() - timedelta(days=500)
    )
    inbox.run_again(InboxItem.objects.get())

    assert empty_old_payloads() is None


def test_emptied_item_is_still_a_duplicate_or_a_conflict(notes, officer):
    item_id = uuid.uuid4()
    first = inbox.deliver(officer, "test.note", {"text": "x"}, item_id=item_id)
    aged(91)
    empty_old_payloads()

    same = inbox.deliver(officer, "test.note", {"text": "x"}, item_id=item_id)
    other = inbox.deliver(officer, "test.note", {"text": "y"}, item_id=item_id)

    assert (same.status, same.receipt) == ("duplicate", first.receipt)
    assert (other.status, notes) == ("conflict", ["x"])


def test_bytes_of_a_file_that_never_came_whole_go_too(notes, officer):
    sent = attachment(b"note 1", later=True)
    inbox.deliver(officer, "test.note", {"text": "x"}, files=[sent])
    InboxFile.objects.update(data=b"no", offset=2)
    aged(91)

    empty_old_payloads()

    assert bytes(InboxFile.objects.get().data) == b""


def test_file_that_failed_waits_for_its_next_try(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"note 1")])
    InboxFile.objects.update(state="failed", data=b"note 1")
    aged(91)

    empty_old_payloads()

    assert bytes(InboxFile.objects.get().data) == b"note 1"


def test_many_payloads_are_emptied_in_parts(notes, officer, monkeypatch):
    monkeypatch.setattr("sop_site.offline.keeping.AT_ONCE", 2)
    for text in "abcde":
        inbox.deliver(officer, "test.note", {"text": text})
    aged(91)

    assert empty_old_payloads() == "5 payloads were emptied."
    assert empty_old_payloads() is None


def test_tick_does_it():
    assert "empty_payloads" in {item.name for item in timed.deeds()}


def test_migration_dates_what_was_handled_before(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "x"})
    inbox.deliver(officer, "test.note", {"text": "no"})
    InboxItem.objects.update(handled_at=None)
    migration = import_module("sop_site.offline.migrations.0002_keep_by_hand_and_until")

    migration.note_when_handled(apps, None)

    handled, refused = (InboxItem.objects.get(state=state) for state in ("handled", "rejected"))
    assert (handled.handled_at, refused.handled_at) == (handled.received_at, None)
