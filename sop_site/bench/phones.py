"""bin/bench phones [--phones 200] [--items 4]: the sync endpoints under many phones at once.

Each phone is a thread with a connection of its own: it asks for the session, sends reports in
batches, one with a photo in parts, and sends all once more, as after a lost reply. On SQLite, and
on PostgreSQL in a database that is made for it and dropped (--postgresql URL, "" leaves it out).
Nothing may fail, and the rows must be the keys that were sent. The figures go to var/phones.json
and docs/performance.md.
"""

import argparse
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from .documents import put, write_json

POSTGRESQL = "postgres://root@127.0.0.1:5432/root"
MOST_PHONES = 500


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench phones")
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--items", type=int, default=4, help="that each phone sends")
    parser.add_argument("--postgresql", default=POSTGRESQL, help='"" leaves it out')
    options = parser.parse_args(arguments)
    if not 1 <= options.phones <= MOST_PHONES:
        parser.error(f"--phones goes from 1 to {MOST_PHONES}.")
    result = {"phones": options.phones, "items": options.items, "databases": {}}
    for name, url in {"SQLite": "", "PostgreSQL": options.postgresql}.items():
        if name == "SQLite" or url:
            say(name)
            result["databases"][name] = on_database(url, options.phones, options.items)
    write_json("phones", result)
    put("performance.md", "phones", table(result))
    print(json.dumps(result))
    return 0 if all(is_well(found) for found in result["databases"].values()) else 1


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def on_database(url: str, phones: int, items: int) -> dict:
    """A server with that many officers, first one phone, then all at once; see phones_load.py."""
    from .phones_load import manage, measure

    with (
        TemporaryDirectory(prefix="khumue-phones-") as folder,
        empty_database(url, "khumue_bench_phones") as own,
    ):
        environment = {
            "KHUMUE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "sop_site.offline.tests.server_settings",
            "DATABASE_URL": own,
        }
        manage(environment, "migrate", "--verbosity=0")
        return measure(Path(folder), environment, phones=phones, items=items)


@contextmanager
def empty_database(url: str, name: str):
    """The URL of a new database of that name on the server at `url`, dropped afterwards; "" for
    SQLite. Two benches at once need two names."""
    if not url:
        yield ""
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def is_well(found: dict) -> bool:
    """No error, and each key that was sent stands there once, its photo too."""
    whole = found["rows"] == found["keys"] and found["photos"] == found["photos_sent"]
    return not found["errors"] and whole


def table(result: dict) -> str:
    lines = [
        "| database | phones | requests, a second | errors | rows of keys sent | photos "
        "| p50, p95 of a batch | of one phone alone | p95 ÷ alone | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in result["databases"].items():
        many, one = found["many"], found["one"]
        lines.append(
            f"| {name} | {result['phones']} | {found['requests']}, {found['rate']:.0f} "
            f"| {len(found['errors'])} | {found['rows']} of {found['keys']} "
            f"| {found['photos']} of {found['photos_sent']} "
            f"| {many['p50']:.0f}, {many['p95']:.0f} ms | {one['p50']:.0f}, {one['p95']:.0f} ms "
            f"| {many['p95'] / one['p95']:.1f} | {'met' if is_well(found) else '**missed**'} |"
        )
    return "\n".join(lines)
