"""The desk by keyboard, in a real browser, and without JavaScript."""

import pytest

from feedback.models import Phrase, Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/cms/feedback/"


@pytest.fixture
def two(officer, report_of):
    return [report_of(officer, text=f"The form {n} is missing", language="en") for n in (1, 2)]


def test_reports_are_selected_and_answered_by_keys_alone(open_page, axe, two, reviewer):
    Phrase.objects.create(
        key="x",
        state="answered",
        title_lo="ກ",
        title_en="Thanks",
        text_lo="ຂອບໃຈ",
        text_en="Thank you",
    )
    page = open_page(DESK, person=reviewer, size="desk", language="en")
    keys = page.keyboard
    page.locator("[data-select-all] input").wait_for()

    for key in "jjkxjx":
        keys.press(key)
    assert page.locator("tbody input:checked").count() == 2
    with page.expect_navigation():
        keys.press("r")
    page.locator("[data-phrase] button").first.wait_for(state="attached")
    keys.press("p")
    keys.press("Enter")

    assert page.locator("#text-en").input_value() == "Thank you"
    assert page.locator("#text-lo").input_value() == "ຂອບໃຈ"
    keys.type("jkx")
    assert page.locator("#text-lo").input_value() == "ຂອບໃຈjkx"
    assert page.locator("#next-state").input_value() == "answered"
    with page.expect_navigation():
        page.get_by_role("button", name="Show what each sender reads").click()
    assert page.locator("blockquote").all_inner_texts() == ["Thank you", "Thank you"]
    with page.expect_navigation():
        page.get_by_role("button", name="Send it to all of them").click()
    assert set(Report.objects.values_list("state", flat=True)) == {"answered"}


def test_row_that_is_here_and_the_deeds_stay_in_sight(open_page, officer, report_of, reviewer):
    for n in range(12):
        report_of(officer, text=f"The form {n} is missing", language="en")
    page = open_page(DESK, person=reviewer, size="desk", language="en")
    page.locator("[data-select-all] input").wait_for()

    page.keyboard.press("j")
    page.keyboard.press("x")

    here = page.locator("[data-here]")
    assert here.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    deeds = page.get_by_role("button", name="Merge into a theme").bounding_box()
    assert deeds["y"] + deeds["height"] <= 800
    assert page.locator("[data-selected]").inner_text() == "1"
    page.locator("[data-select-all] input").check()
    assert page.locator("[data-selected]").inner_text() == "12"


def test_filter_with_long_names_stays_on_a_phone(open_page, step, reviewer):
    step.title_lo = "ຕື່ມແບບຟອມຕາມເອກະສານຂອງສະມາຊິກ " * 3
    step.save()
    page = open_page(f"{DESK}?sop=REG-91", person=reviewer)

    select = page.locator("#step").bounding_box()

    assert select["x"] + select["width"] <= 360


def test_list_of_keys_holds_ours_and_j_leads_on(open_page, two, reviewer):
    page = open_page(f"{DESK}{two[1].code.lower()}/", person=reviewer, size="desk", language="en")
    page.get_by_role("button", name="Keyboard: ?").wait_for()

    page.keyboard.press("?")
    page.get_by_text("Next report, the one before").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Next report, the one before").wait_for(state="hidden")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply"
    page.keyboard.type("jku")
    assert page.locator("#reply").input_value() == "jku"


def test_desk_works_whole_without_javascript(open_page, two, reviewer):
    page = open_page(DESK, person=reviewer, size="desk", language="en", javascript=False)

    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Answer").click()
    page.get_by_label("In English").fill("Form 7")
    page.get_by_label("State").select_option("answered")
    page.get_by_role("button", name="Show what each sender reads").click()
    page.get_by_role("button", name="Send it to all of them").click()

    assert set(Report.objects.values_list("state", flat=True)) == {"answered"}
