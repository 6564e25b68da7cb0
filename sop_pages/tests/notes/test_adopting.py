"""LSSO takes a note over: a draft with its text, the writer told, the note until the release."""

import pytest

from sop_pages.models import LocalNote, Release, SOPPage
from sop_pages.notes import adopting
from sop_pages.notes.deciding import NoteError
from sop_pages.tests.test_releases import approve, edit

from .conftest import TEXT

pytestmark = pytest.mark.usefixtures("in_english")


def text(response) -> str:
    return " ".join(response.content.decode().replace("<wbr>", "").split())


def submitted(page, person) -> SOPPage:
    page = SOPPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, person)
    return page


def test_adopting_opens_a_draft_with_the_text_in_its_step(approved, published, officer, reviewer):
    note = approved(officer)

    page = adopting.adopt(note, actor=reviewer)

    draft = page.get_latest_revision_as_object()
    assert (page.language, page.has_unpublished_changes) == ("en", True)
    assert TEXT in " ".join(draft.content().steps[0].plain_parts())
    assert draft.content().steps[1:] == published["en"].content().steps[1:]
    assert page.get_latest_revision().user == reviewer
    assert Release.objects.count() == 1


def test_writer_is_told_and_the_note_stays(approved, published, officer, reviewer, as_):
    note = approved(officer)

    adopting.adopt(note, actor=reviewer)

    phone = as_(officer)
    assert "LSSO takes it over into the procedure" in text(phone.get("/en/notes/"))
    assert TEXT in text(phone.get("/en/sops/reg-07/"))


def test_home_page_has_the_news_once(approved, officer, reviewer, as_):
    adopting.adopt(approved(officer), actor=reviewer)
    phone = as_(officer)

    before = text(phone.get("/en/"))
    phone.get("/en/notes/")

    assert f">{TEXT}</span>" in before
    assert f">{TEXT}</span>" not in text(phone.get("/en/"))


def test_note_ends_with_the_release_that_says_it(
    approved, published, officer, reviewer, trainer, lead, as_
):
    note = approved(officer)
    page = adopting.adopt(note, actor=reviewer)

    release = approve(submitted(page, reviewer), lead)

    note.refresh_from_db()
    assert (note.in_release, note.changed_in) == (release, None)
    assert text(as_(officer).get("/en/sops/reg-07/")).count(TEXT) == 1
    assert "stands in the procedure since release 1.1" in text(as_(officer).get("/en/notes/"))


def test_who_adopted_cannot_approve(approved, published, officer, reviewer):
    from django.core.exceptions import PermissionDenied

    page = adopting.adopt(approved(officer), actor=reviewer)

    with pytest.raises(PermissionDenied):
        approve(submitted(page, reviewer), reviewer)


def test_release_without_the_text_asks_for_another_look(
    approved, published, officer, reviewer, trainer, lead
):
    note = approved(officer)
    adopting.adopt(note, actor=reviewer)
    page = SOPPage.objects.get(pk=published["en"].pk)
    draft = page.get_latest_revision_as_object()
    draft.steps[0].value["body"].pop()
    draft.save_revision(user=reviewer)

    release = approve(edit(published["en"], trainer, "Ask clearly"), lead)

    note.refresh_from_db()
    assert (note.in_release, note.changed_in) == (None, release)


@pytest.mark.parametrize("who", ["coordinator", "trainer", "colleague"])
def test_only_lsso_adopts(approved, officer, request, who):
    note = approved(officer)

    with pytest.raises(NoteError, match="Only LSSO"):
        adopting.adopt(note, actor=request.getfixturevalue(who))
    assert LocalNote.objects.get().state == "approved"


def test_sop_in_review_is_decided_first(approved, published, officer, trainer, reviewer):
    note = approved(officer)
    edit(published["en"], trainer)

    with pytest.raises(NoteError, match="waits for approval"):
        adopting.adopt(note, actor=reviewer)


def test_proposed_note_is_not_adopted(proposed, officer, reviewer):
    with pytest.raises(NoteError, match="meanwhile"):
        adopting.adopt(proposed(officer), actor=reviewer)


def test_desk_offers_it_to_lsso_alone(approved, officer, coordinator, reviewer, as_, speaks):
    note = approved(officer)
    for person in (coordinator, reviewer):
        speaks(person, "en")
    address = f"/cms/notes/{note.pk}/"

    offered = [
        "Take it over into the SOP" in text(as_(p).get(address)) for p in (coordinator, reviewer)
    ]
    as_(coordinator).post(address, {"deed": "adopt"})
    refused = LocalNote.objects.get().state
    answer = as_(reviewer).post(address, {"deed": "adopt"}, follow=True)

    assert (offered, refused) == ([False, True], "approved")
    assert "a draft of REG-07" in text(answer)
    assert LocalNote.objects.get().state == "adopted"
