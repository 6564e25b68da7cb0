"""One run of the fault bench: a phone writes 20 items through a bad network, then all is compared.

A `Lost` says what is wrong: an item that is missing, stands twice or differs, or a receipt that the
phone shows and the server doesn't know.
"""

import json
import time
from base64 import b64encode
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

from playwright.sync_api import Error

from sop_site.offline.tests.phone import Phone
from sop_site.offline.tests.site import Site

from .faults_plan import Plan, Planned, chaos

ROUNDS = 30  # of sending without faults, at the end
PAGE, FORM = "/lo/to-send/", "/lo/feedback/new/"
TOLD, ANYWAY = "[data-told], .code--large", "button[name=anyway]"
SAVE = """({ items, uid }) => {
  globalThis.saving = Promise.all(items.map(async ({ number, kind, payload, photos }) => {
    const bytes = photos.map((text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
    const files = bytes.map((part) => new Blob([part], { type: "image/jpeg" }));
    await lib.outbox.add(kind, payload, { owner: uid, files });
    console.log(`kept ${number}`);
  }));
  return true;
}"""
CLEAR = """() => lib.store.write(["outbox", "files", "sent", "drafts"], (t) => {
  for (const name of ["outbox", "files", "sent", "drafts"]) t.objectStore(name).clear();
})"""
ROWS = (
    "SELECT i.id, i.kind, i.payload, i.state, i.receipt FROM offline_inboxitem i"
    " JOIN officers_user u ON u.id = i.owner_id WHERE u.public_id = ? AND i.received_at >= ?"
)
FILES = "SELECT item_id, sha256, size, offset, state FROM offline_inboxfile"
REPORTS = "SELECT id, item_id, text FROM feedback_report WHERE item_id IS NOT NULL"
PHOTOS = "SELECT report_id, sha256, image FROM feedback_reportphoto"
ANSWERS = (
    "SELECT q.key, r.answer, r.sequence FROM quizzes_response r"
    " JOIN quizzes_question q ON q.id = r.question_id"
    " JOIN quizzes_attempt a ON a.id = r.attempt_id WHERE a.uuid = ?"
)


class Lost(AssertionError):
    pass


def hold(condition, words: str) -> None:
    if not condition:
        raise Lost(words)


class Run:
    """`told` are the numbers of the items of which the phone said that they are kept, `drawn` the
    photos of those by form, as the phone drew them."""

    def __init__(self, site: Site, phone: Phone, uid: str, plan: Plan):
        self.site, self.phone, self.uid, self.plan = site, phone, uid, plan
        self.began = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self.told: set[int] = set()
        self.events: Counter[str] = Counter()
        self.drawn: dict[int, set[tuple[str, int]]] = {}
        self._listen()

    def go(self) -> None:
        """Raises Lost."""
        self.phone.ask(CLEAR)
        for number, wave in enumerate(self.plan.waves):
            self._wave(number, wave)
            self.check_receipts()
        self._deliver_all()
        self.check()

    def _listen(self) -> None:
        def heard(message):
            if message.text.startswith("kept "):
                self.told.add(int(message.text.split()[1]))

        self.phone.page.on("console", heard)

    def _wave(self, number: int, wave: list[Planned]) -> None:
        self.site.proxy.decide = self._faults(number)
        self._save(wave)
        if number == self.plan.browser_kill:
            self._kill_browser(wave)
        self.phone.ask("() => globalThis.saving")
        for _ in range(self.plan.random.randint(1, 3)):
            self._send()
        if number == self.plan.server_kill:
            self._send_until_killed()
        self.site.proxy.decide = None
        self._revive()

    def _faults(self, number: int):
        """The wave's faults; in one wave the server is killed at the first request or later."""
        decide = chaos(self.plan.random)
        if number != self.plan.server_kill:
            return decide
        self.site.proxy.kill_after = self.plan.random.uniform(0.001, 0.06)
        left = self.plan.random.choice([1, 1, 1, 2, 3])

        def with_kill(line: str) -> str:
            nonlocal left
            if line.startswith("POST /api/sync/"):
                left -= 1
                if left == 0:
                    return "kill"
            return decide(line)

        return with_kill

    def _save(self, items: list[Planned]) -> None:
        typed = [item for item in items if item.by_form]
        for item in typed:
            self._type(item)
        if typed:
            self._open(PAGE)
        given = [
            {
                "number": item.number,
                "kind": item.kind,
                "payload": item.payload,
                "photos": [b64encode(photo.content).decode() for photo in item.photos],
            }
            for item in items
            if not item.by_form
        ]
        self.phone.ask(SAVE, {"items": given, "uid": self.uid})

    def _open(self, path: str) -> None:
        """Opens a page; a report that has just gone may lead to its receipt meanwhile."""
        try:
            self.phone.page.goto(path)
        except Error as error:
            if "ERR_ABORTED" not in str(error) and "interrupted" not in str(error):
                raise
            self.phone.page.goto(path)

    def _type(self, item: Planned) -> None:
        """Writes a report in the product's form, which keeps it and sends it at once."""
        page = self.phone.page
        self._open(FORM)
        page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
        page.fill("textarea[name=text]", item.payload["text"])
        page.check(f"input[name=category][value={item.payload['category']}]", force=True)
        files = [
            {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photo.content}
            for n, photo in enumerate(item.photos)
        ]
        page.set_input_files("input[name=photos]", files)
        page.click(".thumb-bar button")
        page.wait_for_selector(f"{TOLD}, {ANYWAY}")
        if page.locator(f"{ANYWAY}:visible").count():
            page.click(ANYWAY)
            page.wait_for_selector(TOLD)
        self.told.add(item.number)
        self.events["typed"] += 1

    def _note_drawn(self) -> None:
        for row in [*self.phone.outbox(), *self.phone.sent()]:
            item = self._planned(row["payload"])
            if item.by_form:
                self.drawn[item.number] = {(f["sha256"], f["size"]) for f in row["files"]}

    def files_of(self, item: Planned) -> set[tuple[str, int]]:
        return self.drawn[item.number] if item.by_form else item.files

    def _send(self) -> None:
        self.phone.ask("() => navigator.locks.request('outbox', () => lib.sending.sendRound(true))")

    def _send_until_killed(self) -> None:
        """Without other faults: whatever the wave has left meets the kill."""
        decide = self.site.proxy.decide
        self.site.proxy.decide = lambda line: "kill" if decide(line) == "kill" else ""
        for _ in range(4):
            if not self.site.is_dead() and self.phone.outbox():
                self._send()

    def _kill_browser(self, wave: list[Planned]) -> None:
        """In mid-save, or while it sends; what was not kept is written once more."""
        random = self.plan.random
        if random.random() < 0.5:
            self.phone.ask("() => { lib.sending.send(true); }")
        self.phone.page.wait_for_timeout(random.uniform(1, 250))
        told = set(self.told)
        cookies = self.phone.context.cookies()
        self.phone.kill()
        self.events["browser_kills"] += 1
        self._revive()
        self.phone.open()
        self.phone.context.add_cookies(cookies)
        self._listen()
        faults, self.site.proxy.decide = self.site.proxy.decide, None
        self.phone.goto(PAGE)
        there = self._numbers_on_phone()
        self.site.proxy.decide = faults
        hold(told <= there, f"Told as saved, gone after the kill: {sorted(told - there)}")
        self._save([item for item in wave if item.number not in there])

    def _numbers_on_phone(self) -> set[int]:
        rows = [*self.phone.outbox(), *self.phone.sent()]
        return {self._planned(row["payload"]).number for row in rows}

    def _planned(self, payload: dict) -> Planned:
        found = [item for item in self.plan.items if item.is_in(payload)]
        hold(found, f"Nobody wrote this: {payload}")
        return found[0]

    def _revive(self) -> None:
        if self.site.revive():
            self.events["server_kills"] += 1

    def _deliver_all(self) -> None:
        self.site.proxy.settle()
        for _ in range(ROUNDS):
            self._send()
            if not self.phone.outbox():
                return
        left = [(row["state"], row.get("error"), row["payload"]) for row in self.phone.outbox()]
        raise Lost(f"Never taken: {left}")

    def check_receipts(self) -> None:
        """Each receipt that the phone has by now is of an item that is on the server, files too."""
        # The phone first: its worker may send in between.
        sent, waiting = self.phone.sent(), self.phone.outbox()
        rows = {row[0]: row for row in self.site.rows(ROWS, self.uid, self.began)}
        files = self.site.rows(f"{FILES} WHERE state NOT IN ('whole', 'taken')")
        coming = {row[0]: row for row in files}
        for item in sent:
            key = item["id"].replace("-", "")
            hold(key in rows, f"Receipt {item['receipt']} of an item that is not there.")
            hold(rows[key][3:] == ("handled", item["receipt"]), f"Untrue receipt: {rows[key]}")
            hold(key not in coming, f"Sent, its photos aren't there: {coming.get(key)}")
        for item in waiting:
            if "receipt" in item:
                known = rows.get(item["id"].replace("-", ""))
                hold(known and known[4] == item["receipt"], f"Untrue receipt: {item['receipt']}")

    def check(self) -> None:
        """Each item once, its payload and files as they were written, each receipt true."""
        rows = self.site.rows(ROWS, self.uid, self.began)
        by_number = Counter(self._planned(json.loads(row[2])).number for row in rows)
        hold(
            by_number == Counter(item.number for item in self.plan.items),
            f"Not each once: {sorted(by_number.items())}",
        )
        hold(len(self.phone.sent()) == len(self.plan.items), "The phone lacks receipts.")
        self.check_receipts()
        self._note_drawn()
        self._hand_over()
        for key, kind, payload, state, _receipt in rows:
            item = self._planned(json.loads(payload))
            hold((kind, state) == (item.kind, "handled"), f"{item.number}: {kind} {state}")
            self._check_files(key, item)
        self._check_reports({row[0]: self._planned(json.loads(row[2])) for row in rows})
        self._check_answers()

    def _hand_over(self) -> None:
        """What each minute does: a photo that came whole just before a kill goes to its report."""
        if self.site.rows(f"{FILES} WHERE state = 'whole'"):
            self.site.manage("tick")
            self.events["handed_over_later"] += 1

    def _check_files(self, key: str, item: Planned) -> None:
        files = self.site.rows(f"{FILES} WHERE item_id = ?", key)
        wanted = self.files_of(item)
        hold({(f[1], f[2]) for f in files} == wanted, f"{item.number}: other files: {files}")
        hold(len(wanted) == len(item.photos), f"{item.number}: the phone lost a photo.")
        hold(len(files) == len(wanted), f"{item.number}: a file twice.")
        hold(all(f[3:] == (f[2], "taken") for f in files), f"{item.number}: not whole: {files}")

    def _check_reports(self, items: dict[str, Planned]) -> None:
        reports = [row for row in self.site.rows(REPORTS) if row[1] in items]
        wanted = Counter(i.payload["text"] for i in items.values() if i.kind == "feedback.report")
        hold(Counter(row[2] for row in reports) == wanted, "Reports are not those written.")
        photos = self.site.rows(PHOTOS)
        for report, key, _text in reports:
            mine = [photo for photo in photos if photo[0] == report]
            hold(
                Counter(p[1] for p in mine) == Counter(f[0] for f in self.files_of(items[key])),
                f"{items[key].number}: photos of the report: {mine}",
            )
            for photo in mine:
                found = list(self.site.folder.rglob(photo[2]))
                hold(len(found) == 1, f"{items[key].number}: no picture {photo[2]}")

    def _check_answers(self) -> None:
        answers = [item.payload for item in self.plan.items if item.kind == "quiz.answer"]
        if not answers:
            return
        uuid = answers[0]["attempt"].replace("-", "")
        rows = [row for row in self.site.rows(ANSWERS, uuid) if row[1]]
        kept = {key: (json.loads(answer), sequence) for key, answer, sequence in rows}
        last = {}
        for answer in sorted(answers, key=lambda answer: answer["sequence"]):
            last[answer["question"]] = (answer["response"], answer["sequence"])
        for question, given in last.items():
            hold(kept.get(question) == given, f"{question}: {kept.get(question)}, not {given}")


def sign_in(phone: Phone, username: str, *, seconds: float = 60) -> str:
    """Another person takes the phone; returns their uid."""
    end = time.monotonic() + seconds
    phone.context.clear_cookies()
    while True:
        with suppress(Exception):
            phone.sign_in(username)
            phone.goto(PAGE)
            phone.ready()
            return phone.site.uid(username)
        if time.monotonic() > end:
            raise TimeoutError(f"{username} could not sign in.")
