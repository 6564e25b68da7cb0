"""bin/serve from a fresh clone, as a newcomer meets it. Minutes: it installs all packages."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import pytest
from django.conf import settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (settings.BASE_DIR / ".git").exists() or not shutil.which("git"),
        reason="needs a git clone to clone from",
    ),
]

SECOND_SECONDS = 8
LEFT_OUT = ("DJANGO_", "KHUMUE_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PYTEST")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer") / "khumue"
    subprocess.run(["git", "clone", "-q", settings.BASE_DIR, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def environment():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(LEFT_OUT)}
    return {**inherited, "PORT": str(port), "KHUMUE_DEMO_PASSWORD": "ສະບາຍດີ-2026"}


class Running:
    """bin/serve in the clone, until it says that Ctrl-C stops it."""

    def __init__(self, clone, environment, *options):
        began = time.monotonic()
        self.port = environment["PORT"]
        self.process = subprocess.Popen(
            ["bin/serve", *options],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith("Ctrl-C"):
                break
        self.seconds = time.monotonic() - began

    def get(self, path) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=20) as response:
            return response.status, response.read().decode()

    def interrupt(self) -> int:
        """Ctrl-C: the signal goes to the whole group of the terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.end()

    def end(self, seconds=30) -> int:
        """Waits until it has ended; nothing of it stays open."""
        with self.process.stdout:
            return self.process.wait(seconds)


def state_and_parent(pid: int) -> tuple[str, int] | None:
    try:
        with open(f"/proc/{pid}/stat") as file:
            state, parent = file.read().rsplit(")", 1)[1].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return state, int(parent)


def family_of(pid: int) -> list[int]:
    """pid, its children and theirs. By each one's parent: `children` of proc may leave some out."""
    everyone = [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    parents = {one: state_and_parent(one) for one in everyone}
    family = [pid]
    for member in family:
        family.extend(one for one, known in parents.items() if known and known[1] == member)
    return family


def whole_family(pid: int, at_least=4, seconds=20) -> list[int]:
    """The family once all workers were started: the first one answers before the last is there."""
    until = time.monotonic() + seconds
    while len(family := family_of(pid)) < at_least and time.monotonic() < until:
        time.sleep(0.1)
    return family


def alive(pid: int) -> bool:
    known = state_and_parent(pid)
    return known is not None and known[0] != "Z"


@pytest.fixture(scope="module")
def first(clone, environment):
    """The first start; what it said, and how it ended."""
    running = Running(clone, environment)
    page = running.get("/lo/") if running.process.poll() is None else None
    family = whole_family(running.process.pid)
    status = running.interrupt()
    return {"running": running, "page": page, "family": family, "status": status}


def test_first_start_says_what_it_does(first):
    said = "\n".join(first["running"].said)

    assert "Making the virtual environment .venv" in said
    assert re.search(r"\n  \d+ of \d+ packages", said)
    assert re.search(r"\n  \d+ of \d+ migrations", said)
    assert f"Khumue is open at http://127.0.0.1:{first['running'].port}/" in said
    for name in ("officer", "coordinator", "trainer", "reviewer", "lead", "observer", "admin"):
        assert re.search(rf"\n  {name} ", said)
    assert "Password of all: ສະບາຍດີ-2026" in said


def test_first_start_serves_a_page(first):
    status, text = first["page"]

    assert status == 200
    assert "<main" in text


def test_interrupt_ends_server_and_workers(first):
    assert first["status"] == 0
    assert len(first["family"]) >= 4
    assert [pid for pid in first["family"] if alive(pid)] == []


def test_second_start_is_quick_and_keeps_data(first, clone, environment):
    before = (clone / "var" / "khumue.sqlite3").stat().st_ino

    running = Running(clone, environment)
    health = running.get("/healthz")
    running.interrupt()

    assert running.seconds <= SECOND_SECONDS
    assert '"status": "ok"' in health[1]
    assert running.said[:3] == [
        "Database: up to date",
        "Static files: up to date",
        "Starting content: up to date",
    ]
    assert (clone / "var" / "khumue.sqlite3").stat().st_ino == before


def test_fresh_asks_and_keeps_without_yes(first, clone, environment):
    done = subprocess.run(
        ["bin/serve", "--fresh"],
        cwd=clone,
        env=environment,
        input="no\n",
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "Type yes to go on:" in done.stdout
    assert done.stderr == "Nothing was deleted.\n"
    assert (clone / "var" / "khumue.sqlite3").exists()


def test_port_in_use_is_said(first, clone, environment):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        done = subprocess.run(
            ["bin/serve"], cwd=clone, env=environment, capture_output=True, text=True
        )

    assert done.returncode == 1
    assert "choose another with PORT=8001." in done.stderr


def test_lost_database_is_not_made_anew(first, clone, environment):
    database = clone / "var" / "khumue.sqlite3"
    aside = database.rename(clone / "aside.sqlite3")
    try:
        running = Running(clone, environment)
        status = running.end(60)
    finally:
        aside.rename(database)

    assert status == 1
    assert any("is gone; it was there once." in line for line in running.said)


def test_fresh_with_yes_begins_anew(first, clone, environment):
    before = (clone / "var" / "khumue.sqlite3").stat().st_ctime_ns

    running = Running(clone, environment, "--fresh", "--yes")
    running.interrupt()

    assert running.said[0] == "All data deleted."
    assert (clone / "var" / "khumue.sqlite3").stat().st_ctime_ns > before
    assert any(line.startswith("Database: done in") for line in running.said)
