"""bin/bench attempts [--officers 220] [--minutes 2]: a room that answers one quiz at once.

Each officer is a thread that does what the phone's page does: begins the quiz, reads all its
questions in one page, sends each of 20 answers as an item through the inbox, hands in, reads the
result, and sends all items once more, as after lost replies. In the field that takes ten minutes;
here the same requests come within `--minutes`. On SQLite, and on PostgreSQL in a database that is
made for it and dropped (--postgresql URL, "" leaves it out). Nothing may fail, and each answer must
stand as it was given. The figures go to var/attempts.json and docs/performance.md.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from .documents import put, write_json
from .phones import POSTGRESQL, empty_database, say

MOST_OFFICERS = 500
MOST_MINUTES = 10.0
QUESTIONS = 20


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench attempts")
    parser.add_argument("--officers", type=int, default=220)
    parser.add_argument("--minutes", type=float, default=2.0, help="for what takes ten in a room")
    parser.add_argument("--postgresql", default=POSTGRESQL, help='"" leaves it out')
    options = parser.parse_args(arguments)
    if not 1 <= options.officers <= MOST_OFFICERS:
        parser.error(f"--officers goes from 1 to {MOST_OFFICERS}.")
    if not 0 < options.minutes <= MOST_MINUTES:
        parser.error(f"--minutes goes up to {MOST_MINUTES:.0f}.")
    result = {"officers": options.officers, "minutes": options.minutes, "databases": {}}
    for name, url in {"SQLite": "", "PostgreSQL": options.postgresql}.items():
        if name == "SQLite" or url:
            say(name)
            result["databases"][name] = on_database(url, options.officers, options.minutes)
    write_json("attempts", result)
    put("performance.md", "attempts", table(result))
    print(json.dumps(result))
    return 0 if all(is_well(found) for found in result["databases"].values()) else 1


def on_database(url: str, officers: int, minutes: float) -> dict:
    """A server with that many officers and a quiz; see attempts_load.py."""
    from .attempts_load import measure
    from .phones_load import manage

    folders = TemporaryDirectory(prefix="khumue-attempts-")
    with folders as folder, empty_database(url, "khumue_bench_attempts") as own:
        environment = {
            "KHUMUE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "sop_site.offline.tests.server_settings",
            "DATABASE_URL": own,
        }
        manage(environment, "migrate", "--verbosity=0")
        return measure(
            Path(folder), environment, officers=officers, questions=QUESTIONS, minutes=minutes
        )


def is_well(found: dict) -> bool:
    """No error, every answer as it was given, every attempt handed in once with its mark."""
    return not found["errors"] and not found["lost"] and found["handed_in"] == found["officers"]


def table(result: dict) -> str:
    lines = [
        f"| database | officers, in {result['minutes']:g} min | requests, a second | errors, waits "
        "| answers lost | handed in | p50, p95 of an answer | of beginning | of handing in | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in result["databases"].items():
        times = {
            kind: f"{cuts['p50']:.0f}, {cuts['p95']:.0f} ms" for kind, cuts in found["ms"].items()
        }
        lines.append(
            f"| {name} | {found['officers']} | {found['requests']}, {found['rate']:.0f} "
            f"| {len(found['errors'])}, {found['waits']} | {found['lost']} of {found['answers']} "
            f"| {found['handed_in']} | {times['answer']} | {times['begin']} | {times['hand_in']} "
            f"| {'met' if is_well(found) else '**missed**'} |"
        )
    return "\n".join(lines)
