"""A file that a phone saved, brought by someone else."""

import hashlib
import json
import uuid
from base64 import b64encode

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils.translation import override

from sop_site.offline import by_hand, inbox, kinds
from sop_site.offline.models import InboxFile, InboxItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def packed(item):
    """packed(item, …) -> the bytes of a file as static/js/offline/carrying.js makes it."""

    def made(*items, **changes):
        shown = {"title": "ເກືອ", "page": "/lo/", "icon": "note", "contents": {}}
        whole = {
            "format": "khumue-items-1",
            "exported_at": "2026-11-25T02:00:00.000Z",
            "items": [shown | item for item in items],
        }
        return json.dumps(whole | changes).encode()

    return made


def with_file(item, content: bytes, **changes) -> dict:
    sha256 = hashlib.sha256(content).hexdigest()
    about = {"sha256": sha256, "size": len(content), "type": "text/plain"}
    return item | {"files": [about], "contents": {sha256: b64encode(content).decode()}} | changes


@pytest.fixture
def consented(notes):
    """The kind "test.note" asks for the yes of a trainer of the officer's province."""
    known = kinds.kind_of("test.note")

    def may(user):
        return Q(owner__province=user.province_id) if user.has_role("trainer") else None

    inbox.register("test.note", known.handler, files=known.files, may_consent=may)
    return notes


def audit_log():
    return apps.get_model("officers.AuditEntry").objects.filter(deed="inbox.imported")


def bring(content, importer):
    return by_hand.bring(by_hand.read(content), importer=importer)


def test_items_are_their_owners_and_name_who_brought_them(notes, item, packed, officer, reviewer):
    first, second = item(officer), item(officer, {"text": "Rice"})

    brought = bring(packed(first, second), reviewer)

    rows = InboxItem.objects.order_by("payload__text")
    assert [(one.became, one.kind) for one in brought] == [("stored", "test.note")] * 2
    assert [row.owner for row in rows] == [officer, officer]
    assert {row.imported_by for row in rows} == {reviewer}
    assert {one.outcome.receipt for one in brought} == {row.receipt for row in rows}
    assert sorted(notes) == ["Rice", "Salt"]


def test_import_is_written_down(notes, item, packed, officer, reviewer):
    bring(packed(item(officer), item(officer, {"text": "no"})), reviewer)

    entry = audit_log().get()
    assert (entry.actor_id, entry.subject_id) == (reviewer.pk, str(officer.pk))
    assert entry.facts == {"items": 2, "stored": 1, "rejected": 1}


def test_times_in_a_file_count_as_doubtful(notes, item, packed, officer, reviewer):
    bring(packed(item(officer, skew_at_create=0)), reviewer)

    row = InboxItem.objects.get()
    assert (row.time_trust, row.claimed_at is not None) == ("low", True)


def test_photo_in_a_file_is_kept_with_its_item(notes, item, packed, officer, reviewer):
    bring(packed(with_file(item(officer), b"note 1")), reviewer)

    assert notes == ["Salt", b"NOTE 1"]
    assert InboxFile.objects.get().state == "taken"


def test_photo_that_did_not_come_along_is_still_asked_for(notes, item, packed, officer, reviewer):
    (one,) = bring(packed(with_file(item(officer), b"note 1", contents={})), reviewer)

    assert (one.became, len(one.outcome.need)) == ("stored", 1)


def test_photo_that_is_none_is_refused_and_its_text_stays(notes, item, packed, officer, reviewer):
    (one,) = bring(packed(with_file(item(officer), b"<html>")), reviewer)

    assert (one.became, notes) == ("stored", ["Salt"])
    assert [refused["code"] for refused in one.outcome.refused_files] == ["bad_file"]


def test_items_that_are_here_already_are_duplicates(notes, item, packed, officer, reviewer, phone):
    sent = item(officer)
    receipt = phone(officer)(sent).json()["results"][0]["receipt"]

    (first,) = bring(packed(sent), reviewer)
    (again,) = bring(packed(sent), reviewer)

    assert (first.became, first.outcome.receipt) == ("duplicate", receipt)
    assert (again.became, InboxItem.objects.count()) == ("duplicate", 1)
    assert InboxItem.objects.get().imported_by is None


def test_phone_that_sends_later_gets_the_same_receipt(
    notes, item, packed, officer, reviewer, phone
):
    sent = item(officer)
    (brought,) = bring(packed(sent), reviewer)

    (result,) = phone(officer)(sent).json()["results"]

    assert (result["status"], result["receipt"]) == ("duplicate", brought.outcome.receipt)
    assert notes == ["Salt"]


def test_changed_item_under_a_known_id_is_a_conflict(notes, item, packed, officer, reviewer, phone):
    sent = item(officer)
    phone(officer)(sent)

    (one,) = bring(packed(sent | {"payload": {"text": "Sugar"}}), reviewer)

    assert (one.became, one.outcome.receipt, notes) == ("conflict", "", ["Salt"])


def test_item_of_another_under_a_new_name_is_a_conflict(
    notes, item, packed, officer, colleague, reviewer, phone
):
    sent = item(officer)
    phone(officer)(sent)

    (one,) = bring(packed(sent | {"owner": colleague.uid}), reviewer)

    assert (one.became, InboxItem.objects.get().owner) == ("conflict", officer)


def test_sensitive_item_is_left_out_unless_a_lead_brings_it(
    notes, item, packed, officer, reviewer, admin_person, lead
):
    content = packed(item(officer, {"text": "x", "secret": True}), item(officer))

    by_reviewer, by_admin = bring(content, reviewer), bring(content, admin_person)
    stored = InboxItem.objects.count()
    by_lead = bring(content, lead)

    assert [one.became for one in by_reviewer] == ["sensitive", "stored"]
    assert (by_reviewer[0].kind, by_reviewer[0].made_at) == ("", None)
    assert [one.became for one in by_admin] == ["sensitive", "duplicate"]
    assert (stored, [one.became for one in by_lead]) == (1, ["stored", "duplicate"])


def test_item_of_an_unknown_kind_is_refused_alone(notes, item, packed, officer, reviewer):
    brought = bring(packed(item(officer, kind="test.nothing"), item(officer)), reviewer)

    assert [one.became for one in brought] == ["rejected", "stored"]


def test_item_that_needs_a_yes_waits(consented, item, packed, officer, reviewer):
    (one,) = bring(packed(with_file(item(officer), b"note 1")), reviewer)

    row = InboxItem.objects.get()
    assert (one.became, one.outcome.receipt) == ("held", row.receipt)
    assert (row.state, consented) == ("held", [])


def test_item_that_waits_is_handled_once_its_owner_sends_it(
    consented, item, packed, officer, reviewer, phone
):
    sent = item(officer)
    bring(packed(sent), reviewer)

    (result,) = phone(officer)(sent).json()["results"]

    assert (result["status"], result["result"]) == ("duplicate", {"length": 4})
    assert (InboxItem.objects.get().state, consented) == ("handled", ["Salt"])


def test_item_brought_twice_still_waits(consented, item, packed, officer, reviewer, lead):
    sent = item(officer)
    bring(packed(sent), reviewer)

    (one,) = bring(packed(sent), lead)

    assert (one.became, consented, InboxItem.objects.get().imported_by) == ("held", [], reviewer)


def test_database_that_gives_up_in_the_middle_leaves_nothing(
    notes, item, packed, officer, reviewer
):
    from django.db import OperationalError

    known = kinds.kind_of("test.note")

    def locked(incoming):
        if incoming.payload["text"] == "second":
            raise OperationalError("database is locked")
        return known.handler(incoming)

    inbox.register("test.note", locked)

    with pytest.raises(OperationalError):
        bring(packed(item(officer), item(officer, {"text": "second"})), reviewer)
    assert InboxItem.objects.count() == audit_log().count() == 0


UNREADABLE = {
    "empty": (b"", "no file that a phone saved"),
    "no JSON": (b"{", "no file that a phone saved"),
    "other JSON": (b"[]", "no file that a phone saved"),
    "not UTF-8": ("ກ".encode("utf-16"), "no file that a phone saved"),
    "deep": (b"[" * 100_000, "no file that a phone saved"),
    "too big": (b" " * (5 * 1024 * 1024 + 1), "too big: at most 5 MB"),
    "another form": (b'{"format": "khumue-items-2", "items": []}', "from another version"),
    "nothing in it": (b'{"format": "khumue-items-1", "items": []}', "nothing in this file"),
    "no list": (b'{"format": "khumue-items-1", "items": {}}', "changed or is damaged"),
    "no items": (b'{"format": "khumue-items-1", "items": [1]}', "changed or is damaged"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_file_that_is_none_of_ours_is_refused(case):
    content, words = UNREADABLE[case]

    with pytest.raises(by_hand.Unreadable, match=words):
        by_hand.read(content)


CHANGES = {
    "owner is gone": ({"owner": None}, "person whose items"),
    "owner is nobody": ({"owner": "x"}, "person whose items"),
    "owner is unknown": ({"owner": str(uuid.uuid4())}, "person whose items"),
    "id is none": ({"id": "1"}, "Item 1 can't be taken"),
    "kind is none": ({"kind": 3}, "Item 1 can't be taken"),
    "payload is a list": ({"payload": []}, "Item 1 can't be taken"),
    "half a sign": ({"payload": {"text": "\ud800"}}, "Item 1 can't be taken"),
    "contents unknown": ({"contents": {"0" * 64: "eA=="}}, "not what it was on the phone"),
    "contents a list": ({"contents": [1]}, "not what it was on the phone"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_file_that_was_changed_is_refused_whole(notes, item, packed, officer, case):
    changes, words = CHANGES[case]

    with pytest.raises(by_hand.Unreadable, match=words):
        by_hand.read(packed(item(officer) | changes))


@pytest.mark.parametrize("sent", ["", "====", "no base64", 7, b64encode(b"note 2").decode()])
def test_photo_that_was_changed_refuses_the_file(notes, item, packed, officer, sent):
    changed = with_file(item(officer), b"note 1")
    changed["contents"] = dict.fromkeys(changed["contents"], sent)

    with pytest.raises(by_hand.Unreadable, match="not what it was on the phone"):
        by_hand.read(packed(item(officer), changed))


def test_file_of_two_people_is_refused(notes, item, packed, officer, colleague):
    with pytest.raises(by_hand.Unreadable, match="several people"):
        by_hand.read(packed(item(officer), item(colleague)))


def test_file_of_someone_who_may_not_sign_in_is_refused(notes, item, packed, officer):
    officer.is_active = False
    officer.save()

    with pytest.raises(by_hand.Unreadable, match="person whose items"):
        by_hand.read(packed(item(officer)))


def test_too_many_items_are_refused(notes, item, packed, officer, settings):
    settings.LIMITS = {**settings.LIMITS, "import_rows": 1}

    with pytest.raises(by_hand.Unreadable, match="too many items"):
        by_hand.read(packed(item(officer), item(officer)))
