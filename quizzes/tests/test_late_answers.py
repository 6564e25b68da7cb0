"""Answers made without a network that arrive after the close: the phone's time is a claim."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.hand_in_codes import code_of
from quizzes.models import Quiz
from quizzes.reviewing import note_seen
from sop_site.offline import consenting, inbox
from sop_site.offline.models import InboxItem

from .test_items import answer_of, hand_in, send

HOUR = timedelta(hours=1)


@pytest.fixture
def closed(begun):
    """The attempt's quiz closed an hour ago."""
    now = timezone.now()
    Quiz.objects.filter(pk=begun.quiz_id).update(opens_at=now - 9 * HOUR, closes_at=now - HOUR)
    return begun


def sync(client, attempt, *, made, skew=0.0, clock=None, response="c"):
    """Sends an answer as a phone does; its clock says `clock` now and said `made` then."""
    item = {
        "id": str(uuid.uuid4()),
        "kind": "quiz.answer",
        "schema": 1,
        "owner": attempt.officer.uid,
        "created_at": made.isoformat(),
        "skew_at_create": skew,
        "payload": {
            "attempt": attempt.uuid.hex,
            "question": attempt.responses.get(position=1).question.key,
            "sequence": int(made.timestamp() * 1000),
            "response": response,
            "answered_at": made.isoformat(),
        },
        "files": [],
    }
    now = (clock or timezone.now()).isoformat()
    body = json.dumps({"protocol": 1, "client_now": now, "items": [item]})
    reply = client.post("/api/sync/v1/items", body, content_type="application/json")
    return reply.json()["results"][0]


def test_answer_made_before_the_close_counts(closed, officer, as_):
    made = timezone.now() - 2 * HOUR

    said = sync(as_(officer), closed, made=made)

    kept = closed.responses.select_related("attempt__quiz").get(position=1)
    assert said["status"] == "stored"
    assert (kept.answer, kept.time_trust) == ("c", "phone")
    assert kept.claimed_at == made
    assert kept.answered_at > kept.attempt.quiz.closes_at


def test_answer_made_after_the_close_is_refused(closed, officer, as_):
    said = sync(as_(officer), closed, made=timezone.now() - HOUR / 2)

    assert (said["status"], said["code"]) == ("rejected", "quiz_closed")
    assert answer_of(closed) is None


def test_clock_that_was_set_back_is_not_believed(closed, officer, as_):
    slow = timezone.now() - 3 * HOUR

    said = sync(as_(officer), closed, made=slow, clock=slow)

    assert (said["status"], said["code"]) == ("rejected", "quiz_closed")


def test_quiz_may_refuse_all_that_comes_late(closed, officer, as_):
    Quiz.objects.filter(pk=closed.quiz_id).update(late_answers=Quiz.Late.REFUSE)

    said = sync(as_(officer), closed, made=timezone.now() - 2 * HOUR)

    assert said["code"] == "quiz_closed"


@pytest.fixture
def asking(closed):
    """The same, and what comes late waits for a trainer's yes."""
    Quiz.objects.filter(pk=closed.quiz_id).update(late_answers=Quiz.Late.ASK)
    return closed


def hand_in_late(client, attempt):
    item = {
        "id": str(uuid.uuid4()),
        "kind": "quiz.hand_in",
        "schema": 1,
        "owner": attempt.officer.uid,
        "created_at": (timezone.now() - 2 * HOUR).isoformat(),
        "payload": {"attempt": attempt.uuid.hex, "sequence": 2**50},
    }
    body = {"protocol": 1, "client_now": timezone.now().isoformat(), "items": [item]}
    reply = client.post("/api/sync/v1/items", json.dumps(body), content_type="application/json")
    return reply.json()["results"][0]


def say(person, officer, *, agreed=True):
    return consenting.decide(person, [officer.pk], agreed=agreed, until=timezone.now())


def test_late_attempt_waits_for_the_trainers_yes(asking, officer, trainer, as_):
    said = sync(as_(officer), asking, made=timezone.now() - 2 * HOUR)
    handed = hand_in_late(as_(officer), asking)
    asking.refresh_from_db()
    before = (asking.state, answer_of(asking))
    told = say(trainer, officer)

    asking.refresh_from_db()
    assert (said["status"], handed["status"]) == ("stored", "stored")
    assert said["result"] == handed["result"] == {"waits_for_yes": True}
    assert (before, told) == (("open", None), {"handled": 2})
    assert (asking.state, answer_of(asking), asking.mark) == ("handed_in", "c", 1)


def test_late_attempt_never_counts_after_the_no(asking, officer, trainer, as_):
    sync(as_(officer), asking, made=timezone.now() - 2 * HOUR)

    say(trainer, officer, agreed=False)

    assert answer_of(asking) is None
    assert InboxItem.objects.get().reason in ("Not agreed to.", "ບໍ່ເຫັນດີ.")


def test_clock_that_is_not_believed_waits_too(asking, officer, trainer, as_):
    slow = timezone.now() - 3 * HOUR

    said = sync(as_(officer), asking, made=slow, clock=slow)
    say(trainer, officer)

    assert said["result"] == {"waits_for_yes": True}
    assert answer_of(asking) == "c"


def test_answer_by_a_true_clock_after_the_close_has_nothing_to_wait_for(asking, officer, as_):
    said = sync(as_(officer), asking, made=timezone.now() - HOUR / 2)

    assert said["code"] == "quiz_closed"


def test_form_sent_after_the_close_hands_in_at_once(asking, officer):
    assert hand_in(officer, asking).result["state"] == "handed_in"
    assert send(officer, asking, "c", sequence=2).code == "quiz_closed"


def test_answer_that_waited_counts_though_the_key_was_seen_since(asking, officer, trainer, as_):
    sync(as_(officer), asking, made=timezone.now() - 2 * HOUR)
    hand_in(officer, asking, sequence=2**50)
    asking.refresh_from_db()
    note_seen(asking)

    say(trainer, officer)

    asking.refresh_from_db()
    assert asking.mark == 1


def test_earlier_answer_is_told_that_a_later_one_stands(begun, officer):
    later = send(officer, begun, "c", sequence=20)

    earlier = send(officer, begun, "a", sequence=10)
    same = send(officer, begun, "c", sequence=9)

    assert "superseded" not in later.result
    assert earlier.result["superseded"] is True
    assert "superseded" not in same.result
    assert answer_of(begun) == "c"


def test_hand_in_code_is_made_of_all_answers(begun, officer):
    send(officer, begun, "c", position=1, sequence=5)
    hand_in(officer, begun)
    begun.refresh_from_db()
    before = code_of(begun)

    send(officer, begun, "a", position=2, sequence=6)

    assert len(before) == 9
    assert code_of(begun) != before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("K7M-2PAQX", "K7M-2PAQX"), ("k7m2paqx", "K7M-2PAQX"), ("K7M-2P", ""), ("<script>", "")]
    + [(wrong, "") for wrong in (7, None, ["a"], "K7M-2PAQ0", "A" * 500)],
)
def test_claimed_code_is_kept_if_it_is_one(begun, officer, sent, kept):
    payload = {"attempt": begun.uuid.hex, "sequence": 9, "code": sent}

    assert inbox.deliver(officer, "quiz.hand_in", payload).status == "stored"
    begun.refresh_from_db()
    assert begun.phone_code == kept
