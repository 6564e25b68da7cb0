"""A note comes out of the inbox once, for the own place only, on a step that is there."""

from uuid import uuid4

import pytest

from sop_pages.files.importing import import_files
from sop_pages.models import LocalNote, Release
from sop_pages.notes.proposing import KIND
from sop_pages.tests.conftest import TEXT as SOP_TEXT
from sop_site.officers import roles
from sop_site.offline import inbox

from .conftest import TEXT

pytestmark = pytest.mark.usefixtures("in_english")


def test_note_keeps_step_place_and_release(propose, officer):
    outcome = propose(officer, release="1.0")

    note = LocalNote.objects.get()
    assert outcome.result == {"sop": "REG-07", "step": "ask", "state": "proposed"}
    assert (note.step.key, note.text, note.proposer) == ("ask", TEXT, officer)
    assert (note.district_id, note.province_id) == ("0601", "06")
    assert (note.looked_in, note.state) == (Release.objects.get(), "proposed")
    assert [(deed.deed, deed.actor_id) for deed in note.deeds.all()] == [("proposed", officer.pk)]


def test_note_for_the_whole_province_has_no_district(proposed, officer):
    note = proposed(officer, place="06")

    assert (note.district, note.province_id) == (None, "06")


def test_same_item_twice_is_one_note(published, officer):
    payload = {"sop": "REG-07", "step": "ask", "language": "lo", "text": TEXT, "place": "0601"}
    item = uuid4()

    said = [inbox.deliver(officer, KIND, payload, item_id=item).status for _twice in range(2)]

    assert said == ["stored", "duplicate"]
    assert LocalNote.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"place": "0602"}, "bad_place"),
        ({"place": "16"}, "bad_place"),
        ({"place": ["0601"]}, "bad_type"),
        ({"text": "  \u200b "}, "blank"),
        ({"text": "x" * 601}, "too_long"),
        ({"text": {"a": 1}}, "bad_type"),
        ({"text": None}, "blank"),
        ({"step": "bring-id"}, "step_gone"),
        ({"step": "nothing"}, "step_gone"),
        ({"step": 7}, "bad_type"),
        ({"sop": "XXX-99"}, "unknown_sop"),
        ({"sop": "x" * 200}, "too_long"),
        ({"language": "fr"}, "bad_language"),
    ],
)
def test_broken_note_is_refused(propose, officer, changed, code):
    outcome = propose(officer, **changed)

    assert (outcome.status, outcome.code) == ("rejected", code)
    assert not LocalNote.objects.exists()


def test_person_without_a_place_writes_none(propose, reviewer):
    assert propose(reviewer, place="06").code == "bad_place"


def test_step_that_is_gone_is_refused_with_words(published, propose, officer, write_file):
    import_files([write_file("en", SOP_TEXT["en"].replace("{#ask}", "{#ask-well}"))], publish=True)
    import_files([write_file("lo", SOP_TEXT["lo"].replace("{#ask}", "{#ask-well}"))], publish=True)

    outcome = propose(officer)

    assert outcome.message == "This step is not in the procedure any more."


def test_closed_sop_is_unknown_to_outsiders(published, propose, officer, trainer):
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    for page in published.values():
        closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        closed.groups.add(Group.objects.get(name=roles.TRAINER))

    assert propose(officer).code == "unknown_sop"
    assert propose(trainer).is_kept
