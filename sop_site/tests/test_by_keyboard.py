"""From the search to LSSO's answer with Tab, Enter and Space alone, with a script and without.

Quizzes and calculators have theirs beside their apps.
"""

import pytest

from feedback.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "ແບບຟອມບໍ່ມີຊ່ອງສຳລັບລາຍຮັບຕາມລະດູ."
REPLY = "ຂອບໃຈ. ໃຫ້ຂຽນລາຍຮັບສະເລ່ຍຕໍ່ເດືອນ."


def tab_to(page, selector: str) -> None:
    """Presses Tab until the first such thing has the focus; fails if it is never reached."""
    wanted = page.locator(selector).first
    wanted.wait_for()
    for _ in range(80):
        if wanted.evaluate("thing => thing === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def press_on(page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def find_and_report(page) -> None:
    """An officer finds the SOP, ticks its step and reports it; ends at the receipt."""
    tab_to(page, "#q")
    page.keyboard.type("reg 07")
    page.keyboard.press("Enter")
    press_on(page, "main ol a.row")
    page.wait_for_url("**/lo/sops/reg-07/**")
    press_on(page, "#ask input[type=checkbox]", "Space")
    assert page.locator("#ask input[type=checkbox]").is_checked()
    press_on(page, "#ask .more summary")
    press_on(page, "#ask .menu a")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type(TEXT)
    press_on(page, "input[name=category]", "Space")
    press_on(page, ".thumb-bar button")
    page.locator(".code--large").wait_for()


def answer(page, code: str) -> None:
    """A reviewer opens the report from the queue and answers it."""
    press_on(page, f"main a[href*='/cms/feedback/{code}/']")
    tab_to(page, "#reply")
    page.keyboard.type(REPLY)
    tab_to(page, "#next-state")
    page.keyboard.press("End")
    press_on(page, "form:has(#reply) button[type=submit]")
    page.locator("article", has_text=REPLY).wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_report_is_sent_and_answered_by_keyboard(people, things, open_page, javascript):
    officer = open_page("/lo/", person=people["officer"], javascript=javascript)
    find_and_report(officer)
    code = officer.locator(".code--large").inner_text().lower()
    desk = open_page(
        "/cms/feedback/", person=people["reviewer"], size="desk", javascript=javascript
    )
    answer(desk, code)

    officer.goto("/lo/feedback/")
    press_on(officer, f"main a[href$='/lo/feedback/{code}/']")
    officer.locator(".thread", has_text=REPLY).wait_for()
    assert Report.objects.get(code=code.upper()).step.key == "ask"
