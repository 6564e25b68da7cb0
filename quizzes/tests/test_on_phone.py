"""An assessed quiz taken along: answered, handed in and proved with the server really stopped."""

import html
import json
import re
from contextlib import suppress

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from sop_site.offline.tests.phone import Phone, no_network

from .quiz_phone import (
    NEXT,
    answer,
    answer_all,
    answers_on_server,
    attempt_row,
    begin,
    count,
    fill,
    hand_in,
    kept,
    keys_of,
    open_question,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ELSEWHERE = "ທ່ານຕອບຂໍ້ນີ້ໃນໂທລະສັບເຄື່ອງອື່ນພາຍຫຼັງ: ນັບຄຳຕອບນັ້ນ."
PLAIN = re.compile(r"[^*_`#\[\]{}<>&]+")  # texts that stand on a page as they were written
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
WAITS = "ສົ່ງແລ້ວໃນໂທລະສັບນີ້; ຄຳຕອບລໍຖ້າສົ່ງຕໍ່."
GO_ON = "ເລີ່ມແລ້ວ; ເຮັດຕໍ່ຈາກບ່ອນເດີມ."
GO_ON_HERE = "ເຮັດແບບທົດສອບຕໍ່"
NOTHING = "ລະຫັດນີ້ຍັງບໍ່ມາຮອດ"
NOT_PASSED = "ຍັງບໍ່ຜ່ານ."
PRELIMINARY = "ຜົນເບື້ອງຕົ້ນ"
MY_ANSWERS = "ເບິ່ງຄຳຕອບຂອງຂ້ອຍ"
CLOSED = "ແບບທົດສອບນີ້ປິດແລ້ວ"
KEPT = "ແບບທົດສອບນີ້ຢູ່ໃນໂທລະສັບແລ້ວ: ຕອບໄດ້ໂດຍບໍ່ຕ້ອງມີການເຊື່ອມຕໍ່."


def arrive(phone, username):
    """Sends what waits, and waits until the server has the hand-in."""
    phone.page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    phone.until("() => lib.outbox.waiting().then((items) => !items.length)")


def test_quiz_taken_along_is_answered_and_handed_in_offline(handset, keo):
    address = begin(handset, "m2-before")
    questions = count(handset)

    with no_network(handset):
        answer_all(handset, address)
        handset.shut()
        handset.open()
        handset.goto(address)
        handset.page.wait_for_selector("[data-overview] [data-state]")
        told = hand_in(handset)
        code = handset.page.inner_text("[data-code]")
        cells = handset.page.locator("[data-qr] path").count()
        handset.page.reload()
        handset.page.wait_for_selector("[data-code]")
        again = handset.page.inner_text("[data-code]")
        nothing_yet = answers_on_server(handset, keo)
    arrive(handset, keo)

    assert SAVED in told
    assert (again, cells) == (code, 1)
    assert nothing_yet == [None] * questions
    assert None not in answers_on_server(handset, keo)
    assert attempt_row(handset, keo, "state", "phone_code", "time_trust") == (
        "handed_in",
        code,
        "phone",
    )
    handset.page.wait_for_selector("[data-to-result]:not([hidden])")
    assert attempt_row(handset, keo, "receipt")[0] in handset.page.inner_text("[data-stage]")


def test_later_of_two_phones_counts_and_the_other_is_told(handset, keo, site, browser_engine):
    address = begin(handset, "m1-before")
    other = Phone(browser_engine.browser_type, site)
    other.sign_in(keo)
    other.ready()
    other.goto(address)
    kept(other, address)

    with no_network(handset):
        open_question(handset, address, 1)
        answer(handset, 0)
        open_question(other, address, 1)
        answer(other, 1)
        open_question(handset, address, 2)
        answer(handset, 1)
        [later] = [item["payload"] for item in other.outbox()]
    send(other)
    send(handset)
    handset.goto(f"{address}#overview")
    row = handset.page.locator("[data-goto='1'] [data-state]")
    handset.page.wait_for_function(
        "(text) => document.querySelector(\"[data-goto='1'] [data-state]\").textContent === text",
        arg=ELSEWHERE,
    )
    told = row.inner_text()
    other.close()

    stored = answers_on_server(handset, keo)
    assert stored[0] == f'"{later["response"]}"'
    assert None not in stored[:2]
    assert stored[2:] == [None] * len(stored[2:])
    assert told == ELSEWHERE


def test_no_key_of_an_open_assessed_quiz_is_on_the_phone(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")
    before = all_that_is_kept(handset)
    address = begin(handset, "m2-before")
    questions = keys_of(handset)
    for locale in ("lo", "en"):
        handset.ask("(locale) => lib.saved.refresh(locale)", locale)

    text = all_that_is_kept(handset)
    pages = handset.ask(
        """async (paths) => Promise.all(paths.map(async (p) => (await fetch(p)).text()))""",
        [address, "/lo/quizzes/m2/practise/", "/en/quizzes/m2/practise/"],
    )

    secrets = secrets_of(site, questions)
    assert len(questions) == 5
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in before] != []  # a practice may tell them
    assert [secret for secret in secrets if secret in text] == []
    assert [secret for secret in secrets if any(secret in page for page in pages)] == []


def test_practice_marks_itself_with_the_server_stopped(handset, keo):
    handset.ask("() => lib.saved.refresh('en')")

    with no_network(handset):
        handset.goto("/en/quizzes/m3/practise/#question-1")
        answered = 0
        for position in range(1, 4):
            open_question(handset, "/en/quizzes/m3/practise/", position)
            fill(handset)
            handset.page.click(NEXT)
            handset.page.wait_for_selector("[data-stage] form .panel h2")
            answered += 1
        handset.shut()
        handset.open()
        handset.goto("/en/quizzes/m3/practise/")
        handset.page.wait_for_selector("[data-finish]:not([hidden])")
        asked = handset.page.locator("[data-overview] .row--asked").count()
        handset.page.click("[data-finish] button")
        handset.page.wait_for_selector("[data-rows] details")
        said = handset.page.inner_text("[data-stage] h1")
        waiting = handset.outbox()

    assert re.fullmatch(r"(Passed|Not passed yet)\. You answered \d of \d+ questions right\.", said)
    assert (answered, asked) == (3, 0)
    assert waiting == []


def test_beginning_without_a_network_says_so(handset):
    handset.ask("() => lib.saved.refresh('lo')")

    with no_network(handset):
        handset.goto("/lo/quizzes/m4-before/")
        handset.page.wait_for_selector("[data-take-along]:not([hidden])")
        handset.page.click("[data-quiz-start] button >> nth=0")
        handset.page.wait_for_selector("[data-quiz-start] [data-said]:not([hidden])")
        said = handset.page.inner_text("[data-quiz-start] [data-said]")

    assert "ຕອນເລີ່ມຕ້ອງມີການເຊື່ອມຕໍ່" in said


def send(phone):
    phone.send()
    phone.until("() => lib.outbox.waiting().then((items) => !items.length)")


def all_that_is_kept(phone) -> str:
    """Every text in IndexedDB and the Cache API of this phone, entities written out."""
    text = phone.ask(
        """async () => {
          const stores = ["outbox", "sent", "docs", "drafts", "meta"];
          const found = [];
          for (const store of stores) found.push(JSON.stringify(await lib.store.all(store)));
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              found.push(await (await cache.match(request)).text());
            }
          }
          return found.join("\\n");
        }"""
    )
    return html.unescape(text).replace("<wbr>", "").replace('\\"', '"')


def secrets_of(site, questions: list[str]) -> list[str]:
    """The feedback and explanations of these questions, in both languages, as they are shown."""
    marks = ",".join("?" * len(questions))
    rows = site.rows(
        "SELECT v.content FROM quizzes_questionversion v JOIN quizzes_question q"
        f" ON q.id = v.question_id WHERE q.key IN ({marks})",
        *questions,
    )
    found = []
    for (content,) in rows:
        content = json.loads(content)
        texts = [option.get("feedback") for option in content.get("options", [])]
        for both in [*texts, content.get("explanation")]:
            found += [text for text in (both or {}).values() if PLAIN.fullmatch(text)]
    return found


def test_own_result_tells_nothing_while_an_assessed_attempt_is_open(handset, keo, site):
    practice = begin(handset, "m2")
    answer_all(handset, practice)
    handset.page.click("[data-quiz-hand-in] button")
    handset.page.wait_for_selector("[data-stage] [data-rows]")
    arrive(handset, keo)
    result = f"{practice}result/"
    with suppress(Error):  # the page may be on its way there by itself
        handset.page.goto(result)
    handset.goto(result)
    seen = html.unescape(handset.page.content()).replace("<wbr>", "")
    handset.ask("() => lib.saved.refresh('lo')")
    saved = all_that_is_kept(handset)

    begin(handset, "m2-before")
    secrets = secrets_of(site, keys_of(handset))
    handset.ask("() => lib.saved.refresh('lo')")
    kept_now = all_that_is_kept(handset)
    handset.goto(result)
    shown = html.unescape(handset.page.content()).replace("<wbr>", "")
    with no_network(handset):
        handset.page.goto(result)
        offline = html.unescape(handset.page.content()).replace("<wbr>", "")

    assert [secret for secret in secrets if secret in seen] != []
    assert [secret for secret in secrets if secret in saved] != []
    for text in (kept_now, shown, offline):
        assert [secret for secret in secrets if secret in text] == []


RESULT = """() => {
  const main = document.querySelector("[data-stage]") ?? document.querySelector("#main");
  const text = (part) => part?.textContent.trim().split(/\\s+/).join(" ");
  const lines = [...main.querySelectorAll("h1 ~ p.section--close:not([role])")];
  return {
    heading: text(main.querySelector("h1")),
    critical: text(lines.find((line) => !line.hidden)),
    sum: text(main.querySelector("p.section--near")),
    woven: main.querySelectorAll(".woven path").length,
    right: main.querySelectorAll(".woven__right").length,
  };
}"""


@pytest.fixture
def critical_practice(site):
    """The practice m2, with marks of thirds, whose questions are all critical."""
    site.change("UPDATE quizzes_question SET critical = 1")
    site.change("UPDATE quizzes_quizslot SET marks = 1.3333333")


def test_result_on_the_phone_says_what_the_servers_page_says(handset, keo, critical_practice):
    practice = begin(handset, "m2")

    with no_network(handset):
        answer_all(handset, practice)
        handset.page.click("[data-quiz-hand-in] button")
        handset.page.wait_for_selector("[data-stage] [data-rows]")
        offline = handset.page.evaluate(RESULT)
        said = handset.page.inner_text("[data-stage] [data-said]")
        handset.goto("/lo/quizzes/")
        handset.page.get_by_text(WAITS).wait_for()
        listed = handset.page.inner_text("#main")
        handset.goto("/lo/quizzes/m2/")
        handset.page.get_by_text(WAITS).wait_for()
        button = handset.page.inner_text("[data-quiz-start] button >> nth=0")
    arrive(handset, keo)
    with suppress(Error):  # the page may be on its way there by itself
        handset.page.goto(f"{practice}result/")
    handset.goto(f"{practice}result/")
    online = handset.page.evaluate(RESULT)

    assert offline == online
    assert offline["heading"].startswith(NOT_PASSED)
    assert offline["critical"]
    assert re.search(r"\d+%", offline["sum"])
    assert not re.search(r"[.,]\d{3}", offline["sum"])
    assert PRELIMINARY in said
    assert GO_ON not in listed
    assert MY_ANSWERS in button


def test_closed_quiz_is_not_called_ready_to_answer(handset, site):
    address = begin(handset, "m2-before")
    handset.page.wait_for_selector("[data-quiz][data-kept=yes]")
    before = handset.page.inner_text("[data-overview] [data-said]")
    site.change(
        "UPDATE quizzes_quiz SET closes_at = ? WHERE slug = 'm2-before'",
        timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f"),
    )

    handset.goto(address)
    handset.page.wait_for_selector("[data-quiz][data-kept=yes]")

    said = handset.page.inner_text("[data-overview]")
    assert before == KEPT
    assert KEPT not in said
    assert said.count(CLOSED) == 1


def test_pages_of_the_server_say_what_waits_on_this_phone(handset, keo):
    address = begin(handset, "m2-before")
    with no_network(handset):
        answer_all(handset, address)
        hand_in(handset)
        code = handset.page.inner_text("[data-code]")
        handset.context.route("**/api/sync/**", lambda route: route.abort())

    said = {}
    for path in ("/lo/", f"/lo/quizzes/receipt/{code}/"):
        handset.page.goto(path)
        handset.page.get_by_text(WAITS).wait_for()
        said[path] = handset.page.inner_text("#main")

    assert GO_ON_HERE not in said["/lo/"]
    assert handset.page.locator(".row--asked", has_text=WAITS).count() == 0
    assert NOTHING not in said[path]
    assert attempt_row(handset, keo, "state")[0] == "open"


def test_practice_promises_to_work_offline_once_it_is_kept(handset, keo):
    handset.goto("/lo/quizzes/m3/practise/")
    handset.page.wait_for_selector("[data-quiz][data-kept=yes]")
    promised = handset.page.inner_text("[data-overview] [data-said]")
    served = handset.ask("() => fetch('/lo/quizzes/m3/practise/').then((r) => r.text())")

    with no_network(handset):
        handset.goto("/lo/quizzes/m3/practise/#question-1")
        handset.page.wait_for_selector("[data-stage] form")

    assert promised == KEPT
    assert "ບໍ່ມີການເຊື່ອມຕໍ່" not in served.split('id="main"')[1].split("<template")[0]
