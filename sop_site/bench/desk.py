"""bin/bench desk [--reports 10000] [--votes 50000] [--requests 40]: the reviewer's desk, full.

One folder holds the starting content with 100 reports, another with so many. The same pages are
asked for in turn of a server on each, one request at a time: the ninety-fifth of a hundred in the
full one over that in the young one, and the queries that it took. What may belong together is
looked for in a process of its own. The figures go to var/desk.json and docs/performance.md.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import django

from .__main__ import run, say
from .documents import put, write_json

FEW, FEW_VOTES = 100, 500
MOST_REPORTS = 50_000
QUERIES, TIMES_AS_LONG, SUGGESTIONS_MS = 15, 3, 200
DESK = "/cms/feedback/"
PAGES = {
    "the queue": DESK,
    "late ones of a province": DESK + "?state=late&place=01",
    "a Lao word in all reports": f"{DESK}?state=all&q={quote('ແບບຟອມ')}",
    "page 3 of all": DESK + "?state=all&p=3",
}
SOUGHT = 40


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench desk")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--votes", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=40, help="of each page")
    options = parser.parse_args(arguments)
    if not FEW <= options.reports <= MOST_REPORTS:
        parser.error(f"--reports goes from {FEW} to {MOST_REPORTS:,}.")
    with TemporaryDirectory(prefix="khumue-desk-") as folder:
        young, full = Path(folder) / "young", Path(folder) / "full"
        young.mkdir()
        say("Starting content")
        run(young, "manage.py", "prepare")
        shutil.copytree(young, full)
        say(f"{options.reports} reports, {options.votes} votes")
        run(young, "-m", "sop_site.bench.grow_reports", str(FEW), str(FEW_VOTES))
        run(full, "-m", "sop_site.bench.grow_reports", str(options.reports), str(options.votes))
        result = {"reports": options.reports, "votes": options.votes}
        result |= measure(young, full, options.requests)
    write_json("desk", result)
    put("performance.md", "desk", table(result))
    print(json.dumps(result))
    return 0 if all(row["met"] for row in rows(result)) else 1


def measure(young: Path, full: Path, requests: int) -> dict:
    # This process reads the full folder itself; the sign-in is made in each by its own process.
    os.environ.update(KHUMUE_VAR=str(full), DJANGO_SETTINGS_MODULE="sop_site.bench.settings")
    django.setup()
    from .servers import serving

    with serving(young) as one, serving(full) as other:
        ports = {"young": one.port, "full": other.port}
        cookies = {"young": signed_in(young), "full": signed_in(full)}
        pages = {name: asked(path, ports, cookies, requests) for name, path in PAGES.items()}
    return {"pages": pages, "suggestions": suggestions()}


def signed_in(folder: Path) -> str:
    words = (
        "import django; django.setup();"
        "from sop_site.bench.session import cookie_of; print(cookie_of('reviewer'))"
    )
    settings = {"KHUMUE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "sop_site.bench.settings"}
    command = [sys.executable, "-c", words]
    done = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def asked(path: str, ports: dict, cookies: dict, requests: int) -> dict:
    """{young, full: ms of the 95th of 100, queries}; the two are asked in turn."""
    took: dict[str, list[float]] = {name: [] for name in ports}
    for name, port in ports.items():
        queries = fetched(port, path, cookies[name], {"X-Count-Queries": "1"})[1]
    for _ in range(requests):
        for name, port in ports.items():
            took[name].append(fetched(port, path, cookies[name], {})[0])
    return {**{name: p95(times) for name, times in took.items()}, "queries": queries}


def fetched(port: int, path: str, cookie: str, more: dict) -> tuple[float, int]:
    from .load import fetch

    began = time.perf_counter()
    status, headers, _body = fetch(port, path, {"Cookie": cookie, **more})
    if status != 200:
        raise RuntimeError(f"{path} answered {status}.")
    return (time.perf_counter() - began) * 1000, int(headers.get("x-queries", 0))


def suggestions() -> float:
    """Milliseconds of the 95th of 100 in which what may belong to a report is found."""
    from feedback import likeness
    from feedback.models import Report

    among = Report.objects.not_sensitive().open().select_related("theme")
    took = []
    reports = list(among)
    for report in random.Random(7).sample(reports, min(SOUGHT, len(reports))):
        began = time.perf_counter()
        likeness.alike(report, among)
        took.append((time.perf_counter() - began) * 1000)
    return p95(took)


def p95(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.95) - 1], 1)


def rows(result: dict):
    """Each figure with its aim: what, measured, queries, aim, met."""
    for name, found in result["pages"].items():
        times = found["full"] / found["young"]
        yield {
            "what": f"{name}, p95",
            "measured": f"{found['full']:.0f} ms, {times:.1f} times as with {FEW}",
            "queries": found["queries"],
            "aim": f"≤ {TIMES_AS_LONG} times, ≤ {QUERIES} queries",
            "met": times <= TIMES_AS_LONG and found["queries"] <= QUERIES,
        }
    took = result["suggestions"]
    yield {
        "what": "what may belong together, p95",
        "measured": f"{took:.0f} ms",
        "queries": "",
        "aim": f"≤ {SUGGESTIONS_MS} ms",
        "met": took <= SUGGESTIONS_MS,
    }


def table(result: dict) -> str:
    lines = ["| what | measured | queries | aim | |", "|---|---|---|---|---|"]
    for row in rows(result):
        said = "met" if row["met"] else "**missed**"
        lines.append(
            f"| {row['what']} | {row['measured']} | {row['queries']} | {row['aim']} | {said} |"
        )
    return "\n".join(lines)
