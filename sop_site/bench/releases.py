"""bin/bench releases [--releases 50] [--rounds 5]: a handbook with a long history.

One folder holds the starting content as it is loaded (a release each), another the same with so
many releases of every SOP in both languages. Measured are the comparison of any two, the release in
force on a day, and whether a page of the handbook takes longer than in the young one. The figures
go to var/releases.json and docs/performance.md.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from .__main__ import run, say
from .documents import put, write_json

COMPARE_MS, TIMES_AS_LONG = 150, 1.1
VIEWS = 200
PAGE = "/lo/sops/reg-01/"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench releases")
    parser.add_argument("--releases", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="khumue-releases-") as folder:
        young, old = Path(folder) / "young", Path(folder) / "old"
        young.mkdir()
        old.mkdir()
        say("Starting content")
        run(young, "manage.py", "prepare")
        say(f"{options.releases} releases of every SOP")
        run(old, "-m", "sop_site.bench.grow_releases", str(options.releases))
        result = measure(young, old, options)
    write_json("releases", result)
    put("performance.md", "releases", table(result))
    print(json.dumps(result))
    return 0 if all(row["met"] for row in rows(result)) else 1


def measure(young: Path, old: Path, options) -> dict:
    os.environ.update(KHUMUE_VAR=str(old), DJANGO_SETTINGS_MODULE="sop_site.bench.settings")
    django.setup()
    from .servers import serving

    result = counts() | comparisons() | days()
    with serving(young) as one, serving(old) as other:
        result["compare_view_ms"] = compare_views(other.port)
        result |= views(one, other, options.rounds)
    return result


def counts() -> dict:
    from sop_pages.models import SOP, ReleaseText

    return {
        "sops": SOP.objects.exclude(releases=None).count(),
        "texts": ReleaseText.objects.count(),
    }


def comparisons() -> dict:
    """Milliseconds of one comparison as it is shown, first against last, of every SOP."""
    from django.utils import translation

    from sop_pages.comparing import shown
    from sop_pages.models import SOP

    took = []
    for sop in SOP.objects.exclude(releases=None):
        releases = list(sop.releases.in_order())
        for language in ("lo", "en"):
            first, last = (
                r.texts.filter(language=language).first() for r in (releases[-1], releases[0])
            )
            if first is None or last is None:
                continue
            with translation.override(language):
                began = time.perf_counter()
                shown(first.document(), last.document())
                took.append((time.perf_counter() - began) * 1000)
    return {"compare_ms": statistics.median(took), "compare_most_ms": max(took)}


def days() -> dict:
    """Queries and milliseconds of "which release was in force on day D?"."""
    from datetime import timedelta

    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils.timezone import localdate

    from sop_pages.models import SOP, Release

    took, most = [], 0
    for code in SOP.objects.exclude(releases=None).values_list("code", flat=True):
        for back in range(0, 1500, 100):
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                Release.objects.in_force(code, localdate() - timedelta(days=back))
                took.append((time.perf_counter() - began) * 1000)
            most = max(most, len(queries))
    return {"day_queries": most, "day_ms": statistics.median(took)}


def compare_views(port: int) -> float:
    """Milliseconds of the whole page that compares the first release with the last, warm."""
    from sop_pages.models import Release

    from .load import fetch

    numbers = [r.number for r in Release.objects.filter(sop__code="REG-01").in_order()]
    path = f"{PAGE}compare/?from={numbers[-1]}&to={numbers[0]}"
    took = []
    for _ in range(20):
        began = time.perf_counter()
        status = fetch(port, path, {})[0]
        took.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}.")
    return statistics.median(took)


def views(young, old, rounds: int) -> dict:
    """CPU milliseconds of a page's view in both, in turns; the median of the rounds' ratios."""
    from .load import Row, cpu_ms

    found = {}
    for name, path in (("page", PAGE), ("list", f"{PAGE}releases/")):
        row = Row(name, path, headers={"Accept-Encoding": "gzip"})
        for server in (young, old):
            cpu_ms(server, row, 16)
        times = [(cpu_ms(young, row, VIEWS), cpu_ms(old, row, VIEWS)) for _ in range(rounds)]
        found[f"{name}_ms"] = statistics.median(after for _before, after in times)
        found[f"{name}_ratio"] = statistics.median(after / before for before, after in times)
    return found


def rows(result: dict) -> list[dict]:
    """{what, measured, aim, met} of what has an aim."""
    return [
        {
            "what": "comparison of the first release with the last, as it is shown",
            "measured": f"{result['compare_ms']:.0f} ms, most {result['compare_most_ms']:.0f} ms",
            "aim": f"≤ {COMPARE_MS} ms",
            "met": result["compare_most_ms"] <= COMPARE_MS,
        },
        {
            "what": "the page of that comparison, from request to last byte",
            "measured": f"{result['compare_view_ms']:.0f} ms",
            "aim": f"≤ {COMPARE_MS} ms",
            "met": result["compare_view_ms"] <= COMPARE_MS,
        },
        {
            "what": "the release in force on a day",
            "measured": f"{result['day_queries']} query, {result['day_ms']:.1f} ms",
            "aim": "1 query",
            "met": result["day_queries"] == 1,
        },
        {
            "what": "an SOP's page ÷ the same with one release",
            "measured": f"{result['page_ratio']:.2f}",
            "aim": f"≤ {TIMES_AS_LONG}",
            "met": result["page_ratio"] <= TIMES_AS_LONG,
        },
    ]


def table(result: dict) -> str:
    lines = [
        f"{result['sops']} SOPs, {result['texts']} frozen texts.",
        "",
        "| what | measured | aim | |",
        "|---|---|---|---|",
    ]
    for row in rows(result):
        verdict = "met" if row["met"] else "**missed**"
        lines.append(f"| {row['what']} | {row['measured']} | {row['aim']} | {verdict} |")
    return "\n".join(lines)
