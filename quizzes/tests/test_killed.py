"""Attempts that run while the server is killed: what was given stands, once, and is marked."""

import http.client
import json
import threading
import time

import pytest

from sop_site.bench import attempts_load, phones_load

pytestmark = pytest.mark.slow
TAKERS, QUESTIONS = 4, 20
BROKEN = (OSError, http.client.HTTPException)


class Taker(attempts_load.Officer):
    """An officer whose phone never gives up: it sends again until it hears a receipt."""

    def _send(self, wires, wanted, photo):
        super()._send(wires, {"stored", "duplicate"}, photo)

    def _ask(self, *request):
        return self._until_answered(super()._ask, request)

    def _page(self, *request):
        return self._until_answered(super()._page, request)

    def _until_answered(self, ask, request):
        end = time.monotonic() + 90
        while time.monotonic() < end:
            try:
                return ask(*request)
            except BROKEN:
                self.wire.close()
                time.sleep(0.05)
        raise TimeoutError(request[:2])


def await_answers(takers, wanted):
    end = time.monotonic() + 120
    while sum(len(taker.given) for taker in takers) < wanted:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_four_kills_in_the_middle_of_attempts_lose_no_answer(site):
    script = attempts_load.PREPARE.format(slug=attempts_load.SLUG, questions=QUESTIONS)
    site.manage("shell", "-v0", "-c", script)
    cookies = phones_load.officers(site.environment, "Taker", TAKERS)
    start = threading.Barrier(TAKERS + 1)
    takers = [Taker(site.server_port, cookie, 0, start, n) for n, cookie in enumerate(cookies)]
    for taker in takers:
        taker.start()
    start.wait()

    for wanted in (10, 25, 40, 55):
        await_answers(takers, wanted)
        site.kill()
        site.process.wait()
        site.revive()
    for taker in takers:
        taker.join(120)

    kept = json.loads(
        site.manage("shell", "-v0", "-c", attempts_load.KEPT.format(slug=attempts_load.SLUG))
    )
    assert [taker.heard.errors for taker in takers] == [[]] * TAKERS
    assert [len(taker.given) for taker in takers] == [QUESTIONS] * TAKERS
    assert [attempts_load.lost(taker, kept) for taker in takers] == [0] * TAKERS
    assert attempts_load.wrong_marks(takers, kept) == []
    assert len(kept) == TAKERS
