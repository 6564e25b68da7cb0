"""The marks of a handed-in attempt: of each response, and the whole."""

from decimal import Decimal

from . import grading
from .computing import key_content
from .models import Attempt, Response

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


def regrade(attempt: Attempt) -> None:
    """Grades each response of a handed-in attempt and the whole; keeps both.

    Passed: the mark reaches the pass mark, and no critical question was answered less than right.
    """
    responses = list(attempt.responses.select_related("question", "version", "marked_by"))
    grade_all(attempt, responses)
    Response.objects.bulk_update(responses, ["mark", "rule"])
    sum_up(attempt, responses)
    attempt.save(update_fields=KEPT)


def grade_all(attempt: Attempt, responses: list[Response]) -> None:
    """Sets mark and rule of each, and the rule of the whole; saves nothing."""
    for response in responses:
        _grade(response, attempt.values)
    attempt.rule = RULE


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
