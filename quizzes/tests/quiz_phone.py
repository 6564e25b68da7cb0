"""What an officer does with a quiz on a phone, in few words."""

import html
import json
from pathlib import Path

from sop_site.offline.tests.phone import Phone

NEXT = "[data-stage] button[value=next]"


def begin(phone: Phone, slug: str) -> str:
    """Starts the quiz with a network; returns its address once it is kept on the phone."""
    phone.goto(f"/lo/quizzes/{slug}/")
    phone.page.wait_for_selector("[data-quiz-start] [data-take-along]:not([hidden])")
    phone.page.click("[data-quiz-start] button[value=phone]")
    phone.page.wait_for_url("**/quizzes/*/*-*-*/")
    address = Path(phone.page.url.split("/", 3)[3])
    kept(phone, f"/{address}/")
    return f"/{address}/"


def kept(phone: Phone, address: str) -> None:
    """Waits until the page stands on the phone in both languages."""
    for path in (address, "/en" + address[3:]):
        phone.until("(u) => lib.kept.page(u).then(Boolean)", path)


def count(phone: Phone) -> int:
    return phone.page.locator("template[data-question]").count()


def open_question(phone: Phone, address: str, position: int) -> None:
    phone.goto(f"{address}#question-{position}")
    phone.page.wait_for_selector("[data-stage] form")


def fill(phone: Phone, choice: int = 0) -> None:
    """Fills the question that is shown: the n-th option, a text, a pair, or a step moved."""
    field = phone.page.locator("[data-stage] [name=answer]")
    if field.first.evaluate("(field) => field.tagName") == "SELECT":
        field.first.select_option(index=choice + 1)
    elif field.first.get_attribute("type") == "hidden":
        phone.page.locator("[data-stage] button[name=move]").nth(2 * choice + 1).click()
    elif field.first.get_attribute("type") == "text":
        field.fill(str(405000 + choice))
        field.blur()
    else:
        field.nth(choice).check()


def answer(phone: Phone, choice: int = 0) -> None:
    """Fills the question that is shown; waits for "Saved"."""
    fill(phone, choice)
    phone.page.wait_for_function(
        "() => document.querySelector('[data-stage] [data-said]').textContent !== ''"
    )


def answer_all(phone: Phone, address: str, choice: int = 0, first: int = 1) -> None:
    """Every question from the `first` on, then the overview."""
    open_question(phone, address, first)
    for position in range(first, count(phone) + 1):
        phone.page.wait_for_function(
            "(n) => location.hash === `#question-${n}`"
            " && document.querySelector('[data-stage] progress').value === n",
            arg=position,
        )
        answer(phone, choice)
        phone.page.click(NEXT)
    phone.page.wait_for_selector("[data-overview]:not([hidden])")


def hand_in(phone: Phone) -> str:
    """Hands in from the overview; returns what the receipt says."""
    phone.page.click("[data-quiz-hand-in] button")
    phone.page.wait_for_selector("[data-stage] [data-code]")
    return phone.page.inner_text("[data-stage]")


def attempt_row(phone: Phone, username: str, *columns: str) -> tuple:
    """Columns of this person's newest attempt as the server has it."""
    [row] = phone.site.rows(
        f"SELECT {', '.join('a.' + c for c in columns)} FROM quizzes_attempt a"
        " JOIN officers_user u ON u.id = a.officer_id WHERE lower(u.username) = ?"
        " ORDER BY a.id DESC LIMIT 1",
        username,
    )
    return row


def answers_on_server(phone: Phone, username: str) -> list:
    """The answers of the newest attempt, by position; None where nothing has arrived."""
    rows = phone.site.rows(
        "SELECT r.answer FROM quizzes_response r WHERE r.attempt_id = (SELECT max(a.id)"
        " FROM quizzes_attempt a JOIN officers_user u ON u.id = a.officer_id"
        " WHERE lower(u.username) = ?) ORDER BY r.position",
        username,
    )
    return [answer for (answer,) in rows]


def keys_of(phone) -> list[str]:
    known = phone.page.eval_on_selector_all(
        "template[data-question]", "(all) => all.map((one) => one.dataset.known)"
    )
    return [json.loads(one)["question"] for one in known]


def kept_texts(phone: Phone, address: str) -> list[str]:
    """Every record in IndexedDB, and every cached page, that names this attempt, and all that waits
    or was sent; entities written out."""
    texts = phone.ask(
        """async (address) => {
          const found = [];
          for (const store of ["outbox", "sent", "drafts", "meta", "docs"]) {
            for (const row of await lib.store.all(store)) found.push(JSON.stringify(row));
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const text = await (await cache.match(request)).text();
              if (text.includes("data-question")) found.push(text);
            }
          }
          return found;
        }"""
    )
    uuid = address.strip("/").rpartition("/")[2]
    plain = [html.unescape(t).replace("<wbr>", "").replace('\\"', '"') for t in texts]
    return [text for text in plain if uuid in text or "SECRET" in text]
