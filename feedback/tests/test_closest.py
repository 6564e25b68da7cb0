"""What others reported is shown beside the form, by step and words; one tap is a vote."""

import pytest

from feedback.models import Report, Vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = "ຊື່ໃນບັດປະຈຳຕົວ ກັບຊື່ໃນສຳມະໂນຄົວ ຂຽນບໍ່ຄືກັນ."
SIGNAL = "ບ້ານບໍ່ມີສັນຍານ ສົ່ງຮູບບໍ່ໄດ້."


def shown(page) -> list[str]:
    items = page.locator("[data-offer]:visible [data-words]")
    return [text.replace("\n", " ").strip() for text in items.all_inner_texts()]


def test_nearest_words_are_shown_while_one_types(open_page, officer, colleague, report_of):
    report_of(officer, text=NAMES)
    report_of(officer, text=SIGNAL)
    page = open_page("/lo/feedback/new/", person=colleague, language="lo")
    page.wait_for_selector("form[data-outbox='feedback.report'][data-bound]", state="attached")

    before = shown(page)
    page.fill("textarea[name=text]", "ຊື່ໃນບັດ ກັບສໍາມະໂນຄົວ ບໍ່ຄືກັນ")
    page.wait_for_selector("[data-offer]:visible")

    assert (before, shown(page)) == ([], [NAMES])
    assert Report.objects.count() == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_one_tap_is_a_vote(open_page, axe, officer, colleague, report_of, step, javascript):
    report = report_of(officer, text=NAMES, sop="REG-91", step="fill-form")
    page = open_page(
        "/en/feedback/new/?sop=REG-91&step=fill-form",
        person=colleague,
        language="en",
        javascript=javascript,
    )
    if javascript:
        page.wait_for_selector(f"#me-too-{report.pk}[data-bound]", state="attached")
        assert axe(page) == []

    page.get_by_role("button", name="This happens here too").click()
    page.wait_for_url("**/en/feedback/me-too/*/")

    assert Vote.objects.get().report == report
    assert page.locator(".status--well").inner_text().endswith("and read the answer here.")
    assert not javascript or axe(page) == []
    page.get_by_role("link", name="Tell LSSO something different").click()
    assert page.locator("input[name=step]").input_value() == "fill-form"


def test_vote_that_waits_says_what_comes_next_and_the_form_stands_back(
    open_page, page_faults, officer, colleague, report_of, step
):
    report = report_of(officer, text=NAMES, sop="REG-91", step="fill-form")
    page = open_page("/en/feedback/new/?sop=REG-91&step=fill-form", person=colleague, language="en")
    page.wait_for_selector(f"#me-too-{report.pk}[data-bound]", state="attached")
    page.fill("textarea[name=text]", "Something else")
    page.route("**/api/**", lambda route: route.abort())
    page_faults.expect("Failed to load resource")

    page.get_by_role("button", name="This happens here too").click()
    page.wait_for_selector("[data-told][data-state=kept]")
    told, form = page.inner_text("[data-told]"), page.locator("textarea[name=text]")
    stands_back = form.is_hidden()
    page.get_by_role("button", name="Tell LSSO something different").click()

    assert "You will hear when it is answered." in told
    assert (stands_back, form.input_value(), shown(page)) == (True, "Something else", [])
