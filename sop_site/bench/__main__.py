"""bin/bench: measures, writes var/bench.json and the table of docs/performance.md.

bin/bench [--rounds 7] [--requests 40] [--large 4000]
bin/bench attempts | desk | faults | offline | phones | releases | statistics, each with --help.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import django

SMALL = 40
STARTS = 3
PLAIN = "plain view"
WARM_UP = 8
PARTS = ("attempts", "desk", "faults", "offline", "phones", "releases", "statistics")


def main() -> int:
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        return import_module(f"sop_site.bench.{sys.argv[1]}").main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=40, help="of each row in each round")
    parser.add_argument("--large", type=int, default=4000, help="SOPs in the large handbook")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khumue-bench-") as folder:
        small, large = make_handbooks(Path(folder), options.large)
        result = measure(small, large, options)
    report(result)
    return 0


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def run(var: Path, *command: str) -> None:
    settings = {"KHUMUE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "sop_site.bench.settings"}
    subprocess.run(
        [sys.executable, *command], env={**os.environ, **settings}, stdout=sys.stderr, check=True
    )


def make_handbooks(folder: Path, wanted: int) -> tuple[Path, Path]:
    """Two folders of data: the starting content as it is loaded, brought to 40 and to `wanted`."""
    small, large = folder / "small", folder / "large"
    small.mkdir()
    say("Starting content")
    run(small, "manage.py", "prepare")
    run(small, "-m", "sop_site.bench.grow", str(SMALL))
    shutil.copytree(small, large)
    say(f"{wanted} SOPs")
    run(large, "-m", "sop_site.bench.grow", str(wanted))
    return small, large


def measure(small: Path, large: Path, options) -> dict:
    # This process reads the small handbook itself: a session to sign in with, the texts for recall.
    os.environ.update(KHUMUE_VAR=str(small), DJANGO_SETTINGS_MODULE="sop_site.bench.settings")
    django.setup()
    from .firstview import first_view
    from .recall import recall
    from .servers import serving

    say("Cold starts")
    seconds, cpu_seconds = zip(*(cold_start(small) for _ in range(STARTS)), strict=True)
    with serving(small) as one, serving(large) as other:
        servers = {"small": one, "large": other}
        rows = rows_to_measure(one.port)
        result = {"rows": rounds(servers, rows, options)}
        result["queries"] = {row.name: queries(servers, row) for row in rows}
        result["recall"] = recall(one.port)
        result["first_view"] = first_view(one.port, "/lo/sops/reg-01/")
        result["memory_mb"] = one.memory_mb()
    result["start_seconds"] = statistics.median(seconds)
    result["start_cpu_seconds"] = statistics.median(cpu_seconds)
    result["large"] = options.large
    return result


def cold_start(var: Path) -> tuple[float, float]:
    """Seconds until the first well answer, and the CPU seconds of all processes until then."""
    from .servers import serving

    with serving(var) as server:
        return server.start_seconds, server.start_cpu_seconds


def rows_to_measure(port: int) -> list:
    from .load import Row, fetch
    from .session import cookie_of

    sop, word = "/lo/sops/reg-01/", quote("ປະກັນສັງຄົມ")
    me = {"Cookie": cookie_of("officer"), "Accept-Encoding": "gzip"}
    zipped = {"Accept-Encoding": "gzip"}
    known = {"If-None-Match": fetch(port, sop, zipped)[1]["etag"], **zipped}
    usual = usual_path()
    return [
        Row(PLAIN, "/bench/plain/"),
        Row("Wagtail page as usual", usual),
        Row("home, anonymous", "/lo/", headers=zipped),
        Row("home, signed in", "/lo/", headers=me),
        Row("SOP, anonymous", sop, headers=zipped),
        Row("SOP, signed in", sop, headers=me),
        Row("SOP, not changed since", sop, headers=known, status=304),
        Row("section", "/lo/tasks/register/", headers=zipped),
        Row("search page", f"/lo/search/?q={word}", headers=zipped),
        Row("search API", f"/api/search/v1?language=lo&q={word}"),
        Row("SOP, large", sop, server="large", headers=zipped),
        Row("section, large", "/lo/tasks/register/", server="large", headers=zipped),
        Row("search API, large", f"/api/search/v1?language=lo&q={word}", server="large"),
    ]


def usual_path() -> str:
    """The tree's address of REG-01 in Lao, below the site's root page."""
    from wagtail.models import Site

    from sop_pages.models import SOPPage

    page = SOPPage.objects.get(language="lo", sop__code="REG-01")
    below = Site.objects.first().root_page.url_path
    return f"/bench/usual/{page.url_path.removeprefix(below)}"


def queries(servers: dict, row) -> int:
    from .load import fetch

    headers = {**row.headers, "X-Count-Queries": "1"}
    return int(fetch(servers[row.server].port, row.path, headers)[1]["x-queries"])


def rounds(servers: dict, rows: list, options) -> dict[str, dict]:
    """{row: {ms, ratio, ratios}}: each row between two bursts of the plain view and divided by
    their mean, since a shared machine changes its pace within seconds; `ratios` by round."""
    from .load import cpu_ms

    def sent(row, count=options.requests) -> float:
        return cpu_ms(servers[row.server], row, count)

    plain, *others = rows
    for row in rows:
        sent(row, WARM_UP)
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    ratios: dict[str, list[float]] = {row.name: [] for row in others}
    for number in range(options.rounds):
        say(f"Round {number + 1} of {options.rounds}")
        before = sent(plain)
        for row in others:
            found, after = sent(row), sent(plain)
            times[row.name].append(found)
            times[PLAIN].append(after)
            ratios[row.name].append(found / ((before + after) / 2))
            before = after
    ratios[PLAIN] = [1.0] * options.rounds
    return {
        name: {
            "ms": round(statistics.median(seen), 3),
            "ratio": round(statistics.median(ratios[name]), 2),
            "ratios": [round(ratio, 3) for ratio in ratios[name]],
        }
        for name, seen in times.items()
    }


def report(result: dict) -> None:
    from django.conf import settings

    from .table import table

    lines = table(result)
    folder = Path(settings.BASE_DIR) / "var"
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
    document = Path(settings.BASE_DIR) / "docs" / "performance.md"
    text = document.read_text(encoding="utf-8")
    before, rest = text.split("<!-- table -->\n", 1)
    after = rest.split("<!-- /table -->", 1)[1]
    joined = f"{before}<!-- table -->\n{lines}\n<!-- /table -->{after}"
    document.write_text(joined, encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    sys.exit(main())
