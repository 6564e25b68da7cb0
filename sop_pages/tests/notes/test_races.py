"""Two people who decide on one note at the same moment; SQLite or PostgreSQL, each thread its
connection: one of them decides, the other is told so."""

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from sop_pages.models import LocalNote
from sop_pages.notes import deciding
from sop_pages.notes.deciding import NoteError

pytestmark = pytest.mark.django_db(transaction=True)


def deed(name: str, note, actor, **said):
    """A deed as this person starts it, with the note as it was on their screen."""

    def run():
        with translation.override("en"):  # each thread speaks for itself
            return getattr(deciding, name)(note, actor=actor, **said).state

    return run


def test_one_approves_while_the_other_refuses(
    proposed, officer, coordinator, reviewer, both_at_once
):
    note, until = proposed(officer), localdate() + timedelta(days=90)

    said = both_at_once([
        deed("approve", note, coordinator, until=until),
        deed("refuse", note, reviewer, reason="Not by the rule."),
    ])  # fmt: skip

    assert_one_won(said)
    note = LocalNote.objects.get()
    won = next(place for place, one in enumerate(said) if isinstance(one, str))
    assert (note.state, note.decided_by) == [("approved", coordinator), ("refused", reviewer)][won]
    assert [row.deed for row in note.deeds.all()] == ["proposed", note.state]


def test_approved_by_two_is_approved_once(proposed, officer, coordinator, reviewer, both_at_once):
    note, today = proposed(officer), localdate()

    said = both_at_once([
        deed("approve", note, coordinator, until=today + timedelta(days=30)),
        deed("approve", note, reviewer, until=today + timedelta(days=60)),
    ])  # fmt: skip

    assert_one_won(said)
    note = LocalNote.objects.get()
    days = 30 if note.decided_by == coordinator else 60
    assert (note.owner, note.expires_on) == (note.decided_by, today + timedelta(days=days))
    assert [row.deed for row in note.deeds.all()] == ["proposed", "approved"]


def test_writer_withdraws_while_it_is_approved(proposed, officer, coordinator, both_at_once):
    """Either it was withdrawn first and approving is refused, or approved and then withdrawn."""
    note, until = proposed(officer), localdate() + timedelta(days=90)

    said = both_at_once([
        deed("approve", note, coordinator, until=until),
        deed("withdraw", note, officer),
    ])  # fmt: skip

    assert said[1] == "withdrawn"
    approved = ["approved"] if said[0] == "approved" else []
    assert approved or isinstance(said[0], NoteError)
    note = LocalNote.objects.get()
    assert note.state == "withdrawn"
    assert [row.deed for row in note.deeds.all()] == ["proposed", *approved, "withdrawn"]


def assert_one_won(said: list) -> None:
    assert sorted(isinstance(one, str) for one in said) == [False, True]
    (lost,) = [one for one in said if not isinstance(one, str)]
    assert str(lost) == "This was decided meanwhile: load the page again."
