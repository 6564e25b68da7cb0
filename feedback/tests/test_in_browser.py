"""The pages in a real browser: readable by all, and nothing refused by the policy."""

import re
from itertools import combinations

import pytest
from django.core.files.base import ContentFile

from feedback import triage
from feedback.models import Report, ReportPhoto

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["lo", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_of_reports_have_no_barrier(
    open_page, axe, officer, reviewer, step, report_of, language, dark
):
    report = report_of(officer, sop="REG-91", step="fill-form", language=language)
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    code = report.code.lower()

    for address in (
        "",
        "new/?sop=REG-91&step=fill-form",
        "new/?sensitive=1",
        f"sent/{code}/",
        f"{code}/",
        "solutions/",
        "solutions/new/?sop=REG-91&step=fill-form",
        "you-said/",
    ):
        page = open_page(
            f"/{language}/feedback/{address}", person=officer, language=language, dark=dark
        )
        assert axe(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert wide is False, address


def test_report_with_a_large_photo_fits_on_a_phone(open_page, officer, report_of, photo):
    report = report_of(officer)
    kept = ReportPhoto(report=report, width=1200, height=1600, sha256="0" * 64)
    kept.image.save("x.jpg", ContentFile(photo((1200, 1600))))
    page = open_page(f"/lo/feedback/{report.code.lower()}/", person=officer)

    shown = page.locator(".bubble img")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.bubble img').naturalWidth === 1200")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = shown.bounding_box()
    assert abs(box["width"] / box["height"] - 0.75) < 0.01


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_sends_a_report_with_a_photo(open_page, officer, step, photo, tmp_path, javascript):
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo((300, 200)))
    page = open_page(
        "/en/feedback/new/?sop=REG-91&step=fill-form",
        person=officer,
        language="en",
        javascript=javascript,
    )

    page.get_by_label("What happened?").fill("Two names differ.")
    page.get_by_text("Documents", exact=True).click()
    page.locator("summary", has_text="Take a photo").click()
    page.locator("input[name=photos]").set_input_files(file)
    page.get_by_role("button", name=re.compile("^Send")).click()

    page.get_by_text("Thank you. It has arrived.").wait_for()
    report = Report.objects.get()
    assert page.get_by_text(report.code).count() == 1
    assert (report.photos.count(), report.step) == (1, step)
    assert (report.language, officer.language) == ("en", "lo")  # of the page, not of the person
    page.get_by_role("link", name="My reports").click()
    page.get_by_text("Two names differ.").wait_for()


def test_safety_sent_by_the_script_from_the_open_form_is_for_leads(open_page, officer, step):
    page = open_page("/en/feedback/new/", person=officer, language="en")
    page.wait_for_selector("form[data-outbox='feedback.report'][data-bound]", state="attached")
    page.get_by_label("What happened?").fill("Somebody waited at the gate.")
    page.locator("label.choice", has_text="Safety").click()
    page.get_by_role("button", name=re.compile("^Send")).click()

    page.get_by_text("Thank you. It has arrived.").wait_for()
    assert Report.objects.get().sensitive


def test_photo_that_cannot_be_read_is_told_of_beside_its_field(
    open_page, officer, step, tmp_path, page_faults
):
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"no picture")
    page = open_page("/en/feedback/new/", person=officer, language="en")
    page.wait_for_selector("form[data-outbox='feedback.report'][data-bound]", state="attached")
    page.get_by_label("What happened?").fill("Two names differ.")
    page.get_by_text("Documents", exact=True).click()
    page.locator("input[name=photos]").set_input_files(file)

    page.get_by_role("button", name=re.compile("^Send")).click()

    line = page.locator("details[open] .field > [data-said=bad_photo]")
    line.wait_for()
    assert line.evaluate("line => line.nextElementSibling.name") == "photos"


@pytest.mark.parametrize("language", ["lo", "en"])
def test_filters_of_figures_stand_side_by_side(open_page, reviewer, language):
    page = open_page("/cms/feedback/figures/", person=reviewer, size="desk", language=language)
    fields = page.locator(".cms-filters :is(input, select, button):visible")

    boxes = [field.bounding_box() for field in fields.all()]

    assert len(boxes) == 6
    assert not any(overlap(*pair) for pair in combinations(boxes, 2))


def overlap(one: dict, other: dict) -> bool:
    return all(
        one[place] < other[place] + other[size] and other[place] < one[place] + one[size]
        for place, size in (("x", "width"), ("y", "height"))
    )


def test_queue_is_narrow_on_a_phone_and_whole_on_a_desk(
    open_page, axe, officer, reviewer, step, report_of
):
    report_of(officer, sop="REG-91", step="fill-form")
    phone = open_page("/cms/feedback/", person=reviewer, language="en")

    assert axe(phone) == []
    row = phone.locator(".feedback-queue tbody tr")
    assert row.evaluate("row => row.getBoundingClientRect().right <= innerWidth")
    assert not phone.get_by_label("Category").is_visible()
    phone.get_by_text("Narrow the list").click()
    phone.get_by_label("Category").wait_for()

    desk = open_page("/cms/feedback/", person=reviewer, size="desk", language="en")
    assert desk.get_by_label("Category").is_visible()
    assert not desk.get_by_text("Narrow the list").is_visible()
