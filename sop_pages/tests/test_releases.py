"""Whatever goes live is a numbered, frozen release; which one holds is told by the date."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sop_pages import approvals, releases
from sop_pages.files.importing import REFUSED, import_files
from sop_pages.models import Release, ReleaseText, RenderedSOP, SOPPage
from sop_pages.releases import Terms
from sop_pages.retiring import Reason, declare_void

pytestmark = pytest.mark.usefixtures("in_english")

TODAY = timezone.localdate


def later(days=30) -> date:
    return TODAY() + timedelta(days=days)


def edit(page, person, text="ຖາມໃຫ້ຊັດເຈນ"):
    """A draft of the page with another first step, sent to its review."""
    page = SOPPage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    draft.steps[0].value["title"] = text
    draft.save_revision(user=person)
    page = SOPPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, person)
    return SOPPage.objects.get(pk=page.pk)


def approve(page, actor, **terms):
    draft = approvals.submitted(SOPPage.objects.get(pk=page.pk))
    said = {"way": "approval", "note_lo": "ໃໝ່", "note_en": "new", "behind": ("lo", "en")} | terms
    drafts = approvals.together(draft, actor)
    approvals.approve(
        drafts, actor=actor, terms=Terms(**said), seen=[d.revision.pk for d in drafts]
    )
    return Release.objects.order_by("pk").last()


def test_import_of_both_languages_is_one_release(published):
    release = Release.objects.get()

    assert (release.number, release.way, release.effective_from) == ("1.0", "import", TODAY())
    assert sorted(release.texts.values_list("language", flat=True)) == ["en", "lo"]
    assert list(Release.objects.to_confirm()) == [release]


def test_same_text_again_makes_no_release(published, write_file):
    import_files([write_file("lo"), write_file("en")], publish=True)

    assert Release.objects.count() == 1


def test_approval_makes_the_next_release_of_all_languages(published, trainer, reviewer):
    page = edit(published["lo"], trainer)

    release = approve(page, reviewer)

    assert (release.number, release.approved_by, release.edited_by) == ("1.1", reviewer, trainer)
    assert release.texts.get(language="en").title == "Register a member"
    assert SOPPage.objects.get(pk=page.pk).steps[0].value["title"] == "ຖາມໃຫ້ຊັດເຈນ"
    assert RenderedSOP.objects.get(language="lo").number == "1.1"


def test_new_edition_counts_the_first_part_up(published, trainer, reviewer):
    release = approve(edit(published["lo"], trainer), reviewer, new_edition=True)

    assert release.number == "2.0"


@pytest.mark.parametrize("notes", [{"note_lo": ""}, {"note_en": " "}])
def test_release_without_a_note_is_refused(published, trainer, reviewer, notes):
    page = edit(published["lo"], trainer)

    with pytest.raises(ValidationError, match="what changed"):
        approve(page, reviewer, **notes)

    assert Release.objects.count() == 1
    assert approvals.submitted(SOPPage.objects.get(pk=page.pk))


def test_unchanged_meaning_needs_no_note(published, trainer, reviewer):
    page = edit(published["lo"], trainer)

    release = approve(page, reviewer, note_lo="", note_en="", meaning_unchanged=True)

    assert release.meaning_unchanged


def test_both_languages_in_review_become_one_release(published, trainer, reviewer):
    lao = edit(published["lo"], trainer)
    edit(published["en"], trainer, "Ask clearly")

    release = approve(lao, reviewer)

    titles = {t.language: t.document().steps[0].title for t in release.texts.all()}
    assert titles == {"lo": "ຖາມໃຫ້ຊັດເຈນ", "en": "Ask clearly"}
    assert Release.objects.count() == 2


def test_edit_after_reading_voids_the_approval(published, trainer, reviewer):
    page = edit(published["lo"], trainer)
    draft = approvals.submitted(page)
    page.get_latest_revision_as_object().save_revision(user=trainer)

    with pytest.raises(ValidationError, match="changed since"):
        approvals.approve(
            [draft],
            actor=reviewer,
            terms=Terms(way="approval", note_lo="x", note_en="x", behind=("en",)),
            seen=[draft.revision.pk],
        )


def test_last_editor_may_only_in_an_emergency(published, reviewer):
    page = edit(published["lo"], reviewer)

    with pytest.raises(PermissionDenied):
        approve(page, reviewer)
    with pytest.raises(ValidationError, match="second person"):
        approve(page, reviewer, way="emergency")
    release = approve(page, reviewer, way="emergency", reason="ຕົວເລກຜິດ")

    assert release in Release.objects.to_confirm()


def test_emergency_release_stands_on_lssos_home_until_it_was_looked_at(
    published, reviewer, lead, as_
):
    page = edit(published["lo"], reviewer)
    release = approve(page, reviewer, way="emergency", reason="ຕົວເລກຜິດ")
    address = reverse("sop_confirm", args=[release.pk])

    home = as_(lead).get("/cms/").content.decode()

    assert f"REG-07 {release.number}" in home
    assert "ຕົວເລກຜິດ" in home
    as_(lead).post(address)
    assert address not in as_(lead).get("/cms/").content.decode()


def test_trainer_does_not_approve(published, trainer, reviewer):
    page = edit(published["lo"], reviewer)

    with pytest.raises(PermissionDenied):
        approve(page, trainer, way="emergency", reason="x")


def test_past_day_is_refused(published, trainer, reviewer):
    page = edit(published["lo"], trainer)

    with pytest.raises(ValidationError, match="past"):
        approve(page, reviewer, effective_from=later(-1))


def test_day_before_the_last_releases_is_refused(published, trainer, reviewer):
    approve(edit(published["lo"], trainer), reviewer, effective_from=later(30))
    page = edit(published["lo"], trainer, "ອີກ")

    with pytest.raises(ValidationError, match=r"Release 1\.1 holds from"):
        approve(page, reviewer, effective_from=later(10))


def test_file_does_not_pass_by_an_approved_release(published, trainer, reviewer, write_file):
    approve(edit(published["lo"], trainer), reviewer, effective_from=later())

    [outcome] = import_files([write_file("en", title="Other")], publish=True)

    assert outcome.state == REFUSED
    assert "Release 1.1 of REG-07 was approved for" in outcome.faults[0].message


def test_later_release_is_served_from_its_day_without_a_tick(
    published, trainer, reviewer, client, at
):
    approve(edit(published["lo"], trainer), reviewer, effective_from=later())
    before = client.get("/lo/sops/reg-07/").content.decode()

    with at(later(29)):
        eve = client.get("/lo/sops/reg-07/").content.decode()
    with at(later()):
        after = client.get("/lo/sops/reg-07/").content.decode()

    title = "ຖາມ<wbr>ໃຫ້<wbr>ຊັດ<wbr>ເຈນ"
    assert [title in page for page in (before, eve, after)] == [False, False, True]
    assert f"/lo/sops/reg-07/on/{later().isoformat()}/" in before
    assert "1.1" in after


def test_later_release_goes_live_in_the_cms_once_its_day_has_come(published, trainer, reviewer, at):
    approve(edit(published["lo"], trainer), reviewer, effective_from=later())
    releases.come_into_force()
    before = SOPPage.objects.get(language="lo").steps[0].value["title"]

    with at(later()):
        said = [releases.come_into_force(), releases.come_into_force()]

    assert before == "ຖາມກ່ອນ"
    assert SOPPage.objects.get(language="lo").steps[0].value["title"] == "ຖາມໃຫ້ຊັດເຈນ"
    assert said == ["1 texts came into force.", None]
    assert Release.objects.count() == 2


def test_in_force_on_a_day_is_one_query(published, trainer, reviewer, django_assert_num_queries):
    approve(edit(published["lo"], trainer), reviewer, effective_from=later())

    with django_assert_num_queries(1):
        found = Release.objects.in_force("REG-07", later(29))
    assert found.number == "1.0"
    assert Release.objects.in_force("REG-07", later()).number == "1.1"
    assert Release.objects.in_force("REG-07", later(-1)) is None


def test_release_in_error_gives_way_to_the_one_before(published, trainer, reviewer, client):
    release = approve(edit(published["lo"], trainer), reviewer)

    declare_void(release, actor=reviewer, reason=Reason("ຜິດຂັ້ນຕອນ", "ຜິດຂັ້ນຕອນ"))

    assert Release.objects.in_force("REG-07", TODAY()).number == "1.0"
    assert SOPPage.objects.get(language="lo").steps[0].value["title"] == "ຖາມກ່ອນ"
    assert "ຖາມ<wbr>ກ່ອນ" in client.get("/lo/sops/reg-07/").content.decode()
    assert "ຜິດ" in client.get("/lo/sops/reg-07/releases/1.1/").content.decode()


def test_only_release_that_holds_is_not_taken_back(published, reviewer):
    with pytest.raises(ValidationError, match="only release"):
        declare_void(Release.objects.get(), actor=reviewer, reason=Reason("x", "x"))


@pytest.mark.parametrize(
    "change",
    [
        lambda: Release.objects.update(note_en="other"),
        lambda: Release.objects.update(effective_from=date(2020, 1, 1)),
        lambda: ReleaseText.objects.update(title="other"),
        lambda: ReleaseText.objects.all()._raw_delete("default"),
        lambda: Release.objects.all()._raw_delete("default"),
    ],
    ids=["note", "day", "text", "texts-gone", "gone"],
)
def test_database_lets_nobody_change_a_release(published, change):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        change()


def test_database_refuses_an_approver_who_edited(published, trainer):
    sop = published["lo"].sop

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            sop=sop, major=9, effective_from=TODAY(), way="approval", note_lo="x",
            edited_by=trainer, approved_by=trainer,
        )  # fmt: skip


def test_approval_through_the_cms_shows_changes_and_issues(published, trainer, reviewer, as_):
    from sop_pages.tests.approving import approve as through_cms

    page = edit(published["lo"], trainer)
    shown = as_(reviewer).get(f"/cms/sops/{page.pk}/approve/").content.decode()

    response = through_cms(as_(reviewer), page, behind_en="on")

    assert "<del>" in shown
    assert "<ins>" in shown
    assert response.status_code == 302
    assert Release.objects.in_force("REG-07", TODAY()).behind == ["en"]


def test_language_behind_must_be_let_go_by_name(published, trainer, reviewer, as_):
    from sop_pages.tests.approving import approve as through_cms

    page = edit(published["lo"], trainer)

    response = through_cms(as_(reviewer), page)

    assert response.status_code == 200
    assert Release.objects.count() == 1


def test_page_that_was_taken_back_stays_so(published, trainer, reviewer, at):
    page = edit(published["lo"], trainer)
    approve(page, reviewer, effective_from=later())
    with at(later()):
        releases.come_into_force()
        SOPPage.objects.get(pk=page.pk).unpublish()

        said = releases.come_into_force()

    assert said is None
    assert not SOPPage.objects.get(pk=page.pk).live


def test_own_draft_in_the_other_language_is_not_taken_along(published, trainer, reviewer):
    lao = edit(published["lo"], trainer)
    english = edit(published["en"], reviewer, "Ask clearly")

    release = approve(lao, reviewer)

    assert release.texts.get(language="en").document().steps[0].title == "Ask first"
    assert approvals.submitted(SOPPage.objects.get(pk=english.pk))
