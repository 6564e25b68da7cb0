"""A trainer writes an SOP, a reviewer publishes it, an officer reads it."""

import pytest

from sop_pages.models import SectionPage, SOPPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("starting_content")]

SOP = {
    "lo": {
        "title": "ຕອບຄຳຖາມທາງໂທລະສັບ",
        "step": "ທັກທາຍ ແລະ ບອກຊື່",
        "text": "ເວົ້າ **ຊ້າໆ** ແລະ ຊັດເຈນ. ອັດຕາແມ່ນ {vol_rate}.",
        "strong": "ຊ້າໆ",
        "tag": "ໂທລະສັບ",
    },
    "en": {
        "title": "Answer a call",
        "step": "Greet and say your name",
        "text": "Speak **slowly** and clearly. The rate is {vol_rate}.",
        "strong": "slowly",
        "tag": "telephone",
    },
}


def write_step(page, title: str, text: str) -> None:
    steps = page.locator("input[name=steps-count]").locator("xpath=..")
    steps.locator("button").first.click()
    page.locator("[name=steps-0-value-title]").fill(title)
    body = page.locator("input[name=steps-0-value-body-count]").locator("xpath=..")
    body.locator("button").first.click()
    page.locator("[role=listbox] [role=option]").first.click()
    page.locator("[name=steps-0-value-body-0-value]").fill(text)


def test_trainer_writes_and_reviewer_publishes(open_page, sign_in, page_faults, language):
    # The editor saves by itself while a step is still half written, and is told so.
    page_faults.expect("status of 400")
    words = SOP[language]
    section = SectionPage.objects.get(locale__language_code=language, task="tell")
    page = sign_in(open_page(f"/{language}/", size="desk"), "trainer")
    page.goto(f"/cms/pages/add/sop_pages/soppage/{section.pk}/")
    page.locator("[name=code]").fill("COM-77")
    page.locator("[name=title]").fill(words["title"])
    write_step(page, words["step"], words["text"])
    page.locator("input.ui-widget-content").fill(words["tag"])
    page.locator("input.ui-widget-content").press("Enter")
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url("**/cms/pages/**")
    assert open_page(f"/{language}/").request.get(f"/{language}/sops/com-77/").status == 404

    page.goto("/cms/")
    assert page.get_by_text(words["title"]).first.is_visible()
    written = SOPPage.objects.get(sop__code="COM-77")
    desk = sign_in(open_page(f"/{language}/", size="desk"), "reviewer")
    desk.goto("/cms/")
    desk.locator(f"a[href='/cms/sops/{written.pk}/approve/']").click()
    desk.locator("[name=note_lo]").fill("ຂັ້ນຕອນໃໝ່ ສຳລັບໂທລະສັບ")
    desk.locator("[name=note_en]").fill("A new procedure for calls")
    desk.locator(".approval__terms button[type=submit]").click()
    desk.wait_for_url("**/cms/")

    reader = open_page(f"/{language}/search/?q={words['step'][:8]}")
    reader.locator("main ol a", has_text="COM-77").first.click()
    reader.wait_for_url(f"**/{language}/sops/com-77/**")
    assert reader.locator("h1").inner_text() == words["title"]
    assert reader.locator(".step strong, .step b").first.inner_text() == words["strong"]
    assert "9" in reader.locator(".step a.value").inner_text()
    assert reader.locator("a[href$='/sops/com-77/releases/']").inner_text().endswith("1.0")
