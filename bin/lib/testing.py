"""bin/test: checks, then all tests; on SQLite always, on PostgreSQL and Redis where they are asked.

    bin/test          everything, Chromium included
    bin/test quick    what needs no browser and is done in a minute
    bin/test ARGS     passed on to pytest, on SQLite, without the checks

KHUMUE_TEST_SERVICES=required (and CI=true) runs what needs no browser again on PostgreSQL and
Redis, and fails without them; =never leaves them out; else they are used where they answer.
The addresses are DATABASE_URL and REDIS_URL, or what is usual on 127.0.0.1.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import checking
import environment
from environment import PYTHON, ROOT, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL = "postgres://root@127.0.0.1:5432/root"
REDIS = "redis://127.0.0.1:6379/15"
NO_BROWSER = "not browser"
QUICK = "not browser and not slow and not thorough"
SECOND = "both or not browser and not slow"
PROCESSES = "2"
LAST_FAILED = ("--last-failed", "--last-failed-no-failures=none")
FAILED, NOTHING_THERE = 1, 5  # pytest's exit codes
UNSTEADY_AT_MOST = 5


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    environment.ready("dev")
    if arguments and arguments != ["quick"]:
        return pytest("SQLite", *arguments)
    if checking.main():
        return 1
    if arguments == ["quick"]:
        return pytest("SQLite", "-m", QUICK, *spread())
    services = wanted_services()
    find_chromium()
    status = pytest("SQLite", *spread(), "--create-db")
    if status == FAILED and only_a_few_browser_tests_failed():
        say("Only tests in the browser failed: once more, alone. Unsteady ones are to be mended")
        status = pytest("SQLite, again", *LAST_FAILED)
    if not status and services:
        say("PostgreSQL and Redis: what needs no browser, once more")
        status = pytest("PostgreSQL", "-m", SECOND, *spread(), "--create-db", **services)
    minutes = (time.monotonic() - began) / 60
    say(f"{'All is well' if not status else 'There are failures'} after {minutes:.1f} minutes.")
    return status


def only_a_few_browser_tests_failed() -> bool:
    """True where a busy machine may be what is wrong: few failures, all of them in the browser."""
    kept = json.loads((ROOT / ".pytest_cache/v/cache/lastfailed").read_text(encoding="utf-8"))
    if not kept or len(kept) > UNSTEADY_AT_MOST:
        return False
    return pytest("those that failed", *LAST_FAILED, "-m", NO_BROWSER, "--co") == NOTHING_THERE


def spread() -> list[str]:
    """Over two processes; a file's tests stay together, as they share what is slow to make."""
    return ["-n", PROCESSES, "--dist", "loadfile"]


def pytest(title: str, *arguments: str, **services: str) -> int:
    say(f"Tests on {title}")
    settled = {"DATABASE_URL": "", "REDIS_URL": "", **services}
    command = [PYTHON, "-m", "pytest", "-q", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settled}, stdin=subprocess.DEVNULL
    ).returncode


def wanted_services() -> dict[str, str]:
    """The addresses of PostgreSQL and Redis, or nothing. Ends the program when they must answer
    and don't."""
    wish = os.environ.get("KHUMUE_TEST_SERVICES", "").strip()
    if wish not in {"", "required", "never"}:
        sys.exit(f"KHUMUE_TEST_SERVICES is {wish!r}; it must be required, never or empty.")
    required = wish == "required" or (not wish and os.environ.get("CI", "").lower() == "true")
    services = {
        "DATABASE_URL": os.environ.get("DATABASE_URL", "").strip() or POSTGRESQL,
        "REDIS_URL": os.environ.get("REDIS_URL", "").strip() or REDIS,
    }
    silent = [name for name, url in services.items() if not answers(url)]
    if wish == "never":
        return {}
    if silent and required:
        sys.exit(f"Nobody answers at {' and '.join(silent)}; CI and =required need both.")
    if silent:
        say(f"Nobody answers at {' and '.join(silent)}: tests run on SQLite alone.")
        return {}
    return services


def answers(url: str) -> bool:
    parts = urlsplit(url)
    usual = 6379 if parts.scheme.startswith("redis") else 5432
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or usual), 3):
            return True
    except OSError:
        return False


def find_chromium() -> None:
    """Uses the machine's Chromium, else installs it by apt, else Playwright's own."""
    if any(shutil.which(name) for name in CHROMIUM):
        return
    say("Chromium is missing; installing it")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        line = "apt-get update && apt-get install -y --no-install-recommends chromium"
        subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL)
    if any(shutil.which(name) for name in CHROMIUM):
        return
    command = [PYTHON, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command.insert(4, "--with-deps")
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        sys.exit("Chromium could not be installed; apt-get install -y chromium as root does it.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
