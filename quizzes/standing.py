"""How one person stands with each quiz: what is due, what is open, what is done."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Value
from django.utils import timezone

from sop_site.officers import roles

from .ending import settled
from .models import Attempt, Enrolment, Quiz
from .overriding import as_taken_by, own_rules


@dataclass
class Standing:
    """One quiz and this person's attempts at it, newest first."""

    quiz: Quiz
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def open_attempt(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.is_open), None)

    @property
    def last(self) -> Attempt | None:
        """The newest attempt that was handed in."""
        return next((attempt for attempt in self.attempts if not attempt.is_open), None)

    @property
    def has_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def attempts_left(self) -> int | None:
        """How many more may be begun; None when there is no limit."""
        if self.quiz.attempts_allowed is None:
            return None
        return max(0, self.quiz.attempts_allowed - len(self.attempts))

    @property
    def next_at(self) -> datetime | None:
        """When the waiting time after the last attempt is over; None when there is none."""
        if self.quiz.wait_minutes is None or self.last is None:
            return None
        newest = max(a.done_at for a in self.attempts if not a.is_open)
        return newest + timedelta(minutes=self.quiz.wait_minutes)

    def waits(self, now=None) -> bool:
        """Whether another attempt is left, but may not begin yet."""
        later = self.next_at is not None and self.next_at > (now or timezone.now())
        return later and self.attempts_left != 0

    def may_begin(self, now=None) -> bool:
        return self.quiz.is_open(now) and self.attempts_left != 0 and not self.waits(now)


@dataclass
class Standings:
    """All that one person may know of, in three heaps.

    due: an attempt that is open, or an assessed quiz that is open, meant for them and was never
    taken (an "after" quiz only once its "before" is handed in). done: handed in at least once.
    open: all others.
    """

    due: list[Standing]
    open: list[Standing]
    done: list[Standing]

    @property
    def has_open_attempt(self) -> bool:
        return any(standing.open_attempt for standing in self.due)


def standings(user) -> Standings:
    """Takes two queries, whatever the number of quizzes."""
    now = timezone.now()
    listed = _with_meant_for(user, Quiz.objects.listed().for_person(user).select_related("module"))
    known = {quiz.pk: Standing(own_rules(quiz)) for quiz in listed}
    own = Attempt.objects.filter(officer=user).select_related("quiz__module")
    for attempt in settled(own):
        standing = known.setdefault(attempt.quiz_id, Standing(attempt.quiz))
        standing.attempts.append(attempt)
    handed_in = {(s.quiz.pair, s.quiz.form) for s in known.values() if s.last}
    heaps = Standings([], [], [])
    for standing in sorted(known.values(), key=_order):
        _heap(standing, heaps, handed_in, now).append(standing)
    return heaps


def standing_of(quiz: Quiz, user) -> Standing:
    """How a person stands with one quiz, by the rules that hold for them; two queries."""
    quiz = as_taken_by(quiz, user.pk)
    return Standing(quiz, settled(Attempt.objects.filter(quiz=quiz, officer=user)))


def _order(standing: Standing) -> tuple:
    forms = [Quiz.Form.BEFORE, Quiz.Form.NONE, Quiz.Form.AFTER]
    return (
        standing.open_attempt is None,
        (standing.quiz.module.position, standing.quiz.module.code)
        if standing.quiz.module
        else (99, ""),
        forms.index(standing.quiz.form),
        standing.quiz.slug,
    )


def _with_meant_for(user, quizzes):
    """Each with `is_meant`: whether it asks something of this person. Of officers all do, of
    others those of a programme in whose workshop they are enrolled."""
    if user.has_role(roles.OFFICER):
        return quizzes.annotate(is_meant=Value(True))
    enrolled = Enrolment.objects.filter(
        officer=user, workshop__programme=OuterRef("module__programme")
    )
    return quizzes.annotate(is_meant=Exists(enrolled))


def _heap(standing: Standing, heaps: Standings, handed_in: set, now) -> list[Standing]:
    quiz = standing.quiz
    if standing.open_attempt:
        return heaps.due
    if standing.last:
        return heaps.done
    waits_for_before = (
        quiz.form == Quiz.Form.AFTER
        and quiz.pair
        and (quiz.pair, Quiz.Form.BEFORE) not in handed_in
    )
    is_asked = quiz.kind == Quiz.Kind.ASSESSED and quiz.is_meant
    if is_asked and standing.may_begin(now) and not waits_for_before:
        return heaps.due
    # What has closed unseen is nobody's business any more.
    return [] if quiz.has_closed(now) else heaps.open
