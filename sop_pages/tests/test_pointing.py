"""Before an edit: what points at a step, and the map of where reports and wrong answers gather."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from sop_pages import before_edit, evidence, heat
from sop_pages.evidence import Evidence, Heat, Period
from sop_pages.files.importing import import_files
from sop_pages.models import ReleaseText, SearchMiss, SOPPage
from sop_pages.tests.conftest import TEXT
from sop_pages.tests.test_releases import edit

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def step(published):
    return published["lo"].sop.steps.get(key="ask")


@pytest.fixture
def told(monkeypatch):
    """told(heat, …): the one column of the map; told.asked is the period that it was asked for."""
    monkeypatch.setattr(evidence, "_columns", {})

    def tell(*heats):
        def source(period):
            tell.asked = period
            return heats

        evidence.register_heat("made_up", "Made up", source)

    return tell


def period(**more):
    return Period(date(2026, 1, 1), date(2026, 1, 31), **more)


def test_what_points_at_a_step_is_told_with_its_block(step, monkeypatch, published):
    line = Evidence("notes", step.pk, 1, "A local note", "/cms/")
    monkeypatch.setattr(evidence, "_sources", {"made up": lambda sop_id: [line]})

    (place,) = before_edit.places(published["en"])

    assert (place.block_id, place.heading) == (str(step.block_id), "step 1: Ask first")
    assert place.lines == [line]


def test_step_of_another_sop_that_leads_here_points_at_the_step(step, write_file, published):
    text = TEXT["en"].replace("REG-07", "REG-08")
    text = text.replace("Write the form.", "See [there](/en/sops/reg-07/#ask).")
    import_files([write_file("en", text=text, name="other.en.md")], publish=True)

    (place,) = before_edit.places(published["lo"])

    other = SOPPage.objects.get(sop__code="REG-08")
    assert place.block_id == str(step.block_id)
    assert [(line.label, line.url) for line in place.lines] == [
        ("REG-08 (English) points here", reverse("wagtailadmin_pages:edit", args=[other.pk]))
    ]


def test_sop_that_names_the_code_points_at_the_whole(published, write_file):
    text = TEXT["en"].replace("REG-07", "REG-08").replace("Write the form.", "Then do REG-07.")
    import_files([write_file("en", text=text, name="other.en.md")], publish=True)

    assert [place.heading for place in before_edit.places(published["lo"])] == [
        "The SOP as a whole"
    ]


def test_editor_shows_what_points_at_its_blocks(step, monkeypatch, as_, trainer):
    line = Evidence("notes", step.pk, 1, "A local note", "/cms/")
    monkeypatch.setattr(evidence, "_sources", {"made up": lambda sop_id: [line]})
    page = step.sop.pages.get(language="lo")

    html = as_(trainer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert f'data-block="{step.block_id}"' in html
    assert "A local note" in html


def test_nothing_is_shown_where_nothing_points(published, as_, trainer):
    page = published["lo"]

    html = as_(trainer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "data-evidence" not in html


def test_level_is_the_share_of_the_highest(step, published, told):
    other = published["lo"].sop.steps.get(key="write")
    told(Heat(step.pk, 100, 60), Heat(other.pk, 26, 20))

    found = heat.draw(period())

    assert [(row.step.key, row.cells[0].count, row.cells[0].level) for row in found.rows] == [
        ("ask", 100, 4),
        ("write", 26, 2),
    ]


@pytest.mark.parametrize(
    ("people", "guarded", "shown"), [(4, True, None), (5, True, 9), (4, False, 9)]
)
def test_count_of_few_people_is_told_only_where_it_may(step, told, people, guarded, shown):
    told(Heat(step.pk, 9, people, guarded=guarded))

    assert heat.draw(period()).rows[0].cells[0].count == shown


def test_hidden_count_says_nothing_by_its_look(step, published, told):
    other = published["lo"].sop.steps.get(key="write")
    told(Heat(step.pk, 900, 4, guarded=True), Heat(other.pk, 10, 9, guarded=True))

    assert [row.cells[0].level for row in heat.draw(period()).rows] == [1, 4]


def test_most_comes_first_when_asked(step, published, told, as_, trainer):
    other = published["lo"].sop.steps.get(key="write")
    told(Heat(step.pk, 1, 60), Heat(other.pk, 90, 60))

    rows = as_(trainer).get(reverse("sop_heat"), {"order": "most"}).context["rows"]

    assert [row["step"].key for row in rows] == ["write", "ask"]


def test_address_says_which_sop_and_days(step, told, as_, trainer):
    told(Heat(step.pk, 7, 7))
    asked = {"sop": "REG-07", "since": "2026-02-01", "until": "2026-03-01"}

    response = as_(trainer).get(reverse("sop_heat"), asked)

    assert told.asked == Period(date(2026, 2, 1), date(2026, 3, 1), step.sop_id)
    assert response.context["rows"][0]["cells"][0][0].count == 7


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-02-31"},
        {"sop": "NO-01"},
        {"sop": "\x00"},
        {"since": "2026-03-01", "until": "2026-02-01"},
        {"order": "up"},
    ],
)
def test_address_that_makes_no_sense_shows_the_last_90_days(step, told, as_, trainer, asked):
    told(Heat(step.pk, 7, 7))

    response = as_(trainer).get(reverse("sop_heat"), asked)

    assert response.status_code == 200
    assert told.asked.last == localdate()
    assert response.context["filters"].errors


def test_days_count_from_midnight_in_vientiane():
    first, end = period().moments()

    assert (first.isoformat(), end.isoformat()) == (
        "2026-01-01T00:00:00+07:00",
        "2026-02-01T00:00:00+07:00",
    )


def test_words_sought_in_vain_stand_beside(published, as_, trainer, told):
    told()
    today, old = localdate(), localdate() - timedelta(days=100)
    for words, day, count in (("pension", today, 3), ("pension", old, 5), ("ບຳນານ", today, 2)):
        language = "en" if words.isascii() else "lo"
        SearchMiss.objects.create(words=words, language=language, day=day, count=count)

    searches = dict(as_(trainer).get(reverse("sop_heat")).context["searches"])

    assert [list(one.values()) for one in searches["en"]] == [["pension", 3]]
    assert [list(one.values()) for one in searches["lo"]] == [["ບຳນານ", 2]]


def test_map_asks_one_query_a_column_and_one(step, published, told, django_assert_num_queries):
    told(*(Heat(one.pk, 3, 9) for one in published["lo"].sop.steps.all()))

    with django_assert_num_queries(1):
        assert len(heat.draw(period()).rows) > 3


def test_wrong_answers_and_reports_are_the_columns():
    assert {column.name for column in evidence.columns()} >= {"wrong_answers", "reports"}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheEditor:
    """What a trainer meets at the block itself, on a computer."""

    @pytest.fixture(params=["lo", "en"])
    def language(self, request):
        return request.param

    @pytest.fixture
    def section(self, step, monkeypatch, open_page, trainer, language):
        """The editor's section of a step at which a note points; `section.said` what it asked."""
        line = Evidence("notes", step.pk, 1, "A local note", "/cms/")
        monkeypatch.setattr(evidence, "_sources", {"made up": lambda sop_id: [line]})
        page = step.sop.pages.get(language=language)
        address = f"/cms/pages/{page.pk}/edit/#:w:contentpath=steps.{step.block_id}"
        shown = open_page(address, person=trainer, language=language, size="desk")
        found = shown.locator(f"#block-{step.block_id}-section")
        found.locator("details.evidence").wait_for()
        return found

    @pytest.mark.parametrize("yes", [True, False])
    def test_step_is_deleted_only_after_a_yes(self, section, yes):
        asked = []

        def answer(dialog):
            asked.append(dialog.message)
            dialog.accept() if yes else dialog.dismiss()

        section.page.on("dialog", answer)
        section.locator("button[data-streamfield-action='DELETE']").first.click()

        section.wait_for(state="hidden" if yes else "visible")
        assert [line.partition("• ")[2] for line in asked[0].splitlines()[1:]] == ["A local note"]

    def test_note_at_the_block_leads_to_what_points_there(self, section):
        section.locator("details.evidence summary").click()

        assert section.get_by_role("link", name="A local note").is_visible()

    def test_address_leads_to_the_step(self, section):
        section.page.wait_for_function(
            """(id) => {
                const top = document.getElementById(id).getBoundingClientRect().top;
                return top > 0 && top < innerHeight;
            }""",
            arg=section.get_attribute("id"),
        )


@pytest.fixture
def pointed(published, monkeypatch):
    """Something points at each of the first two steps."""
    steps = published["lo"].sop.steps.filter(kind="step").order_by("number")
    lines = [Evidence("notes", s.pk, 1, f"A note at {s.key}", "/cms/") for s in steps]
    monkeypatch.setattr(evidence, "_sources", {"made up": lambda sop_id: lines})


def approval_page(as_, page, person) -> str:
    shown = as_(person).get(reverse("sop_approve", args=[page.pk])).content.decode()
    return shown[shown.index("approval__texts") : shown.index("approval__terms")]


def test_approval_shows_what_points_at_a_step_that_changes(
    pointed, published, as_, trainer, reviewer
):
    page = edit(published["lo"], trainer)

    shown = approval_page(as_, page, reviewer)

    assert "approval__touched" in shown
    assert ("A note at ask" in shown, "A note at write" in shown) == (True, False)


def test_approval_shows_what_points_at_a_step_that_is_taken_out(
    pointed, published, as_, trainer, reviewer
):
    draft = published["lo"].get_latest_revision_as_object()
    del draft.steps[1]
    draft.save_revision(user=trainer)
    page = SOPPage.objects.get(pk=published["lo"].pk)
    page.get_workflow().start(page, trainer)

    holding = ReleaseText.objects.get(language="lo").document()
    (place,) = before_edit.touched(page, [(holding, draft.content())])
    shown = approval_page(as_, page, reviewer)

    assert (place.change, [line.label for line in place.lines]) == (
        "taken_out",
        ["A note at write"],
    )
    assert ("A note at ask" in shown, "A note at write" in shown) == (False, True)


def test_approval_says_nothing_where_nothing_points(published, as_, trainer, reviewer):
    page = edit(published["lo"], trainer)

    assert "approval__touched" not in approval_page(as_, page, reviewer)


def test_sources_are_not_asked_where_no_passage_changes(published, monkeypatch):
    monkeypatch.setattr(evidence, "_sources", {"made up": lambda sop_id: 1 / 0})
    text = published["lo"].content()

    assert before_edit.touched(published["lo"], [(text, text)]) == []
