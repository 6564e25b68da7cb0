"""A text that is too long stays whole in its box, is counted as the server counts, and not sent."""

import pytest

from .phone import TOLD, no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = "textarea[name=text]"
COUNT = f"{BOX} + p"
WORDS = {
    "lo": ("ຍັງຂຽນໄດ້ອີກ 1 ຕົວອັກສອນ", "ຍາວເກີນ 2 ຕົວອັກສອນ"),
    "en": ("Characters left: 1", "Characters too many: 2"),
}
# As long for the server: a line's end is one, a sign beyond 16 bits too, space around is nothing.
FULL = ("ກ😀" * 24 + "\nx") * 100


def opened(handset, language="lo"):
    handset.goto(f"/{language}/feedback/new/")
    handset.page.wait_for_selector(
        "form[data-outbox='feedback.report'][data-bound]", state="attached"
    )
    handset.page.locator("label:has(input[name=category])").first.click()
    return handset.page


@pytest.mark.parametrize("language", ["lo", "en"])
def test_box_counts_near_its_end_and_cuts_nothing(handset, keo, language):
    page = opened(handset, language)
    left, over = WORDS[language]

    page.fill(BOX, "ກ" * 4400)
    far = page.inner_text(COUNT)
    page.fill(BOX, FULL[1:])
    near = page.inner_text(COUNT)
    page.fill(BOX, "ກ" * 5002)
    beyond = page.inner_text(COUNT)
    page.click(".thumb-bar button")

    assert (far, left in near, over in beyond) == ("", True, True)
    assert len(page.input_value(BOX)) == 5002
    assert page.locator("form [data-said=too_long]").count() == 1
    assert handset.outbox() == []


def test_text_as_long_as_the_server_takes_is_sent(handset, keo, site):
    page = opened(handset)

    page.fill(BOX, f" \n{FULL}\u202e\n")
    page.click(".thumb-bar button")
    page.wait_for_selector(".code--large")

    assert [len(text.replace("\u202e", "").strip()) for text in site.received(keo)] == [5000]


def test_too_long_text_waits_for_its_writer_without_a_connection(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")
    with no_network(handset):
        page = opened(handset)
        page.fill(BOX, "ກ" * 5001)
        page.click(".thumb-bar button")
        page.wait_for_selector("form [data-said=too_long]")
        refused = handset.outbox()
        page.fill(BOX, "ກ" * 5000)
        page.click(".thumb-bar button")
        page.wait_for_selector(TOLD)
        kept = handset.outbox()

    assert refused == []
    assert [len(item["payload"]["text"]) for item in kept] == [5000]
