"""A note whose step reads otherwise since is marked, to officers and on the list of work."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from sop_pages import releases
from sop_pages.files.importing import import_files
from sop_pages.models import LocalNote, Release
from sop_pages.notes import deciding
from sop_pages.retiring import Reason, declare_void
from sop_pages.tests.conftest import TEXT as SOP_TEXT
from sop_pages.tests.test_releases import approve, edit, later
from sop_pages.work import groups_for

pytestmark = pytest.mark.usefixtures("in_english")


def text(response) -> str:
    return " ".join(response.content.decode().replace("<wbr>", "").split())


def change(page, trainer, reviewer, words="Ask clearly", **terms) -> Release:
    return approve(edit(page, trainer, words), reviewer, **terms)


def work(person) -> dict[str, list[str]]:
    return {group: [item.more for item in items] for group, items in groups_for(person).items()}


def test_changed_step_marks_its_note(approved, published, officer, trainer, reviewer, as_):
    note = approved(officer)

    release = change(published["en"], trainer, reviewer)

    note.refresh_from_db()
    assert note.changed_in == release
    page = text(as_(officer).get("/en/sops/reg-07/"))
    assert "The step has changed: the note is to be looked at again." in page
    assert list(note.deeds.values_list("deed", flat=True))[-1] == "changed"


def test_other_step_and_other_language_leave_it_alone(
    approved, published, officer, trainer, reviewer
):
    on_write, in_lao = approved(officer, step="write"), approved(officer, language="lo")

    change(published["en"], trainer, reviewer)

    assert LocalNote.objects.filter(changed_in__isnull=False).count() == 0
    assert {on_write.language, in_lao.language} == {"en", "lo"}


def test_minor_change_asks_nobody(approved, published, officer, trainer, reviewer):
    note = approved(officer)

    change(published["en"], trainer, reviewer, meaning_unchanged=True)

    note.refresh_from_db()
    assert note.changed_in is None


def test_minor_change_after_a_real_one_hides_nothing(
    approved, published, officer, trainer, reviewer
):
    note = approved(officer)
    real = change(published["en"], trainer, reviewer)

    change(published["en"], trainer, reviewer, "Ask clearly!", meaning_unchanged=True)

    note.refresh_from_db()
    assert note.changed_in == real


def test_step_that_says_the_same_again_takes_the_mark_off(
    approved, published, officer, trainer, reviewer
):
    note = approved(officer)
    wrong = change(published["en"], trainer, reviewer)

    declare_void(wrong, actor=reviewer, reason=Reason("x", "x"))

    note.refresh_from_db()
    assert note.changed_in is None


def test_release_to_come_marks_on_its_day(approved, published, officer, trainer, reviewer, at):
    note = approved(officer)
    release = change(published["en"], trainer, reviewer, effective_from=later(10))
    note.refresh_from_db()
    assert note.changed_in is None

    with at(later(10)):
        releases.come_into_force()

    note.refresh_from_db()
    assert note.changed_in == release


def test_list_of_work_holds_what_is_to_be_looked_at(
    approved, published, officer, trainer, reviewer, coordinator
):
    approved(officer)
    change(published["en"], trainer, reviewer)

    assert work(coordinator)["Local notes to look at again"] == ["the step has changed"]
    assert work(reviewer)["Local notes to look at again"] == ["the step has changed"]
    assert "Local notes to look at again" not in work(trainer)


def test_second_look_takes_the_mark_off(approved, published, officer, trainer, reviewer, as_):
    note = approved(officer)
    release = change(published["en"], trainer, reviewer)

    deciding.keep(note, actor=reviewer, until=localdate() + timedelta(days=90))

    note.refresh_from_db()
    assert (note.changed_in, note.looked_in) == (None, release)
    assert "Local notes to look at again" not in work(reviewer)


def test_desk_shows_what_changed_in_the_step(
    approved, published, officer, trainer, reviewer, as_, speaks
):
    note = approved(officer)
    change(published["en"], trainer, reviewer, "Ask twice")
    speaks(reviewer, "en")

    page = text(as_(reviewer).get(f"/cms/notes/{note.pk}/"))

    assert "What changed in it with release 1.1" in page
    assert "<del>first</del><ins>twice</ins>" in page


def test_step_that_is_gone_goes_to_the_list_of_work(
    approved, published, officer, reviewer, write_file, as_
):
    note = approved(officer)
    for language in ("en", "lo"):
        gone = SOP_TEXT[language].replace("{#ask}", "{#ask-well}")
        import_files([write_file(language, gone)], publish=True)

    assert work(reviewer)["Local notes to look at again"] == ["the step is gone"]
    with pytest.raises(deciding.NoteError, match="Withdraw"):
        deciding.keep(note, actor=reviewer, until=localdate() + timedelta(days=9))
    assert note.text not in text(as_(officer).get("/en/sops/reg-07/"))


def test_proposed_and_ending_notes_are_on_the_list_of_work(
    proposed, approved, officer, officer_elsewhere, coordinator
):
    proposed(officer, text="New")
    proposed(officer_elsewhere, text="Of another province")
    approved(officer, days=20)

    found = work(coordinator)

    assert len(found["Local notes to decide"]) == 1
    assert len(found["Local notes that end soon"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_work_takes_three_queries(
    approved, proposed, officer, reviewer, django_assert_num_queries, count
):
    from sop_pages.notes.telling import work_on

    for number in range(count):
        approved(officer, text=f"Note {number}", days=9)
        proposed(officer, text=f"New {number}")
    reviewer.has_perm("sop_pages.decide_localnote")

    with django_assert_num_queries(3):
        assert len(list(work_on(reviewer))) == 2 * count
