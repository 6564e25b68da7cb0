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
    if javascript:
        page.wait_for_selector("[data-told][data-state=sent]")
    else:
        page.get_by_text("You said: here too").wait_for()

    assert Vote.objects.get().report == report
