"""Answers that someone brought in a file count once a trainer of the province says yes."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.models import Attempt, Quiz
from sop_site.offline import by_hand, consenting
from sop_site.offline.models import InboxItem


@pytest.fixture
def brought(begun, officer, reviewer):
    """An answer and the hand-in of an attempt, in a file that a reviewer took in."""
    question = begun.responses.get(position=1).question.key
    payloads = {
        "quiz.answer": {"question": question, "sequence": 1, "response": "c"},
        "quiz.hand_in": {"sequence": 9},
    }
    items = [
        {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "owner": officer.uid,
            "created_at": f"2026-11-23T08:0{n}:00Z",
            "payload": payload | {"attempt": begun.uuid.hex},
        }
        for n, (kind, payload) in enumerate(payloads.items())
    ]
    content = json.dumps({"format": by_hand.FORMAT, "items": items}).encode()
    by_hand.bring(by_hand.read(content), importer=reviewer)
    return begun


def decide(person, officer, *, agreed):
    return consenting.decide(person, [officer.pk], agreed=agreed, until=timezone.now())


def test_brought_answers_wait(brought):
    brought.refresh_from_db()

    assert (brought.state, brought.responses.get(position=1).answer) == ("open", None)
    assert InboxItem.objects.held().count() == 2


def test_brought_answers_count_after_the_yes(brought, trainer, officer):
    told = decide(trainer, officer, agreed=True)

    brought.refresh_from_db()
    assert told == {"handled": 2}
    assert (brought.state, brought.responses.get(position=1).answer) == ("handed_in", "c")
    assert brought.time_trust == "low"


@pytest.mark.parametrize(
    ("late", "told"), [("phone", {"handled": 2}), ("refuse", {"rejected": 1, "handled": 1})]
)
def test_brought_after_the_close_count_as_the_quiz_says(brought, trainer, officer, late, told):
    closed = timezone.now() - timedelta(hours=1)
    Quiz.objects.filter(pk=brought.quiz_id).update(closes_at=closed, late_answers=late)

    assert decide(trainer, officer, agreed=True) == told
    answer = brought.responses.get(position=1).answer
    assert answer == ("c" if late == "phone" else None)


def test_brought_answers_never_count_after_the_no(brought, trainer, officer):
    decide(trainer, officer, agreed=False)

    assert Attempt.objects.get(pk=brought.pk).state == "open"


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "lead", "officer_elsewhere"])
def test_others_cannot_say_yes(brought, officer, role, request):
    assert decide(request.getfixturevalue(role), officer, agreed=True) == {}


def test_administrator_can_say_yes(brought, officer, admin_person):
    assert decide(admin_person, officer, agreed=True) == {"handled": 2}
