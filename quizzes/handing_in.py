"""Handing in: what `quiz.hand_in` does, and the marks that come of it."""

from decimal import Decimal

from sop_site.offline.inbox import Incoming

from . import grading
from .computing import key_content
from .hand_in_codes import claimed_code
from .models import Attempt, Response
from .receiving import locked_attempt, sequence_of, wait_if_late

RULE = "attempt.v1"
# Not seen_at: the page that shows the result writes it beside us.
KEPT = [
    "state",
    "handed_in_at",
    "claimed_at",
    "time_trust",
    "hand_in_sequence",
    "receipt",
    "phone_code",
    "mark",
    "out_of",
    "critical_missed",
    "passed",
    "rule",
]


def hand_in(incoming: Incoming) -> dict:
    """Handles {attempt, sequence, code?}. Handing in twice is one submission: the first one stands.

    A closed quiz still takes what was answered before it closed. The reply holds no mark: late
    answers of the same phone may still be on their way. Raises Rejected.
    """
    sequence = sequence_of(incoming.payload)
    attempt = locked_attempt(incoming)
    if attempt.is_open:
        # Only the close: with its time up, an attempt has nothing left to do but to be handed in.
        if attempt.has_closed(incoming.received_at):
            wait_if_late(attempt.quiz, incoming)
        attempt.state = Attempt.State.HANDED_IN
        attempt.handed_in_at = incoming.received_at
        attempt.claimed_at = incoming.claimed_at
        attempt.time_trust = incoming.time_trust
        attempt.hand_in_sequence = sequence
        attempt.receipt = incoming.receipt or None
        attempt.phone_code = claimed_code(incoming.payload)
        regrade(attempt)
    return {"attempt": attempt.uuid.hex, "state": attempt.state, "receipt": attempt.receipt or ""}


def regrade(attempt: Attempt) -> None:
    """Grades each response of a handed-in attempt and the whole; keeps both.

    Passed: the mark reaches the pass mark, and no critical question was answered less than right.
    """
    responses = list(attempt.responses.select_related("question", "version", "marked_by"))
    for response in responses:
        _grade(response, attempt.values)
    Response.objects.bulk_update(responses, ["mark", "rule"])
    sum_up(attempt, responses)
    attempt.rule = RULE
    attempt.save(update_fields=KEPT)


def sum_up(attempt: Attempt, responses: list[Response]) -> None:
    """The whole from the marks of its responses; sets it, doesn't save it."""
    attempt.mark = sum((r.mark for r in responses), Decimal(0))
    attempt.out_of = sum((r.out_of for r in responses), Decimal(0))
    attempt.critical_missed = any(r.critical and r.mark < r.out_of for r in responses)
    attempt.passed = attempt.percent >= attempt.pass_mark and not attempt.critical_missed


def _grade(response: Response, values: dict) -> None:
    content = key_content(response, values)
    grade = grading.grade(response.question.type, content, response.answer)
    response.mark, response.rule = grading.mark(grade.fraction, response.out_of), grade.rule
