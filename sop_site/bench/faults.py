"""bin/bench faults [--runs 200] [--seed N] [--minutes 25]: does anything get lost?

The product's own phone code in Chromium writes through a proxy that spoils requests and replies,
before a server that is killed and a browser that is killed. Each run has a seed of its own and
ends with a comparison of what was written with what the server has; see faults_run.py. A run that
fails prints its seed. The figures go to var/faults.json and docs/offline.md.
"""

import argparse
import json
import os
import secrets
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

SETTINGS = "sop_site.offline.tests.server_settings"
RUNS_A_PERSON = 40  # below the photos that one person may send a day
START_ATTEMPTS = """
import json
from quizzes.models import Quiz
from quizzes.starting import start
from sop_site.officers.models import User
quiz, found = Quiz.objects.filter(kind="practice", state="ready").first(), {}
for person in User.objects.filter(username__startswith="keo"):
    attempt = start(quiz, officer=person, language="lo")
    drawn = attempt.responses.select_related("question").filter(question__type="single")
    questions = {r.question.key: r.option_order for r in drawn if r.option_order}
    found[person.username.lower()] = {"attempt": str(attempt.uuid), "questions": questions}
print(json.dumps(found))
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench faults")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, help="of the first run; the others count on from it")
    parser.add_argument("--minutes", type=float, default=25, help="no run begins after these")
    options = parser.parse_args(arguments)
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    seeds = range(seed, seed + options.runs)
    folder = Path(mkdtemp(prefix="khumue-faults-"))
    os.environ.update(KHUMUE_VAR=str(folder), DJANGO_SETTINGS_MODULE=SETTINGS)
    from playwright.sync_api import sync_playwright

    with prepared(folder) as site, sync_playwright() as playwright:
        hands = Hands(playwright.chromium, site, start_attempts(site))
        result = runs(hands, seeds, minutes=options.minutes)
    report({**result, "first_seed": seed})
    return 1 if result["failed"] else 0


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


@contextmanager
def prepared(folder: Path):
    """A running Site with officers."""
    from sop_site.offline.tests.site import Site

    site = Site(folder)
    try:
        say("A database with the starting content")
        site.prepare()
        site.start()
        yield site
    finally:
        site.close()


def start_attempts(site) -> dict:
    """An open attempt for each keo: {username: {attempt, questions: {key: [option keys]}}}."""
    return json.loads(site.manage("shell", "-v0", "-c", START_ATTEMPTS))


def runs(hands: "Hands", seeds, *, minutes: float) -> dict:
    """Runs each seed; {runs, items, photos, …_kills, faults, failed: [{seed, why}], minutes}."""
    began, counts, failed = time.monotonic(), Counter(), []
    for place, seed in enumerate(seeds):
        if time.monotonic() - began > 60 * minutes:
            say(f"Stopped after {minutes} minutes.")
            break
        why = hands.run(place, seed, counts)
        if why:
            failed.append({"seed": seed, "why": why})
        say(f"Run {place + 1} of {len(seeds)}, seed {seed}: {why or 'well'}")
    hands.close()
    return {
        **counts,
        "faults": dict(sorted(hands.site.proxy.spoilt.items())),
        "failed": failed,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }


class Hands:
    """Keeps one phone through the runs; the next of `attempts` takes it now and then."""

    def __init__(self, browser_type, site, attempts: dict):
        self.browser_type, self.site, self.attempts = browser_type, site, attempts
        self.phone, self.uid, self.username = None, "", ""
        self.people = sorted(attempts)
        site.proxy.on_kill = site.kill
        site.proxy.spoilt.clear()

    def run(self, place: int, seed: int, counts: Counter) -> str:
        """One run; returns why it failed, or nothing."""
        from .faults_plan import make
        from .faults_run import Run

        self._take(self.people[place // RUNS_A_PERSON % len(self.people)])
        plan = make(seed, self.attempts[self.username])
        run = Run(self.site, self.phone, self.uid, plan)
        try:
            run.go()
        # A dead browser or a wait in vain fails the run like an item that is lost.
        except Exception as error:
            self.close()
            return f"{type(error).__name__}: {error}"[:2000]
        finally:
            self.site.proxy.decide = None
            self.site.revive()
            counts.update(run.events)
            counts["runs"] += 1
        counts["items"] += len(plan.items)
        counts["photos"] += sum(len(item.photos) for item in plan.items)
        return ""

    def _take(self, username: str) -> None:
        from sop_site.offline.tests.phone import Phone

        from .faults_run import sign_in

        if self.phone is None:
            self.phone, self.username = Phone(self.browser_type, self.site), ""
        if self.username != username:
            self.uid, self.username = sign_in(self.phone, username), username

    def close(self) -> None:
        if self.phone:
            self.phone.close()
        self.phone = None


def report(result: dict) -> None:
    from .documents import put, write_json

    write_json("faults", result)
    put("offline.md", "faults", table(result))
    for failure in result["failed"]:
        say(f"FAILED: {failure['why']}\nAgain: bin/bench faults --runs 1 --seed {failure['seed']}")
    print(json.dumps(result))


def table(result: dict) -> str:
    faults = ", ".join(f"{kind} {count}" for kind, count in result["faults"].items())
    rows = [
        ("runs, each of 20 items", result.get("runs", 0)),
        ("items written, on the server once, byte for byte", result.get("items", 0)),
        ("photos among them", result.get("photos", 0)),
        ("reports typed into the product's own form", result.get("typed", 0)),
        ("servers killed in mid-write", result.get("server_kills", 0)),
        ("browsers killed in mid-save", result.get("browser_kills", 0)),
        ("runs in which photos came whole just before a kill", result.get("handed_over_later", 0)),
        ("requests and replies spoilt", f"{sum(result['faults'].values())}: {faults}"),
        ("runs with anything lost, doubled, changed or untrue", len(result["failed"])),
        ("seeds", f"{result['first_seed']} and on; {result['minutes']} minutes"),
    ]
    return "\n".join(["| what | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])
