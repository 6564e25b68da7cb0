"""bin/bench statistics [--times 40]: the statistics of a quiz with 100,000 answers.

The sample cohort takes the quiz M1 so many times; its figures are reckoned in a process of their
own, once with all attempts and once with the best of each officer. The figures go to
var/statistics.json and docs/performance.md.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from .__main__ import run, say
from .documents import put, write_json

SECONDS, MEGABYTES = 5, 300
QUIZ = "m1"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench statistics")
    parser.add_argument("--times", type=int, default=40, help="that each officer takes the quiz")
    parser.add_argument("--reckon", metavar="WHICH", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.reckon:
        print(json.dumps(reckon(options.reckon)))
        return 0
    with TemporaryDirectory(prefix="khumue-statistics-") as folder:
        say("Starting content")
        run(Path(folder), "manage.py", "prepare")
        say("Attempts")
        run(Path(folder), "-m", "sop_site.bench.grow_attempts", QUIZ, str(options.times))
        result = {which: in_own_process(Path(folder), which) for which in ("all", "highest")}
    write_json("statistics", result)
    put("performance.md", "statistics", table(result))
    print(json.dumps(result))
    return 0 if all(is_met(row) for row in result.values()) else 1


def in_own_process(folder: Path, which: str) -> dict:
    settings = {"KHUMUE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "sop_site.bench.settings"}
    command = [sys.executable, "-m", "sop_site.bench", "statistics", "--reckon", which]
    done = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def reckon(which: str) -> dict:
    """{responses, attempts, seconds, megabytes}, the latter of the whole process at its largest."""
    django.setup()
    from quizzes.figures.making import made
    from quizzes.figures.scope import Scope
    from quizzes.models import Quiz, Response

    quiz = Quiz.objects.get(slug=QUIZ)
    began = time.perf_counter()
    found = made(quiz, Scope(which))
    seconds = time.perf_counter() - began
    return {
        "responses": Response.objects.filter(attempt__quiz=quiz).count(),
        "attempts": found["quiz"]["n"],
        "seconds": round(seconds, 2),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def is_met(row: dict) -> bool:
    return row["seconds"] <= SECONDS and row["megabytes"] <= MEGABYTES


def table(result: dict) -> str:
    lines = [
        "| attempts that count | answers read | time | memory | aim | |",
        "|---|---|---|---|---|---|",
    ]
    for which, row in result.items():
        verdict = "met" if is_met(row) else "**missed**"
        lines.append(
            f"| {which}: {row['attempts']:,} | {row['responses']:,} | {row['seconds']} s "
            f"| {row['megabytes']} MB | ≤ {SECONDS} s, ≤ {MEGABYTES} MB | {verdict} |"
        )
    return "\n".join(lines)
