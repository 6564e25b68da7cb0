"""From a report that was written offline to the release that changes the step, and back to all who
said so, each in the own language; what did not help is heard again, and all may read of it."""

import io

import pytest
from django.utils import translation
from PIL import Image
from playwright.sync_api import expect

from feedback.models import Report
from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import Release, SOPPage
from sop_site.officers import roles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sop"),
]

SOP = """---
code: REG-07
language: {language}
title: {title}
task: register
sample: true
---
{title}.

## Steps
"""
STEPS = {
    "greet": ("ທັກທາຍ", "Greet"),
    "ask": ("ຖາມວ່າຕ້ອງການຫຍັງ", "Ask what is wanted"),
    "tell": ("ບອກສິດ", "Tell of the rights"),
    "compare": ("ທຽບຊື່ໃນເອກະສານ", "Compare the names on the papers"),
    "write": ("ຂຽນແບບຟອມ", "Fill in the form"),
}
NEW_STEP = {"lo": "ທຽບຊື່ ແລະ ຖາມນາຍບ້ານ", "en": "Compare the names and ask the village head"}
WROTE = {
    "lo": "ຊື່ໃນເອກະສານສອງໃບບໍ່ຄືກັນ ບໍ່ຮູ້ຈະໃຊ້ໃບໃດ.",
    "en": "Two papers spell it in two ways. Which of them holds?",
}
THEME = {"lo": "ເອກະສານສອງໃບ ສະກົດບໍ່ຄືກັນ", "en": "Two papers, two spellings"}
ASKED, ADDED = "ແມ່ນເອກະສານປະເພດໃດ?", "ປຶ້ມສຳມະໂນຄົວ ແລະ ບັດປະຈຳຕົວ."
PASSED_ON, OFFICE = "The province writes to the police post.", "Luang Prabang office"
NOTE = {"lo": "ໃຫ້ຖາມນາຍບ້ານ ເມື່ອຊື່ບໍ່ຄືກັນ", "en": "Ask the village head when names differ"}
STILL_NOT = "ຖ້ານາຍບ້ານບໍ່ຢູ່ ໃຫ້ຖາມຮອງນາຍບ້ານ."

READY = "() => navigator.serviceWorker.controller !== null"
KEEP = """async (language) => {
  const { refresh } = await import("/static/js/offline/saved.js");
  return (await refresh(language)).ok;
}"""
SEND = """async () => {
  const { waiting } = await import("/static/js/offline/outbox.js");
  dispatchEvent(new Event("khumue:sync"));
  while ((await waiting()).length) await new Promise((again) => setTimeout(again, 50));
}"""
# Modules stand joined in the pages: the test's own must be known before the network goes.
FETCH_MODULES = '() => import("/static/js/offline/outbox.js").then(() => true)'


def word(text: str, language: str, **facts) -> str:
    """What a page says in this language."""
    with translation.override(language):
        return translation.gettext(text) % facts


def plain(locator) -> str:
    """Its words, without the places where Lao may break."""
    return locator.inner_text().replace("\u200b", "").strip()


@pytest.fixture
def sop(settings, tmp_path):
    """REG-07 in Lao and English with five steps, released as 1.0."""
    settings.MEDIA_ROOT = tmp_path / "media"
    tree.ensure_tree()
    paths = []
    for n, (language, title) in enumerate((("lo", "ຂຶ້ນທະບຽນ"), ("en", "Register"))):
        steps = [f"### {names[n]} {{#{key}}}\n{names[n]}.\n" for key, names in STEPS.items()]
        paths.append(tmp_path / f"REG-07.{language}.md")
        text = SOP.format(language=language, title=title) + "\n".join(steps)
        paths[-1].write_text(text, encoding="utf-8")
    import_files(paths, publish=True)


def page_in(language: str) -> SOPPage:
    return SOPPage.objects.get(sop__code="REG-07", language=language)


@pytest.fixture
def photo() -> dict:
    """A photo as a phone gives it to the form."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def someone(make_person, open_page):
    """someone("LS-KEO", "en"): an officer's phone in this language."""

    def made(name, language, district="0602"):
        person = make_person(name, roles.OFFICER, district=district)
        person.language = language
        person.save(update_fields=["language"])
        return open_page(f"/{language}/", person=person, language=language)

    return made


@pytest.fixture
def desk(open_page):
    """desk(reviewer, "feedback/"): this person in the CMS."""
    return lambda person, path: open_page(f"/cms/{path}", person=person, size="desk")


def form_of_step_4(page, language: str) -> None:
    """From the step of the SOP to the form for a report."""
    page.goto(f"/{language}/sops/reg-07/#compare")
    page.locator("#compare details.more summary").click()
    link = page.locator("#compare details.more a[href*='/feedback/new/']")
    assert plain(link) == word("Report a problem with this step", language)
    link.click()
    page.locator("textarea[name=text]").wait_for()


def write(page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.locator("input[name=category][value=documents]").check(force=True)


def send_offline(page, photo: dict) -> str:
    """Reads and writes without a network, and sends when it is back; returns the code."""
    page.locator("#phone[data-done]").wait_for(state="attached")
    page.wait_for_function(READY)
    assert page.evaluate(KEEP, "lo")
    page.evaluate(FETCH_MODULES)
    page.context.set_offline(True)
    form_of_step_4(page, "lo")
    page.locator("html[data-saved] form[data-outbox='feedback.report'][data-bound]").wait_for()
    write(page, WROTE["lo"])
    page.locator("input[name=photos]").set_input_files(photo)
    page.locator(".thumb-bar button").click()
    page.locator("[data-told][data-state=kept]").wait_for()
    assert not Report.objects.exists()

    page.context.set_offline(False)
    page.evaluate(SEND)
    report = Report.objects.get()
    page.goto("/lo/feedback/")
    page.locator("main a.row", has_text=report.code).click()
    expect(page.locator(".bubble").first).to_contain_text(WROTE["lo"][:12])
    page.locator(".bubble img").wait_for()
    assert report.photos.count() == 1
    assert (report.step.key, report.release, report.language) == ("compare", "1.0", "lo")
    return report.code


def me_too(page, language: str, words: str) -> None:
    """On the form of the step the colleague finds it, and one tap is enough."""
    form_of_step_4(page, language)
    offer = page.locator("[data-offer]:visible", has_text=words)
    page.locator("form[data-outbox='feedback.vote'][data-bound]").first.wait_for(state="attached")
    offer.get_by_role("button", name=word("This happens here too", language)).click()
    page.wait_for_url("**/feedback/me-too/*/")


def reply(desk, code: str, text: str, state: str, office: str = "") -> None:
    desk.goto(f"/cms/feedback/{code.lower()}/")
    form = desk.locator("form[action*='/reply/']")
    form.locator("[name=text]").fill(text)
    form.locator("[name=state]").select_option(state)
    form.locator("[name=passed_to]").fill(office)
    form.locator("button[type=submit]").last.click()
    desk.locator(".messages .success").wait_for()


def merge(desk, codes: list[str]) -> None:
    """Both reports in the queue become a theme, with a title for each language."""
    desk.goto("/cms/feedback/")
    for code in codes:
        desk.locator("tr", has_text=code).locator("[name=report]").check()
    desk.locator("button[name=deed][value=merge]").click()
    desk.locator("button[name=step][value=do]").click()
    desk.locator(".messages .success").wait_for()
    desk.goto("/cms/feedback/themes/")
    desk.locator("td.title a").click()
    for language, title in THEME.items():
        desk.locator(f"[name=title_{language}]").fill(title)
    desk.locator("form.feedback-desk__form button[type=submit]").first.click()
    desk.locator(".messages .success").wait_for()


def change_step_4(desk, language: str) -> None:
    """The trainer changes the step and sends the draft to its review."""
    page = page_in(language)
    desk.goto(f"/cms/pages/{page.pk}/edit/")
    desk.locator("[name=steps-3-value-title]").fill(NEW_STEP[language])
    desk.locator("footer .w-dropdown__toggle").click()
    desk.locator("[name=action-submit]").click()
    desk.locator(".messages .success").wait_for()


def approve(desk) -> None:
    """LSSO issues the release of both languages as the answer to the theme."""
    desk.goto(f"/cms/sops/{page_in('lo').pk}/approve/")
    expect(desk.locator(".change")).to_have_count(2)
    causes = desk.locator("[name=led_by]")
    expect(causes).to_have_count(1)
    label = desk.locator("label", has=causes)
    expect(label).to_contain_text(THEME["lo"])
    expect(label).to_contain_text("5")  # two senders and three who said "here too"
    causes.check()
    for language, note in NOTE.items():
        desk.locator(f"[name=note_{language}]").fill(note)
    desk.locator(".approval__terms button[type=submit]").click()
    desk.wait_for_url("**/cms/")


def hears(page, language: str, title: str) -> None:
    """The home page says that the SOP has changed; behind it stand the note and what differs."""
    page.goto(f"/{language}/")
    row = page.locator("main a.row", has_text=title)
    expect(row).to_contain_text(word("The SOP has changed", language))
    row.click()
    answer = page.locator(".thread__item .bubble", has_text=NOTE[language])
    expect(answer).to_have_count(1)
    link = answer.get_by_role("link")
    assert plain(link) == word(
        "What changed in %(code)s %(number)s", language, code="REG-07", number="1.1"
    )
    assert link.get_attribute("href") == f"/{language}/sops/reg-07/compare/?to=1.1"


def test_report_leads_to_a_release_and_all_hear_of_it(
    someone, desk, photo, page_faults, open_page, reviewer, trainer
):
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    page_faults.expect("status of 400")  # the editor saves by itself, half-written too
    keo = someone("LS-KEO", "lo", district="0601")
    code = send_offline(keo, photo)

    near, abroad = someone("LS-NEAR", "lo"), someone("LS-ABROAD", "en")
    me_too(near, "lo", WROTE["lo"])
    me_too(abroad, "en", WROTE["lo"])
    other = someone("LS-OTHER", "en", district="1601")
    form_of_step_4(other, "en")
    write(other, WROTE["en"])
    other.locator("form[data-outbox='feedback.report'][data-bound]").wait_for()
    other.locator(".thumb-bar button").click()
    other.get_by_text("Thank you. It has arrived.").wait_for()
    other_code = Report.objects.exclude(code=code).get().code

    lsso = desk(reviewer, "feedback/")
    merge(lsso, [code, other_code])
    reply(lsso, code, ASKED, "need_info")
    late = someone("LS-LATE", "lo", district="1602")
    me_too(late, "lo", THEME["lo"])
    answer_what_is_asked(keo)
    lsso.goto(f"/cms/feedback/{code.lower()}/")
    expect(lsso.locator(".feedback-desk__thread")).to_contain_text(ADDED)
    reply(lsso, other_code, PASSED_ON, "passed_on", OFFICE)
    reads_where_it_went(other)

    editor = desk(trainer, "")
    for language in NEW_STEP:
        change_step_4(editor, language)
    approve(lsso)
    assert Release.objects.get(way="approval").number == "1.1"

    hears(keo, "lo", WROTE["lo"][:20])
    hears(other, "en", WROTE["en"][:20])
    hears(near, "lo", THEME["lo"])
    hears(abroad, "en", THEME["en"])
    hears(late, "lo", THEME["lo"])
    for voter in (near, abroad, late):  # what LSSO asked the sender back is between the two
        expect(voter.locator("main")).not_to_contain_text(ASKED)

    not_solved(keo)
    lsso.goto("/cms/feedback/?state=reopened")
    expect(lsso.locator("tr[data-row]")).to_have_count(1)
    expect(lsso.locator("tr[data-row]")).to_contain_text(code)
    reply(lsso, code, STILL_NOT, "answered")
    keo.goto("/lo/")
    row = keo.locator("main a.row", has_text=WROTE["lo"][:20])
    expect(row).to_contain_text(word("Answered", "lo"))
    row.click()
    expect(keo.locator(".bubble").last).to_contain_text(STILL_NOT)
    report = Report.objects.get(code=code)
    assert (report.state, report.times_reopened) == ("answered", 1)

    near.goto("/lo/sops/reg-07/#compare")
    assert NEW_STEP["lo"] in plain(near.locator("#compare"))
    for language in THEME:
        all_may_read(open_page(f"/{language}/feedback/you-said/", language=language), language)


def answer_what_is_asked(page) -> None:
    """The home page says that LSSO asks; words go off from the report's page, and stand there."""
    page.goto("/lo/")
    row = page.locator("main a.row", has_text=WROTE["lo"][:20])
    expect(row).to_contain_text(word("We need more information", "lo"))
    row.click()
    expect(page.locator(".bubble").last).to_contain_text(ASKED)
    page.locator("form[data-outbox='feedback.addition'][data-bound]").wait_for()
    page.locator("#add-text").fill(ADDED)
    page.locator("form[data-outbox='feedback.addition'] button").click()
    expect(page.locator(".bubble").last).to_contain_text(ADDED)


def reads_where_it_went(page) -> None:
    page.goto("/en/")
    row = page.locator("main a.row", has_text=WROTE["en"][:20])
    expect(row).to_contain_text("Passed on")
    row.click()
    expect(page.locator("main")).to_contain_text(f"Passed on to {OFFICE}.")
    expect(page.locator(".bubble").last).to_contain_text(PASSED_ON)


def not_solved(page) -> None:
    """On the report's page, which is open; then the page says that it is open again."""
    page.locator("form[data-outbox='feedback.outcome'][data-bound]").wait_for()
    page.get_by_role("button", name=word("Not solved", "lo"), exact=True).click()
    expect(page.locator("main .state").first).to_contain_text(word("Opened again", "lo"))


def all_may_read(page, language: str) -> None:
    """To who is not signed in: the theme, the note and the release; no name, no sender's words."""
    shown = plain(page.locator("main"))
    for told in (THEME[language], NOTE[language], "REG-07", "1.1"):
        assert told in shown
    for kept_back in ("LS-", WROTE[language][:20], ADDED, OFFICE):
        assert kept_back not in shown
    page.locator("main a[href$='compare/?to=1.1']").click()
    assert NEW_STEP[language] in plain(page.locator(".change"))
