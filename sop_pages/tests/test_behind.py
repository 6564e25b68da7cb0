"""A translation that is behind says so: to readers at the passage, to authors as work, to LSSO."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from sop_pages import releases, translating
from sop_pages.files.importing import import_files
from sop_pages.models import ReferenceValue, Release, ReleaseTranslation, SOPPage
from sop_pages.retiring import Reason, declare_void
from sop_pages.tests.conftest import TEXT
from sop_pages.tests.test_releases import approve, edit
from sop_site.tests.paper import joined, sheets_of

pytestmark = pytest.mark.usefixtures("in_english")

OLDER = "Older than the Lao text"
NEW_STEP = "### ລົງທະບຽນ {#enrol}\nຂຽນຊື່.\n\n"


@pytest.fixture
def take(write_file):
    """take("lo", old, new): the file of a language with words replaced, published."""

    def taken(language, *pairs):
        text = TEXT[language]
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        import_files([write_file(language, text=text)], publish=True)

    return taken


def page_of(client, language="en", path="/{}/sops/reg-07/"):
    return client.get(path.format(language)).content.decode()


def step_in(html, key):
    """The HTML of one step."""
    return html.split(f'<li class="step" id="{key}">')[1].split('<div class="step__foot">')[0]


def told():
    return [(one.why, one.key) for found in translating.outstanding() for one in found.behind]


def test_nothing_is_marked_at_first(published, client):
    assert told() == []
    assert "behind" not in page_of(client)


def test_changed_source_is_marked_at_the_step_in_the_other_language(published, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))

    html = page_of(client)
    assert OLDER in step_in(html, "ask")
    assert 'href="/lo/sops/reg-07/#ask"' in step_in(html, "ask")
    assert html.count(OLDER) == 1
    assert "behind" not in page_of(client, "lo")


def test_lao_translation_is_marked_in_lao(handbook, write_file, client):
    import_files([write_file("en")], publish=True)
    import_files([write_file("lo")], publish=True)
    import_files(
        [write_file("en", text=TEXT["en"].replace("Write the", "Fill in the"))], publish=True
    )

    html = page_of(client, "lo")

    assert 'href="/en/sops/reg-07/#write" lang="en"' in step_in(html, "write")
    assert "behind" not in step_in(html, "ask")
    assert "behind" not in page_of(client, "en")


def test_translation_edited_at_the_step_is_up_to_date(published, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    take("en", ("Ask the person.", "Ask the person and the family."))

    assert (told(), OLDER in page_of(client)) == ([], False)


def test_translation_edited_elsewhere_stays_behind(published, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    take("en", ("Write the form.", "Write the long form."))

    assert told() == [("changed", "ask")]
    assert OLDER in step_in(page_of(client), "ask")


def test_edit_of_the_translation_alone_marks_nothing(published, client, take):
    take("en", ("Ask the person.", "Ask everybody."))

    assert told() == []
    assert "behind" not in page_of(client, "lo")


def test_moved_step_is_marked_where_it_stands(published, client, take):
    first, second = TEXT["lo"].split("### ")[1:3]
    second = second.split("## Objections")[0]
    take("lo", (f"### {first}### {second}", f"### {second}### {first}"))

    assert [why for why, _key in told()] == ["moved"]
    assert "stands in another place" in page_of(client)


def test_added_step_is_marked_where_it_is_missing(published, client, take):
    take("lo", ("### ຂຽນໄວ້", NEW_STEP + "### ຂຽນໄວ້"))

    html = step_in(page_of(client), "ask")
    assert told() == [("missing", "enrol")]
    assert "has one more here" in html
    assert 'href="/lo/sops/reg-07/#enrol"' in html


def test_deleted_step_is_marked_in_the_translation(published, client, take):
    whole = TEXT["lo"].split("### ຂຽນໄວ້")[1].split("## Objections")[0]
    take("lo", ("### ຂຽນໄວ້" + whole, ""))

    assert told() == [("extra", "write")]
    assert "This is not in the Lao text" in step_in(page_of(client), "write")


def test_changed_reference_value_makes_nothing_behind(published, client):
    value = ReferenceValue.objects.get(key="vol_rate")
    value.value = 10
    value.save()

    assert told() == []
    assert ">10</a>" in page_of(client)
    assert "behind" not in page_of(client)


def test_head_and_list_are_marked_too(published, client, take):
    take("lo", ("ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.", "ໃຊ້ເພື່ອຊ່ວຍ."), ("- ບັດປະຈຳຕົວ {#bring-id}", "- ປຶ້ມສຳມະໂນ {#bring-id}"))

    html = page_of(client)
    assert [why for why, _key in told()] == ["changed", "changed"]
    assert html.count(OLDER) == 2
    assert OLDER in html.split('id="bring-id"')[1].split("</li>")[0]


def test_old_release_says_where_it_was_behind(published, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    take("en", ("Ask the person.", "Ask the person and the family."))

    pages = [page_of(client, "en", f"/{{}}/sops/reg-07/releases/1.{n}/") for n in range(3)]

    assert [OLDER in html for html in pages] == [False, True, False]
    assert 'href="/lo/sops/reg-07/releases/1.1/#ask"' in pages[1]


def test_saved_copy_holds_the_mark(published, client, take):
    from sop_site.offline import saved

    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))

    (document,) = saved.documents(["/en/sops/reg-07/"], "en")
    assert OLDER in document.m


def test_printed_sheet_says_so_at_the_step(published, client, take, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    path = "/{}/sops/reg-07/releases/{}/pdf/"
    before = sheets_of(client.get(path.format("en", "1.0")).content)
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))

    after = sheets_of(client.get(path.format("en", "1.1")).content)

    assert not any(sheet.says(OLDER) for sheet in before)
    words = joined("".join(sheet.words for sheet in after))
    assert words.count(joined(OLDER)) == 1
    assert words.index(joined("Ask")) < words.index(joined(OLDER)) < words.index(joined("Write"))
    lao = sheets_of(client.get(path.format("lo", "1.1")).content)
    assert not any(sheet.says("ຄຳແປ") for sheet in lao)


def test_source_that_was_taken_back_counts_no_more(published, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))

    SOPPage.objects.get(language="lo").unpublish()

    assert (told(), OLDER in page_of(client)) == ([], False)


def test_heading_of_a_closed_source_is_not_shown(published, client, take):
    from wagtail.models import PageViewRestriction

    take("lo", ("### ຂຽນໄວ້", NEW_STEP + "### ຂຽນໄວ້"))
    PageViewRestriction.objects.create(page=published["lo"], restriction_type="login")

    html = page_of(client)
    assert "has one more here" in html
    assert "#enrol" not in html


def test_release_to_come_is_marked_from_its_day(published, client, trainer, reviewer, at):
    day = localdate() + timedelta(days=10)
    approve(edit(published["lo"], trainer), reviewer, effective_from=day)

    assert OLDER not in page_of(client)
    with at(day):
        assert OLDER in step_in(page_of(client), "ask")


def test_both_languages_at_once_are_not_behind(published, trainer, reviewer):
    edit(published["lo"], trainer)
    approve(edit(published["en"], trainer, "Ask clearly"), reviewer)

    assert Release.objects.first().behind == []
    assert told() == []


def test_both_languages_on_a_later_day_are_not_behind(published, trainer, reviewer, client, at):
    day = localdate() + timedelta(days=10)
    edit(published["en"], trainer, "Ask clearly")
    approve(edit(published["lo"], trainer), reviewer, effective_from=day)

    with at(day):
        releases.come_into_force()
        assert OLDER not in page_of(client)
    assert told() == []


def test_draft_written_before_the_source_changed_is_behind(published, trainer, reviewer, lead):
    english = edit(published["en"], trainer, "Ask clearly")
    lao = edit(published["lo"], trainer)
    draft = translating_alone(lao)
    draft(reviewer)
    approve(english, reviewer, behind=("en",))

    assert told() == [("changed", "ask")]


def translating_alone(page):
    """Approves this page's draft without the other language's."""
    from sop_pages import approvals
    from sop_pages.releases import Terms

    def deed(actor):
        draft = approvals.submitted(SOPPage.objects.get(pk=page.pk))
        terms = Terms(way="approval", note_lo="x", note_en="x", behind=("en",))
        approvals.approve([draft], actor=actor, terms=terms, seen=[draft.revision.pk])

    return deed


def test_meaning_unchanged_leaves_a_translation_true(published, trainer, reviewer):
    release = approve(edit(published["lo"], trainer), reviewer, meaning_unchanged=True, behind=())

    assert (release.behind, told()) == ([], [])


def test_meaning_unchanged_hides_nothing_that_was_behind(published, trainer, reviewer, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))

    approve(edit(published["lo"], trainer), reviewer, meaning_unchanged=True)

    assert told() == [("changed", "ask")]


def test_release_with_a_language_behind_is_refused_in_the_deed(published, trainer, reviewer):
    page = edit(published["lo"], trainer)

    with pytest.raises(ValidationError, match="would be behind"):
        approve(page, reviewer, behind=())

    assert Release.objects.count() == 1


def test_release_taken_back_takes_its_marks_along(published, client, trainer, reviewer):
    wrong = approve(edit(published["lo"], trainer), reviewer)
    before = OLDER in page_of(client)

    declare_void(wrong, actor=reviewer, reason=Reason("x", "x"))

    assert (before, OLDER in page_of(client), told()) == (True, False, [])


def test_since_is_the_day_of_the_first_release_that_was_ahead(published, take, at):
    with at(localdate() + timedelta(days=3)):
        take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    with at(localdate() + timedelta(days=5)):
        take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມທຸກຄົນ."))

    found = translating.outstanding()[0].behind[0]
    assert found.since_day == localdate() + timedelta(days=3)
    assert found.made_in == "1.0"


def test_authors_see_it_as_work_with_a_link_to_the_step(published, as_, trainer, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    step = published["en"].sop.steps.get(key="ask")
    edit_page = reverse("wagtailadmin_pages:edit", args=[published["en"].pk])

    home = as_(trainer).get(reverse("wagtailadmin_home")).content.decode()
    listed = as_(trainer).get(reverse("sop_translations")).content.decode()
    editor = as_(trainer).get(edit_page).content.decode()

    assert f"{reverse('sop_translations')}#REG-07-en" in home
    address = f"{edit_page}#:w:contentpath=steps.{step.block_id}"
    assert address in listed
    assert "compare/?from=1.0&amp;to=1.1" in listed
    assert address in editor


def test_draft_that_brings_it_up_is_told(published, as_, trainer, take, speaks):
    speaks(trainer, "en")
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    edit(published["en"], trainer, "Ask clearly")

    assert "Done in a draft" in as_(trainer).get(reverse("sop_translations")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_outstanding_asks_as_much_for_many(
    published, write_file, take, count, django_assert_num_queries
):
    for n in range(1, count + 1):
        files = [write_file(lang, code=f"REG-1{n}") for lang in ("lo", "en")]
        import_files(files, publish=True)
        text = TEXT["lo"].replace("REG-07", f"REG-1{n}").replace("ຖາມຜູ້ກ່ຽວ", "ຖາມ")
        import_files([write_file("lo", text=text)], publish=True)

    with django_assert_num_queries(4):
        assert len(translating.outstanding()) == count


def test_lsso_says_that_a_passage_needs_no_change(published, as_, reviewer, client, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມ ຜູ້ກ່ຽວ."))
    block_id = str(published["en"].sop.steps.get(key="ask").block_id)
    address = reverse("sop_translation_right", args=[published["en"].pk])

    for _twice in range(2):
        assert as_(reviewer).post(address, {"passage": block_id}).status_code == 302

    client.logout()
    assert (told(), OLDER in page_of(client)) == ([], False)
    assert OLDER not in page_of(client, "en", "/{}/sops/reg-07/releases/1.1/")
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມທຸກຄົນ."))
    assert told() == [("changed", "ask")]


def test_only_lsso_says_so(published, trainer, take):
    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມ ຜູ້ກ່ຽວ."))
    block_id = str(published["en"].sop.steps.get(key="ask").block_id)

    with pytest.raises(PermissionDenied):
        translating.say_right(published["en"], block_id, actor=trainer)


def test_what_was_issued_before_is_computed_by_the_migration(published, take):
    from importlib import import_module

    from django.apps import apps

    take("lo", ("ຖາມຜູ້ກ່ຽວ.", "ຖາມຜູ້ກ່ຽວ ແລະ ຄອບຄົວ."))
    kept = rows()
    ReleaseTranslation.objects.all().delete()

    class Old:
        """The registry as it was, when passages were noted by step: here none."""

        @staticmethod
        def get_model(app, name):
            return apps.get_model(app, "Release" if name == "StepTranslation" else name)

    migration = import_module("sop_pages.migrations.0019_translations")
    migration._noted = lambda *args: {}
    migration.compute(Old, None)

    assert rows() == kept


def rows():
    found = ReleaseTranslation.objects.order_by("release", "language")
    return list(found.values_list("release", "language", "made", "behind"))
