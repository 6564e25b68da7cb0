"""The database gone in the middle of a sync, and back: nothing is lost or counted twice."""

import http.client
import re
import time
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace

import pytest
from django.db import connection

from .phone import Phone
from .postgres_site import PostgresSite

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.both]
NAMES = ("", "-wal", "-shm")
FILES = "**/api/sync/v1/files/**"
COPY_FROM = re.compile(r"ສະບັບທີ່ບັນທຶກໄວ້.*\d")
PHOTOS = """SELECT count(*) FROM feedback_reportphoto p
    JOIN feedback_report r ON r.id = p.report_id JOIN officers_user u ON u.id = r.sender_id
    WHERE lower(u.username) = ?"""


def says(site) -> tuple[int, str]:
    """What the server itself, not the proxy, says of the session's address."""
    wire = http.client.HTTPConnection("127.0.0.1", site.server_port, timeout=20)
    try:
        wire.request("GET", "/api/session", headers={"Cookie": "sessionid=" + "x" * 32})
        reply = wire.getresponse()
        return reply.status, reply.getheader("Content-Type")
    finally:
        wire.close()


def await_answer(site, status: int) -> None:
    end = time.monotonic() + 60
    while (said := says(site)) != (status, "application/json"):
        assert time.monotonic() < end, said
        time.sleep(0.1)


@pytest.fixture
def place(request):
    """A running site on the engine of this run, and how its database goes and comes back."""
    if connection.vendor == "postgresql":
        yield from on_postgres()
    else:
        yield from on_files(request.getfixturevalue("site"))


def on_files(site):
    """The database's files moved away; the file that others are looked for by goes first and
    comes back last."""
    away = site.folder / "away"
    away.mkdir(exist_ok=True)

    def move(source, target, names):
        for name in names:
            file = source / f"{site.database.name}{name}"
            if file.exists():
                file.rename(target / file.name)

    def lose():
        move(site.folder, away, NAMES)

    def bring_back():
        move(away, site.folder, reversed(NAMES))

    yield SimpleNamespace(site=site, lose=lose, bring_back=bring_back)
    bring_back()


def on_postgres():
    site = PostgresSite(Path(mkdtemp(prefix="khumue")), connection.settings_dict)
    try:
        site.prepare()
        site.start()
        yield SimpleNamespace(site=site, lose=site.gate.stop, bring_back=site.gate.start)
    finally:
        site.close()


@pytest.fixture
def phone(place, keo, browser_engine):
    made = Phone(browser_engine.browser_type, place.site)
    made.sign_in(keo)
    made.ready()
    made.ask("() => lib.saved.refresh('lo')")
    yield made
    made.close()


def test_database_gone_in_mid_sync_and_back_loses_nothing(place, phone, keo):
    site = place.site
    phone.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        phone.report_here("ມີຮູບ", photos=1)
        phone.keep("ສອງ")

    def vanish(route):
        place.lose()
        route.continue_()

    phone.page.route(FILES, vanish, times=1)
    broken = phone.send()
    await_answer(site, 503)
    phone.goto("/lo/sops/reg-01/")
    read = phone.page.inner_text("main")
    phone.report("ໃນຕອນນັ້ນ")
    while_gone = phone.send()
    waiting = sorted(item["payload"]["text"] for item in phone.outbox())
    place.bring_back()
    await_answer(site, 200)
    phone.send()
    again = phone.send()

    assert (broken["why"], while_gone["why"]) == ("server", "offline")
    assert COPY_FROM.search(read)
    assert {"ມີຮູບ", "ໃນຕອນນັ້ນ"} <= set(waiting)
    assert site.received(keo) == sorted(["ມີຮູບ", "ສອງ", "ໃນຕອນນັ້ນ"])
    assert site.rows(PHOTOS, keo) == [(1,)]
    assert (again["sent"], phone.outbox()) == (0, [])
    assert len(phone.sent()) == 3
