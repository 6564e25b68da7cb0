"""Steps, pairs and computed numbers on a phone while the server is killed again and again."""

import json

import pytest

from .quiz_phone import NEXT, answer, answers_on_server, attempt_row, begin, hand_in, open_question
from .test_written_keys_on_phone import PREPARE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TYPES = ["ordering", "matching", "computed"]


def test_answers_survive_kills_of_the_server(handset, site, keo):
    site.manage("shell", "-v0", "-c", PREPARE.format(name=keo, types=TYPES))
    address = begin(handset, f"written-{keo}")

    open_question(handset, address, 1)
    for position in range(1, len(TYPES) + 1):
        handset.page.wait_for_function("(n) => location.hash === `#question-${n}`", arg=position)
        site.kill()
        site.process.wait()
        answer(handset)
        site.revive()
        handset.page.click(NEXT)
    handset.page.wait_for_selector("[data-overview]:not([hidden])")
    site.kill()
    site.process.wait()
    hand_in(handset)
    given = {item["payload"].get("question"): item["payload"] for item in handset.outbox()}
    given |= {item["payload"].get("question"): item["payload"] for item in handset.sent()}
    site.revive()
    handset.page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    handset.until("() => lib.outbox.waiting().then((items) => !items.length)")

    kept = [json.loads(text) for text in answers_on_server(handset, keo)]
    sent = [payload["response"] for key, payload in given.items() if key]
    assert len(kept) == len(TYPES)
    assert sorted(map(str, kept)) == sorted(map(str, sent))
    assert attempt_row(handset, keo, "state")[0] == "handed_in"
