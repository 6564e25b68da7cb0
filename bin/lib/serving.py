"""bin/serve: from a bare clone to a running site. Sets up what is missing, keeps the server."""

import argparse
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import environment
from environment import PYTHON, ROOT, say

DEVELOPMENT = "sop_site.settings.development"
WORKERS, THREADS = 2, 4
TICK_SECONDS = 60
START_SECONDS = 60
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
DATA = ("khumue.sqlite3*", "media", "prepared.json", "tick.json")


class Stopped(Exception):
    """Ctrl-C, or the wish of whoever started us."""


def main() -> None:
    options = arguments()
    host, port = address()
    check_settings()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        check_port(host, port)
        if options.fresh:
            start_anew(options.yes)
        environment.ready()
        serve(host, port)
    except Stopped:
        say("\nStopped.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/serve",
        description="Sets up Khumue and serves it on HOST (127.0.0.1) and PORT (8000).",
    )
    parser.add_argument("--fresh", action="store_true", help="delete all data first, after asking")
    parser.add_argument("--yes", action="store_true", help="with --fresh: don't ask")
    options = parser.parse_args()
    if options.yes and not options.fresh:
        parser.error("--yes goes with --fresh.")
    return options


def address() -> tuple[str, int]:
    port = os.environ.get("PORT", "").strip() or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT is {port!r}; it must be a number from 1 to 65535.")
    return os.environ.get("HOST", "").strip() or "127.0.0.1", int(port)


def check_settings() -> None:
    chosen = os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    if chosen != DEVELOPMENT:
        sys.exit(
            f"DJANGO_SETTINGS_MODULE is {chosen!r}; bin/serve runs the development settings only. "
            "docs/operators.md says how to run production."
        )


def var() -> Path:
    return Path(os.environ.get("KHUMUE_VAR", "").strip() or ROOT / "var").expanduser().resolve()


def start_anew(agreed: bool) -> None:
    """Deletes database and uploads, after asking. Password and key of this machine stay."""
    if os.environ.get("DATABASE_URL", "").strip():
        sys.exit("DATABASE_URL is set; bin/serve --fresh deletes only the database in var/.")
    found = [path for name in DATA for path in sorted(var().glob(name))]
    if not found:
        return
    if not agreed:
        question = f"This deletes all data in {var()}: people, SOPs, attempts, reports, photos.\n"
        say(question + "Type yes to go on:")
        if sys.stdin.readline().strip().lower() != "yes":
            sys.exit("Nothing was deleted.")
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("All data deleted.")


def check_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        sys.exit(f"{host}:{port} can't be used ({error.strerror}); choose another with PORT=8001.")


def stop(number, frame):
    raise Stopped


def child(command: list, **options) -> subprocess.Popen:
    """Starts a child in a session of its own: Ctrl-C reaches us alone, and we end it in order."""
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent, **options
    )


def die_with_parent() -> None:
    """Asks Linux to end this child when bin/serve is killed without a chance to do so."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end(process: subprocess.Popen | None) -> None:
    """Ends a child and all that it started."""
    if process is None or process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def gunicorn(host: str, port: int) -> list[str]:
    return [
        f"--bind={bracketed(host)}:{port}",
        f"--workers={WORKERS}",
        "--worker-class=gthread",
        f"--threads={THREADS}",
        "--log-level=warning",
        "--graceful-timeout=5",
    ]


def wait_until_prepared(server: subprocess.Popen, result: Path) -> dict:
    """Database, static files, content are ready. Returns {password, people}."""
    while not result.exists():
        if server.poll() is not None:
            sys.exit("The set-up did not finish; see above. Nothing was deleted.")
        time.sleep(0.05)
    return json.loads(result.read_text(encoding="utf-8"))


def serve(host: str, port: int) -> None:
    """Sets up and serves in one process, which imports everything once; and each minute what time
    brings. Until one of them or we end."""
    server = ticker = None
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "sign-ins.json"
            prepare = [PYTHON, "manage.py", "prepare", "--result", result]
            server = child([*prepare, "--serve", *gunicorn(host, port)])
            sign_ins = wait_until_prepared(server, result)
        wait_until_up(server, host, port)
        announce(host, port, sign_ins)
        due = time.monotonic() + TICK_SECONDS
        while server.poll() is None:
            time.sleep(0.5)
            if time.monotonic() >= due and (ticker is None or ticker.poll() is not None):
                due = time.monotonic() + TICK_SECONDS
                ticker = child([PYTHON, "manage.py", "tick", "--worker"])
        sys.exit("The server ended by itself; see above.")
    finally:
        end(ticker)
        end(server)


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def wait_until_up(server: subprocess.Popen, host: str, port: int) -> None:
    """Waits for the first well answer. Ends the program when the server gives up."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    url = f"http://{bracketed(here)}:{port}/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    said = "no answer"
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("The server did not start; see above.")
        try:
            opener.open(url, timeout=5).read()
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")
        except OSError:
            pass
        else:
            return
        time.sleep(0.1)
    sys.exit(f"The server is not well after {START_SECONDS} s: {said}")


def announce(host: str, port: int, sign_ins: dict) -> None:
    say(f"\nKhumue is open at http://{bracketed(host)}:{port}/")
    if sign_ins["people"]:
        say("Sign in as:")
        for person in sign_ins["people"]:
            say(f"  {person['username']:<14} {', '.join(person['roles'])}")
        say(f"Password of all: {sign_ins['password']}")
    say("Ctrl-C stops it.")


if __name__ == "__main__":
    main()
