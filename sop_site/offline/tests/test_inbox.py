import hashlib
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from sop_site.offline import inbox
from sop_site.offline.models import Epoch, InboxFile, InboxItem

pytestmark = pytest.mark.django_db


def attachment(content: bytes, *, later: bool = False) -> inbox.Attachment:
    """A file as a form brings it; `later` leaves its bytes on the phone."""
    sha256 = hashlib.sha256(content).hexdigest()
    return inbox.Attachment(sha256, len(content), "text/plain", None if later else content)


def test_item_is_stored_and_handled(notes, officer):
    outcome = inbox.deliver(officer, "test.note", {"text": "Salt"})

    row = InboxItem.objects.get()
    assert (outcome.status, outcome.result) == ("stored", {"length": 4})
    assert (row.state, row.receipt, row.payload) == ("handled", outcome.receipt, {"text": "Salt"})
    assert notes == ["Salt"]


def test_same_item_again_is_a_duplicate(notes, officer):
    item_id = uuid.uuid4()
    first = inbox.deliver(officer, "test.note", {"a": 1, "text": "x"}, item_id=item_id)

    second = inbox.deliver(officer, "test.note", {"text": "x", "a": 1}, item_id=item_id)

    assert (second.status, second.receipt, second.result) == (
        "duplicate",
        first.receipt,
        first.result,
    )
    assert (InboxItem.objects.count(), notes) == (1, ["x"])


def test_other_content_under_one_id_is_a_conflict(notes, officer):
    item_id = uuid.uuid4()
    inbox.deliver(officer, "test.note", {"text": "x"}, item_id=item_id)

    assert inbox.deliver(officer, "test.note", {"text": "y"}, item_id=item_id).status == "conflict"
    assert notes == ["x"]


def test_id_of_another_person_is_a_conflict(notes, officer, colleague):
    item_id = uuid.uuid4()
    inbox.deliver(officer, "test.note", {"text": "x"}, item_id=item_id)

    outcome = inbox.deliver(colleague, "test.note", {"text": "x"}, item_id=item_id)

    assert (outcome.status, outcome.receipt) == ("conflict", "")


def test_refused_item_keeps_its_row_and_reason(notes, officer):
    outcome = inbox.deliver(officer, "test.note", {"text": "no"})

    row = InboxItem.objects.get()
    assert (outcome.status, outcome.code, outcome.field) == ("rejected", "invalid", "text")
    assert (row.state, row.reason, row.payload) == ("rejected", "Not this.", {"text": "no"})


def test_failed_item_is_kept_and_can_be_run_again(notes, officer, caplog):
    outcome = inbox.deliver(officer, "test.note", {"text": "crash"})
    row = InboxItem.objects.get()
    InboxItem.objects.update(payload={"text": "mended"})

    again = inbox.run_again(row)

    assert (outcome.status, row.state, row.reason) == ("stored", "failed", "ZeroDivisionError")
    assert (again.status, again.result, notes) == ("stored", {"length": 6}, ["mended"])
    assert InboxItem.objects.values_list("state", "attempts").get() == ("handled", 2)
    assert "crash" not in caplog.text


def test_handled_item_is_not_run_again(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "once"})

    assert inbox.run_again(InboxItem.objects.get()).status == "duplicate"
    assert notes == ["once"]


def test_locked_database_in_handler_stores_nothing(notes, officer):
    def locked(incoming):
        raise OperationalError("database is locked")

    inbox.register("test.note", locked)

    with pytest.raises(OperationalError):
        inbox.deliver(officer, "test.note", {"text": "x"})
    assert InboxItem.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "schema", "code"),
    [("test.nothing", 1, "unknown_kind"), ("test.note", 9, "unknown_schema")],
)
def test_unknown_kind_or_schema_is_refused(notes, officer, kind, schema, code):
    outcome = inbox.deliver(officer, kind, {}, schema=schema)

    assert (outcome.status, outcome.code, InboxItem.objects.count()) == ("rejected", code, 0)


def test_file_is_prepared_kept_and_its_bytes_dropped(notes, officer):
    outcome = inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"note 1")])

    row = InboxFile.objects.get()
    assert (outcome.need, notes) == ([], ["x", b"NOTE 1"])
    assert (row.state, bytes(row.data), row.offset) == ("taken", b"", 6)


def test_refused_file_leaves_its_text_stored(notes, officer):
    outcome = inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"<html>")])

    assert (outcome.status, notes) == ("stored", ["x"])
    assert [refused["code"] for refused in outcome.refused_files] == ["bad_file"]


def test_file_still_on_the_phone_is_asked_for(notes, officer):
    sent = attachment(b"note 1", later=True)

    outcome = inbox.deliver(officer, "test.note", {"text": "x"}, files=[sent])

    assert outcome.need == [{"sha256": sent.sha256, "offset": 0}]


def test_file_that_arrives_later_is_taken(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"note 1", later=True)])
    row = InboxFile.objects.get()
    row.data, row.offset, row.state = b"note 1", 6, InboxFile.State.WHOLE
    row.save()

    inbox.file_arrived(row)

    assert notes == ["x", b"NOTE 1"]
    assert InboxFile.objects.get().state == "taken"


def test_photos_of_a_day_have_a_limit(notes, officer, settings):
    settings.LIMITS = {"files_a_day_bytes": 10}
    inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"note 1")])

    second = inbox.deliver(officer, "test.note", {"text": "y"}, files=[attachment(b"note 2")])
    InboxItem.objects.update(received_at=timezone.now() - timedelta(days=2))
    later = inbox.deliver(officer, "test.note", {"text": "y"}, files=[attachment(b"note 2")])

    assert (second.status, second.code, later.status) == ("rejected", "quota", "stored")


def test_restricted_item_is_not_open_to_view(notes, officer):
    inbox.deliver(officer, "test.note", {"text": "x", "secret": True})
    inbox.deliver(officer, "test.note", {"text": "y"})

    assert [row.payload["text"] for row in InboxItem.objects.open_to_view()] == ["y"]


def test_epoch_stays_until_renewed():
    first = Epoch.current()

    assert Epoch.current() == first
    assert Epoch.renew() != first
    assert Epoch.objects.count() == 1
