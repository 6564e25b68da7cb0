"""A workshop: a file enrols 220, an officer joins by the wall's code and is noted offline."""

import re

import pytest
from django.utils import timezone

from content.loaders.people import COHORT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("starting_content")]
# The names as the CMS shows them in each language.
NAME = {"lo": "ບົວຈັນ", "en": "Bouachanh"}
ALL_SENT = """async () => {
  const { waiting } = await import("/static/js/offline/outbox.js");
  dispatchEvent(new Event("khumue:sync"));
  while ((await waiting()).length) await new Promise((again) => setTimeout(again, 50));
}"""


def make_workshop(desk) -> str:
    """A trainer makes one on the form and opens it; returns its address."""
    today = timezone.localdate().isoformat()
    desk.goto("/cms/workshops/new/")
    desk.locator("[name=programme]").select_option(index=1)
    desk.locator("[name=title_lo]").fill("ກອງປະຊຸມ ຊຽງເງິນ")
    desk.locator("[name=title_en]").fill("Workshop in Xiengngeun")
    desk.locator("[name=province]").select_option("06")
    desk.locator("[name=starts_on]").fill(today)
    desk.locator("[name=ends_on]").fill(today)
    desk.locator("main form button[type=submit]").click()
    desk.locator("main button[name=state][value=open]").click()
    desk.locator("main button[name=state][value=closed]").wait_for()
    return desk.url


def enrol_by_file(desk, workshop: str) -> None:
    desk.goto(f"{workshop}import/")
    desk.locator("#file").set_input_files(COHORT)
    desk.locator("form[enctype] button").click()
    desk.locator("form:has([name=shown]) button").click()
    desk.locator("h2", has_text="(220)").wait_for()


def take(page, slug: str, language: str, say) -> None:
    """Answers each question with its first option and hands in."""
    page.goto(f"/{language}/quizzes/{slug}/")
    page.get_by_role("button", name=say("Start the quiz")).click()
    for _ in range(int(page.locator("main progress").get_attribute("max"))):
        if page.locator("input[name=answer][type=text]").count():
            page.locator("input[name=answer]").fill("2")
        elif page.locator("select[name=answer]").count():
            for pair in page.locator("select[name=answer]").all():
                pair.select_option(index=1)
        else:
            page.locator("input[name=answer]").first.check()
        page.locator(".thumb-bar button:visible").click()
        if page.get_by_role("button", name=say("Hand in")).count():
            break
    page.get_by_role("button", name=say("Hand in")).click()
    page.wait_for_url("**/result/")


def test_officer_joins_is_noted_offline_and_takes_both_quizzes(
    open_page, sign_in, say, language, page_faults
):
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    desk = sign_in(open_page(f"/{language}/", size="desk"), "trainer")
    workshop = make_workshop(desk)
    enrol_by_file(desk, workshop)
    desk.goto(f"{workshop}code/")
    desk.locator("button[value=show]").click()
    code = desk.locator(".wall__code").inner_text()

    page = sign_in(open_page(f"/{language}/"), "officer")
    page.goto(f"/{language}/workshops/join/")
    page.locator("#code").fill(code.lower())
    page.get_by_role("button", name=say("Join"), exact=True).click()
    page.wait_for_url(f"**/{language}/workshops/")
    assert page.get_by_text(say("Next: the quiz before")).first.is_visible()
    take(page, "m1-before", language, say)

    desk.goto(workshop)
    desk.get_by_role("link", name=re.compile("^M1")).click()
    module = desk.url
    desk.goto(f"{module}session/")
    desk.locator("button[value=open]").click()
    digits = desk.locator(".wall__code").inner_text()
    page.goto(f"/{language}/workshops/here/")
    page.locator("form[data-outbox='workshop.attendance'][data-bound]").wait_for()
    page.context.set_offline(True)
    page.locator("#code").fill(digits)
    page.get_by_role("button", name=say("Note that I am here")).click()
    page.locator("[data-told][data-state=kept]").wait_for()
    desk.goto(module)
    row = desk.locator("main tr", has_text=NAME[language]).locator("td")
    before = row.all_inner_texts()[2]
    page.context.set_offline(False)
    page.evaluate(ALL_SENT)
    take(page, "m1-after", language, say)
    page.goto(f"/{language}/workshops/")

    part = page.locator("main li", has=page.locator(".code", has_text="M1")).first
    assert say("Not noted present yet") not in part.inner_text()
    desk.reload()
    present, *marks = row.all_inner_texts()[2:5]
    assert before == "–"
    assert present in {"ດ້ວຍລະຫັດ", "by the code"}
    assert all(re.fullmatch(r"\d+%", mark) for mark in marks)
