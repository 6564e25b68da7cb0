"""A real gunicorn under what happens to servers: killed, locked out, out of room, reloaded. What it
acknowledged is stored, once; and whatever is sent to it, the connection stays usable."""

import gzip
import http.client
import json
import os
import resource
import signal
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from sop_site.bench import phones_load

pytestmark = pytest.mark.slow
ITEMS = "/api/sync/v1/items"
WRITERS, OFFICERS = 4, 40
BROKEN = (OSError, http.client.HTTPException)


class Writer(phones_load.Phone):
    """A phone that never gives up: it sends each report again until it hears a receipt."""

    def __init__(self, port, cookie, start, enough):
        super().__init__(port, cookie, 0, start)
        self.enough = enough

    def _work(self):
        self._enter()
        while not self.enough.is_set():
            self.write()

    def write(self, photo=True):
        wire, content = self._item(phones_load.photo_like(os.urandom(4).hex()) if photo else b"")
        self._send([wire], {"stored"}, content)

    def _send(self, wires, wanted, photo):
        super()._send(wires, {"stored", "duplicate"}, photo)

    def _ask(self, *request):
        end = time.monotonic() + 90
        while time.monotonic() < end:
            try:
                return super()._ask(*request)
            except BROKEN:
                self.wire.close()
                time.sleep(0.05)
        raise TimeoutError(request[:2])


@pytest.fixture(scope="module")
def cookies(running):
    """Officers' cookies that no other test uses, one after the other."""
    return iter(phones_load.officers(running.environment, "Writer", OFFICERS))


@pytest.fixture
def officer_at(site, cookies):
    """A signed-in phone before the server itself, not the proxy."""
    phone = Writer(site.server_port, next(cookies), threading.Barrier(1), threading.Event())
    phone.connect()
    phone._enter()
    yield phone
    phone.wire.close()


@pytest.fixture
def all_is_kept(site):
    """all_is_kept(phones): what they heard is what stands there, once, photos too."""

    def check(phones):
        heard = {}
        for phone in phones:
            assert phone.heard.errors == []
            heard |= phone.heard.receipts
        if site.rows("SELECT 1 FROM offline_inboxfile WHERE state = 'whole'"):
            site.manage("tick")  # came whole just before a kill: handed over each minute
        owners = "SELECT id, receipt FROM offline_inboxitem WHERE state = 'handled'"
        kept = dict(site.rows(owners))
        assert {key: kept.get(key.replace("-", "")) for key in heard} == heard
        for key in heard:
            reports = "SELECT count(*) FROM feedback_report WHERE item_id = ?"
            assert site.rows(reports, key.replace("-", "")) == [(1,)]
        files = site.rows(
            "SELECT f.state, f.offset = f.size FROM offline_inboxfile f"
            " JOIN offline_inboxitem i ON i.id = f.item_id JOIN officers_user u"
            " ON u.id = i.owner_id WHERE u.name = 'Writer'"
        )
        assert set(files) <= {("taken", 1)}
        return len(heard)

    return check


@pytest.fixture
def under_load(site, cookies, all_is_kept):
    """Runs a deed while four phones write; returns how many items they sent."""

    def run(deed):
        start, enough = threading.Barrier(WRITERS + 1), threading.Event()
        writers = [Writer(site.server_port, next(cookies), start, enough) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        start.wait()
        await_items(writers, 8)
        deed(writers)
        await_items(writers, 8)
        enough.set()
        for writer in writers:
            writer.join(120)
        return all_is_kept(writers)

    return run


def await_items(writers, more):
    """Until they have heard this many receipts more."""
    before, end = received(writers), time.monotonic() + 120
    while received(writers) < before + more:
        assert time.monotonic() < end
        time.sleep(0.01)


def received(writers):
    return sum(len(writer.heard.receipts) for writer in writers)


def workers_of(site):
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def test_eight_kills_under_four_writers_lose_nothing(site, under_load):
    def kill(writers):
        for _ in range(8):
            await_items(writers, 3)
            site.kill()
            site.process.wait()
            site.revive()

    assert under_load(kill) >= 8 * 3


def test_killed_worker_loses_nothing(site, under_load):
    def kill(writers):
        for _ in range(3):
            for pid in workers_of(site):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await_items(writers, 4)

    assert under_load(kill) >= 12
    assert not site.is_dead()


def test_reload_under_load_loses_nothing(site, under_load):
    def reload(writers):
        before = set(workers_of(site))
        os.kill(site.process.pid, signal.SIGHUP)
        await_items(writers, 8)
        end = time.monotonic() + 60
        while before & set(workers_of(site)):
            assert time.monotonic() < end
            time.sleep(0.05)

    assert under_load(reload) >= 16


def raw(phone, method, path, body=b"", **headers):
    """(status, reply) of one request on the phone's connection, which must stay open."""
    given = {"Cookie": phone.cookie, "X-CSRFToken": phone.token, "Content-Type": "application/json"}
    given = {**given, **{name.replace("_", "-"): value for name, value in headers.items()}}
    phone.wire.request(method, path, body, {k: v for k, v in given.items() if v is not None})
    reply = phone.wire.getresponse()
    return reply.status, json.loads(reply.read())


def batch(**changes):
    sound = {"protocol": 1, "client_now": "2026-11-25T08:00:00Z", "items": []}
    return json.dumps({**sound, **changes}).encode()


BODY = batch(filler="x" * 300_000)
UNKNOWN = f"/api/sync/v1/files/{'0' * 8}-0000-4000-8000-{'0' * 12}/{'a' * 64}?offset=0"
REFUSED = {
    "signed out": (401, "POST", ITEMS, BODY, {"Cookie": None}),
    "no token": (403, "POST", ITEMS, BODY, {"X_CSRFToken": None}),
    "other type": (415, "POST", ITEMS, BODY, {"Content_Type": "text/plain"}),
    "gzip bomb": (
        415, "POST", ITEMS, gzip.compress(b"0" * 10_000_000), {"Content_Encoding": "gzip"},
    ),
    "other method": (405, "PUT", ITEMS, BODY, {}),
    "3 MiB": (413, "POST", ITEMS, batch(filler="x" * 3 * 1024 * 1024), {}),
    "2 MB item": (413, "POST", ITEMS, batch(items=[{"text": "x" * 2_000_000}]), {}),
    "1,001 items": (413, "POST", ITEMS, batch(items=[{}] * 1001), {}),
    "other protocol": (426, "POST", ITEMS, batch(protocol=99), {}),
    "no JSON": (400, "POST", ITEMS, BODY[:-5], {}),
    "not UTF-8": (400, "POST", ITEMS, BODY.replace(b"xxx", b"\xff\xfe\xfd"), {}),
    "deep": (400, "POST", ITEMS, b"[" * 100_000 + b"]" * 100_000, {}),
    "unknown address": (404, "POST", "/api/sync/v1/elsewhere", BODY, {}),
    "unknown file": (404, "POST", UNKNOWN, b"x" * 1000, {"Content_Type": "a/b"}),
    "long part": (413, "POST", UNKNOWN, b"x" * 200_000, {"Content_Type": "a/b"}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refusal_leaves_the_connection_usable(officer_at, all_is_kept, case):
    status, method, path, body, headers = REFUSED[case]

    for _ in range(3):
        before = officer_at.wire.sock
        said = raw(officer_at, method, path, body, **headers)
        after = raw(officer_at, "GET", "/api/session")
        assert (said[0], said[1]["protocol"]) == (status, 1)
        assert (after[0], after[1]["uid"]) == (200, officer_at.uid)
        assert officer_at.wire.sock is before

    officer_at.write()
    assert all_is_kept([officer_at]) == 1


def honest(phone):
    wire, _content = phone._item(b"")
    return wire, batch(items=[wire])


def refused_then_stored_once(phone, site, fault):
    """503 in JSON within 8 s while the fault lasts; the same item afterwards is stored once."""
    wire, body = honest(phone)
    with fault:
        began = time.monotonic()
        status, said = raw(phone, "POST", ITEMS, body)
        seconds = time.monotonic() - began
        assert (status, said) == (503, {"protocol": 1, "code": "busy"})
    again = [raw(phone, "POST", ITEMS, body)[1]["results"][0]["status"] for _ in range(2)]
    assert again == ["stored", "duplicate"]
    key = wire["id"].replace("-", "")
    assert site.rows("SELECT count(*) FROM feedback_report WHERE item_id = ?", key) == [(1,)]
    return seconds


class Locked:
    """Another process holds the write lock."""

    def __init__(self, site):
        self.database = sqlite3.connect(site.database, isolation_level=None)

    def __enter__(self):
        self.database.execute("BEGIN IMMEDIATE")

    def __exit__(self, *error):
        self.database.rollback()
        self.database.close()


class DiskFull:
    """No file of the workers may grow beyond some kilobytes."""

    def __init__(self, site):
        self.pids = workers_of(site)

    def _limit(self, most):
        for pid in self.pids:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))

    def __enter__(self):
        self._limit(4096)

    def __exit__(self, *error):
        self._limit(resource.RLIM_INFINITY)


@pytest.mark.parametrize("fault", [Locked, DiskFull])
def test_database_out_of_reach_is_told_and_loses_nothing(officer_at, site, fault):
    seconds = refused_then_stored_once(officer_at, site, fault(site))

    assert seconds < 8
    with closing(sqlite3.connect(site.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
