"""Who decides on a note, what that does, and the log that nobody can change."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate

from sop_pages.models import LocalNote, LocalNoteDeed
from sop_pages.notes import deciding
from sop_pages.notes.deciding import NoteError
from sop_site.officers import roles

pytestmark = pytest.mark.usefixtures("in_english")


def until(days=90):
    return localdate() + timedelta(days=days)


def deeds(note):
    return [(row.deed, row.actor_id) for row in note.deeds.all()]


def test_approved_note_has_owner_and_end(proposed, officer, coordinator):
    note = deciding.approve(proposed(officer), actor=coordinator, until=until())

    assert (note.state, note.owner, note.expires_on) == ("approved", coordinator, until())
    assert note.has_news
    assert deeds(note) == [("proposed", officer.pk), ("approved", coordinator.pk)]


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("coordinator", True),
        ("reviewer", True),
        ("lead", True),
        ("admin_person", True),
        ("officer", False),
        ("colleague", False),
        ("trainer", False),
        ("observer", False),
    ],
)
def test_coordinator_of_the_place_and_lsso_decide(proposed, officer, request, who, may):
    assert deciding.may_decide(proposed(officer), request.getfixturevalue(who)) is may


def test_coordinator_elsewhere_decides_nothing(proposed, officer_elsewhere, coordinator):
    note = proposed(officer_elsewhere)

    with pytest.raises(NoteError, match="Somebody else"):
        deciding.approve(note, actor=coordinator, until=until())


def test_writer_never_decides_on_the_own_note(proposed, make_person):
    both = make_person("LS-BOTH", roles.OFFICER, roles.COORDINATOR, district="0601")
    note = proposed(both)

    with pytest.raises(NoteError, match="Somebody else"):
        deciding.approve(note, actor=both, until=until())
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalNote.objects.filter(pk=note.pk).update(decided_by=both)


def test_second_decision_comes_too_late(proposed, officer, coordinator, reviewer):
    note = proposed(officer)
    deciding.approve(note, actor=coordinator, until=until())

    with pytest.raises(NoteError, match="meanwhile"):
        deciding.refuse(note, actor=reviewer, reason="No.")
    assert LocalNote.objects.get().state == "approved"


@pytest.mark.parametrize(("days", "said"), [(0, "after today"), (-1, "after today"), (800, "two")])
def test_end_is_to_come_and_within_two_years(proposed, officer, coordinator, days, said):
    with pytest.raises(NoteError, match=said):
        deciding.approve(proposed(officer), actor=coordinator, until=until(days))


def test_refusal_needs_a_reason_that_the_writer_reads(proposed, officer, coordinator):
    note = proposed(officer)
    with pytest.raises(NoteError, match="Say why"):
        deciding.refuse(note, actor=coordinator, reason=" \n ")

    note = deciding.refuse(note, actor=coordinator, reason="That is the\nrule for all.")

    assert (note.state, note.reason) == ("refused", "That is the rule for all.")
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalNote.objects.update(reason="")


def test_writer_withdraws_without_a_reason(approved, officer):
    note = deciding.withdraw(approved(officer), actor=officer)

    assert (note.state, note.is_shown) == ("withdrawn", False)
    assert deeds(note)[-1] == ("withdrawn", officer.pk)


def test_coordinator_withdraws_with_a_reason(approved, officer, coordinator, colleague):
    note = approved(officer)
    with pytest.raises(NoteError, match="Say why"):
        deciding.withdraw(note, actor=coordinator)
    with pytest.raises(NoteError, match="Somebody else"):
        deciding.withdraw(note, actor=colleague, reason="x")

    assert deciding.withdraw(note, actor=coordinator, reason="Old.").state == "withdrawn"


def test_note_ends_by_itself_after_its_day(approved, officer, at):
    note = approved(officer, days=10)

    with at(localdate() + timedelta(days=10)):
        assert list(LocalNote.objects.shown_on(localdate())) == [note]
    with at(localdate() + timedelta(days=11)):
        assert list(LocalNote.objects.shown_on(localdate())) == []
        assert not note.is_shown


def test_kept_note_gets_another_end(approved, officer, reviewer):
    note = deciding.keep(approved(officer, days=2), actor=reviewer, until=until(300))

    assert (note.expires_on, note.owner) == (until(300), reviewer)
    assert deeds(note)[-1] == ("kept", reviewer.pk)


def test_shown_note_without_an_end_is_refused_by_the_database(approved, officer):
    approved(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        LocalNote.objects.update(expires_on=None)


def test_log_is_only_added_to(proposed, officer):
    proposed(officer)

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        LocalNoteDeed.objects.update(deed="approved")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        LocalNoteDeed.objects.all().delete()
    assert LocalNoteDeed.objects.get().deed == "proposed"
