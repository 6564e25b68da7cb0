"""The database gone in the middle of a sync, and back: nothing is lost or counted twice."""

import shutil
import time
import urllib.error
import urllib.request

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("", "-wal", "-shm")
FILES = "**/api/sync/v1/files/**"


def answers(site) -> int:
    """What the server itself, not the proxy, says of the session's address."""
    try:
        url = f"http://127.0.0.1:{site.server_port}/api/session"
        with urllib.request.urlopen(url, timeout=20) as reply:
            return reply.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:  # workers are being exchanged
        return 0


def await_answer(site, status: int) -> None:
    end = time.monotonic() + 60
    while answers(site) != status:
        assert time.monotonic() < end, status
        time.sleep(0.1)


@pytest.fixture
def gone(site):
    """The database's files, moved away under a running server: gone() does it, gone(back=True)
    brings them back."""
    away = site.folder / "away"
    away.mkdir(exist_ok=True)

    def move(source, target):
        for name in NAMES:
            file = source / f"{site.database.name}{name}"
            if file.exists():
                shutil.move(file, target / file.name)

    def do(*, back=False):
        if back:
            move(away, site.folder)
            await_answer(site, 200)
            return
        site.kill()  # else connections to the moved file live on
        site.process.wait()
        move(site.folder, away)
        with (site.folder / "server.log").open("ab") as log:
            site.process = site._process(log)
        await_answer(site, 503)

    yield do
    if not site.database.exists():
        do(back=True)


def test_database_gone_in_mid_sync_and_back_loses_nothing(handset, keo, site, gone):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ມີຮູບ", photos=1)
        handset.keep("ສອງ")

    def vanish(route):
        gone()
        route.continue_()

    handset.page.route(FILES, vanish, times=1)
    broken = handset.send()
    while_gone = handset.send()
    waiting = [item["payload"]["text"] for item in handset.outbox()]
    gone(back=True)
    handset.send()
    again = handset.send()

    photos = "SELECT count(*) FROM feedback_reportphoto p JOIN feedback_report r ON r.id"
    photos += " = p.report_id JOIN officers_user u ON u.id = r.sender_id"
    photos += " WHERE lower(u.username) = ?"
    assert (broken["why"], while_gone["why"]) == ("server", "offline")
    assert "ມີຮູບ" in waiting
    assert site.received(keo) == ["ມີຮູບ", "ສອງ"]
    assert site.rows(photos, keo) == [(1,)]
    assert (again["sent"], handset.outbox()) == (0, [])
    assert len(handset.sent()) == 2
