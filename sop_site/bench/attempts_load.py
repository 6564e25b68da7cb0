"""The load of bin/bench attempts: officers who take one quiz, each at a pace of their own."""

import json
import random
import re
import threading
import time
import uuid
from collections import defaultdict
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from .phones_load import TRIES, Phone, manage, percentiles
from .phones_load import officers as signed_in
from .servers import Server

SLUG = "room"
SPARE = 120  # seconds after the planned end, then every officer stops
# A quiz of single choices; "b" is right everywhere.
PREPARE = """
from quizzes.models import Pool, Question, QuestionVersion, Quiz, QuizSlot
both = lambda text: {{"lo": "ຄຳຖາມ " + text, "en": "Question " + text}}
pool = Pool.objects.create(name="Room")
quiz = Quiz.objects.create(
    slug="{slug}", title_lo="ຫ້ອງ", title_en="Room", kind="assessed", state="ready", time_limit=60,
)
for n in range(1, {questions} + 1):
    question = Question.objects.create(
        key=f"room-{{n:02}}", type="single", pool=pool, state="ready"
    )
    QuestionVersion.objects.create(question=question, number=1, content={{
        "stem": both(str(n)), "explanation": both(""), "reference_keys": [],
        "options": [
            {{"key": key, "text": both(key * 30), "weight": "1" if key == "b" else "0",
              "feedback": both("")}} for key in "abcd"
        ],
    }})
    QuizSlot.objects.create(quiz=quiz, position=n, question=question)
"""
KEPT = """
import json
from quizzes.models import Attempt
attempts = Attempt.objects.filter(quiz__slug="{slug}")
print(json.dumps({{
    attempt.uuid.hex: [attempt.mark and float(attempt.mark), dict(
        attempt.responses.values_list("question__key", "answer"))]
    for attempt in attempts.prefetch_related("responses")
}}))
"""


class Officer(Phone):
    """One attempt from the beginning to the result; `given` is what was acknowledged."""

    def __init__(self, port: int, cookie: str, minutes: float, start: threading.Barrier, seed: int):
        super().__init__(port, cookie, 0, start)
        self.room = 60 * minutes
        self.chance = random.Random(seed)
        self.given: dict[str, str] = {}
        self.attempt = ""
        self.ms: dict[str, list[float]] = defaultdict(list)

    def _work(self) -> None:
        began = time.monotonic()
        self.stop_at = began + self.room + SPARE
        # All begin within a tenth of the time, and answer at even places of the rest.
        first = self.chance.uniform(0, self.room / 10)
        self._pause_until(began + first)
        self._enter()
        keys = self._begin()
        step = (self.room * 0.98 - first) / (len(keys) + 1)
        items = []
        for n, key in enumerate(keys, 1):
            self._pause_until(began + first + step * (n + self.chance.uniform(-0.4, 0.4)))
            answer = self.chance.choice("abcd")
            items.append(self._wire("quiz.answer", question=key, response=answer))
            self._timed("answer", lambda item=items[-1]: self._send([item], {"stored"}, b""))
            self.given[key] = answer  # from now on the phone says "sent"
        items.append(self._wire("quiz.hand_in"))
        self._timed("hand_in", lambda: self._send(items[-1:], {"stored"}, b""))
        self._page("GET", f"{self.address}result/")
        self._send(items, {"duplicate"}, b"")

    def _pause_until(self, moment: float) -> None:
        if moment > self.stop_at or time.monotonic() > self.stop_at:
            raise RuntimeError("Out of time.")
        time.sleep(max(0.0, moment - time.monotonic()))

    def _timed(self, kind: str, deed) -> object:
        began = time.monotonic()
        found = deed()
        self.ms[kind].append(time.monotonic() - began)
        return found

    def _begin(self) -> list[str]:
        """The question keys of the page that holds them all, as the phone reads them."""
        form = urlencode({"csrfmiddlewaretoken": self.token, "go": "phone"}).encode()
        begin = f"/lo/quizzes/{SLUG}/start/"
        self.address = self._timed("begin", lambda: self._page("POST", begin, form))
        self.attempt = self.address.rstrip("/").rpartition("/")[2].replace("-", "")
        page = self._page("GET", self.address)
        return [
            json.loads(unescape(known))["question"]
            for known in re.findall(r'data-known="([^"]+)"', page)
        ]

    def _wire(self, kind: str, **payload) -> dict:
        now = datetime.now(UTC)
        sequence = int(now.timestamp() * 1000)
        return {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "schema": 1,
            "owner": self.uid,
            "created_at": now.isoformat(),
            "skew_at_create": 0,
            "payload": {"attempt": self.attempt, "sequence": sequence, **payload},
            "files": [],
        }

    def _ask(self, method: str, path: str, body: bytes = b"", kind="application/json") -> dict:
        try:
            return super()._ask(method, path, body, kind)
        finally:
            self.wire.close()  # the next question comes long after the server has let go

    def _page(self, method: str, path: str, body: bytes = b"") -> str:
        """The page, or where the reply leads. Raises RuntimeError for anything else."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        for tries in range(TRIES):
            self.wire.request(method, path, body or None, headers)
            reply = self.wire.getresponse()
            text = reply.read().decode()
            self.wire.close()
            self.heard.requests += 1
            if reply.status in {200, 302}:
                self._take_cookies(reply)
                return reply.headers["Location"] if reply.status == 302 else text
            if reply.status not in {429, 503}:
                break
            self.heard.waits += 1
            time.sleep(0.2 * 2**tries)
        raise RuntimeError(f"{method} {path} answered {reply.status}")


def measure(
    folder: Path, environment: dict, *, officers: int, questions: int, minutes: float
) -> dict:
    """Serves from a migrated database: everybody takes the quiz; then what the server kept."""
    manage(environment, "shell", "-v0", "-c", PREPARE.format(slug=SLUG, questions=questions))
    cookies = signed_in(environment, "Officer", officers)
    server = Server(folder, environment)
    try:
        people, seconds = take(server.port, cookies, minutes)
    finally:
        server.stop()
    kept = json.loads(manage(environment, "shell", "-v0", "-c", KEPT.format(slug=SLUG)))
    errors = [error for person in people for error in person.heard.errors]
    requests = sum(person.heard.requests for person in people)
    return {
        "officers": officers,
        "seconds": seconds,
        "requests": requests,
        "rate": requests / seconds,
        "waits": sum(person.heard.waits for person in people),
        "errors": errors + wrong_marks(people, kept),
        "answers": sum(len(person.given) for person in people),
        "lost": sum(lost(person, kept) for person in people),
        "handed_in": sum(mark is not None for mark, _answers in kept.values()),
        "ms": {
            kind: percentiles([each for person in people for each in person.ms[kind]])
            for kind in ("begin", "answer", "hand_in")
        },
    }


def take(port: int, cookies: list[str], minutes: float) -> tuple[list[Officer], float]:
    barrier = threading.Barrier(len(cookies) + 1)
    people = [Officer(port, cookie, minutes, barrier, n) for n, cookie in enumerate(cookies)]
    for person in people:
        person.start()
    barrier.wait()
    began = time.monotonic()
    for person in people:
        person.join()
    return people, time.monotonic() - began


def lost(person: Officer, kept: dict) -> int:
    """How many of the answers that this officer gave don't stand as they were given."""
    _mark, answers = kept.get(person.attempt, (0, {}))
    return sum(answers.get(key) != given for key, given in person.given.items())


def wrong_marks(people: list[Officer], kept: dict) -> list[str]:
    """A sentence for each attempt handed in whose mark isn't the number of its right answers."""
    return [
        f"Attempt {person.attempt} has mark {kept[person.attempt][0]}."
        for person in people
        if kept.get(person.attempt, (None,))[0] is not None
        and kept[person.attempt][0] != list(person.given.values()).count("b")
    ]
