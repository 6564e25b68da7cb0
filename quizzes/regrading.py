"""Marks anew by a corrected key: first what would change, then, with a reason, the act itself.

A version that was asked never changes, so the corrected key is the question's newest version. The
answers that were given to an older one are marked by it; the wording that was asked stays known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sop_site.officers import audit
from sop_site.offline.inbox import Rejected

from . import grading
from .answers import cleaned
from .attempt_marks import sum_up
from .computing import solved
from .formulas import BadFormula
from .models import (
    Attempt,
    Question,
    QuestionVersion,
    Quiz,
    Regrade,
    RegradedAttempt,
    RegradedResponse,
    Response,
)
from .percents import percent

REGRADED = "quiz.regraded"


@dataclass(frozen=True)
class Change:
    """One answer: the mark that it has, and the one that the newest key gives."""

    response: Response
    version: QuestionVersion
    new_mark: Decimal
    rule: str


@dataclass
class AttemptChange:
    """One attempt whose mark would change."""

    attempt: Attempt
    changes: list[Change]
    old_mark: Decimal
    old_passed: bool
    new_mark: Decimal = Decimal(0)
    new_passed: bool = False

    @property
    def new_percent(self) -> Decimal:
        return percent(self.new_mark, self.attempt.out_of)

    @property
    def old_percent(self) -> Decimal:
        return percent(self.old_mark, self.attempt.out_of)


@dataclass
class Proposal:
    """A question with a newer version than some were asked: how many marks it would change.

    `unfit` counts answers that the newest version doesn't know (an option that is gone, a
    formula with names that were not drawn): they keep
    their marks.
    """

    question: Question
    version: QuestionVersion
    changes: list[Change] = field(default_factory=list)
    unfit: int = 0

    @property
    def better(self) -> int:
        return sum(change.new_mark > change.response.mark for change in self.changes)

    @property
    def worse(self) -> int:
        return len(self.changes) - self.better


def proposals(quiz: Quiz) -> list[Proposal]:
    """The questions of this quiz whose newest version would change marks. Three queries."""
    responses = Response.objects.filter(
        attempt__quiz=quiz, attempt__state=Attempt.State.HANDED_IN
    ).select_related("question", "version", "marked_by", "attempt__officer")
    found: dict[int, Proposal] = {}
    newest = _newest(responses.values("question").distinct().order_by())
    for response in responses.order_by("question__key", "pk"):
        version = newest[response.question_id]
        if response.key_version.number >= version.number:
            continue
        proposal = found.setdefault(response.question_id, Proposal(response.question, version))
        _propose(proposal, response)
    return [proposal for proposal in found.values() if proposal.changes or proposal.unfit]


def _newest(questions) -> dict[int, QuestionVersion]:
    versions = QuestionVersion.objects.filter(question__in=questions).order_by("number")
    return {version.question_id: version for version in versions}


def _propose(proposal: Proposal, response: Response) -> None:
    question_type, content = proposal.question.type, proposal.version.content
    try:
        content = solved(question_type, content, response.attempt.values, response.numbers)
        if response.is_answered:
            cleaned(question_type, content, response.answer)
    except (BadFormula, Rejected):
        proposal.unfit += 1
        return
    grade = grading.grade(question_type, content, response.answer)
    mark = grading.mark(grade.fraction, response.out_of)
    if mark != response.mark:
        proposal.changes.append(Change(response, proposal.version, mark, grade.rule))


def by_attempt(found: Iterable[Proposal]) -> list[AttemptChange]:
    """What these proposals come to for each attempt, those who would pass first. One query."""
    changes: dict[int, list[Change]] = {}
    for proposal in found:
        for change in proposal.changes:
            changes.setdefault(change.response.attempt_id, []).append(change)
    attempts = Attempt.objects.filter(pk__in=changes).select_related("officer")
    rows = []
    for attempt in attempts.prefetch_related("responses"):
        row = AttemptChange(attempt, changes[attempt.pk], attempt.mark, attempt.passed)
        marks = {change.response.pk: change.new_mark for change in row.changes}
        responses = list(attempt.responses.all())
        for response in responses:
            response.mark = marks.get(response.pk, response.mark)
        sum_up(attempt, responses)
        row.new_mark, row.new_passed = attempt.mark, attempt.passed
        rows.append(row)
    return sorted(rows, key=lambda row: (row.new_passed == row.old_passed, row.attempt.pk))


def fingerprint(rows: Iterable[AttemptChange]) -> str:
    """Names exactly these changes, so that what was seen is what is done."""
    lines = sorted(
        f"{change.response.pk}:{change.version.pk}:{change.new_mark}"
        for row in rows
        for change in row.changes
    )
    return sha256("\n".join(lines).encode()).hexdigest()[:24]


@transaction.atomic
def regrade(quiz: Quiz, keys: Iterable[str], *, actor, reason: str, seen: str) -> Regrade:
    """Does it for the questions with these keys. `seen` is the fingerprint that was shown.

    Raises ValidationError without a reason, and where an answer or a key came in between.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the marks change.")})
    locked = Attempt.objects.select_for_update().filter(quiz=quiz).order_by("pk")
    list(locked.values_list("pk", flat=True))
    wanted = set(keys)
    rows = by_attempt(p for p in proposals(quiz) if p.question.key in wanted)
    if fingerprint(rows) != seen or not rows:
        raise ValidationError(
            _("Answers or keys have changed since you looked. Look again, then decide.")
        )
    act = Regrade.objects.create(quiz=quiz, actor=actor, reason=reason.strip())
    RegradedResponse.objects.bulk_create(
        RegradedResponse(
            regrade=act,
            response=change.response,
            old_version=change.response.key_version,
            new_version=change.version,
            old_mark=change.response.mark,
            new_mark=change.new_mark,
        )
        for row in rows
        for change in row.changes
    )
    RegradedAttempt.objects.bulk_create(
        RegradedAttempt(
            regrade=act,
            attempt=row.attempt,
            old_mark=row.old_mark,
            new_mark=row.new_mark,
            old_passed=row.old_passed,
            new_passed=row.new_passed,
        )
        for row in rows
    )
    _write(rows)
    audit.record(actor, REGRADED, quiz, regrade=act.pk, attempts=len(rows))
    return act


def _write(rows: list[AttemptChange]) -> None:
    responses = []
    for row in rows:
        for change in row.changes:
            response = change.response
            response.mark, response.rule = change.new_mark, change.rule
            response.marked_by = change.version
            responses.append(response)
        row.attempt.save(update_fields=["mark", "out_of", "critical_missed", "passed"])
    Response.objects.bulk_update(responses, ["mark", "rule", "marked_by"], batch_size=500)
