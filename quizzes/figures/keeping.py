"""Keeps figures with the time at which they were made and the attempts that they rest on.

Few attempts are reckoned while the page waits; many are reckoned by the timed deed, and the page
shows what was there before, with its time.
"""

from datetime import timedelta
from hashlib import sha256

from django.db.models import Count, Max, Sum
from django.utils import timezone

from ..ending import end_overdue
from ..models import Quiz, QuizFigures, Response
from ..stories import asked_questions
from .making import made
from .scope import Scope

FORM = 2  # to be raised when `making.py` reckons otherwise: what was kept is then behind
AT_ONCE = 5_000  # responses; half a second
STILL_WANTED = timedelta(days=30)  # a scope that nobody looked at for longer isn't made anew


def figures_of(quiz: Quiz, scope: Scope) -> tuple[QuizFigures, bool]:
    """The figures, and whether they are up to date. Those never made yet have no `made_at`."""
    kept, _new = QuizFigures.objects.get_or_create(quiz=quiz, scope=scope.key)
    mark, attempts = _mark(quiz, scope)
    if kept.made_at and kept.mark == mark:
        return kept, True
    responses = Response.objects.filter(attempt__in=scope.attempts(quiz).order_by())
    if responses[AT_ONCE : AT_ONCE + 1].exists():
        kept.wanted_at = timezone.now()
        kept.save(update_fields=["wanted_at"])
        return kept, False
    return make(kept, mark, attempts), True


def make(kept: QuizFigures, mark: str, attempts: int) -> QuizFigures:
    """Reckons and keeps them."""
    kept.data = made(kept.quiz, Scope.of_key(kept.scope))
    kept.mark, kept.attempts, kept.made_at = mark, attempts, timezone.now()
    kept.save(update_fields=["data", "mark", "attempts", "made_at"])
    return kept


def make_wanted() -> str | None:
    """The timed deed: makes anew what somebody has asked for and what is behind."""
    since = timezone.now() - STILL_WANTED
    end_overdue()
    count = 0
    for kept in QuizFigures.objects.filter(wanted_at__gt=since).select_related("quiz"):
        mark, attempts = _mark(kept.quiz, Scope.of_key(kept.scope))
        if kept.mark != mark:
            make(kept, mark, attempts)
            count += 1
    return f"{count} quizzes' figures made." if count else None


def _mark(quiz: Quiz, scope: Scope) -> tuple[str, int]:
    """What the figures would rest on now: the attempts, their marks, the places of the quiz."""
    attempts = scope.attempts(quiz).order_by()
    found = attempts.aggregate(n=Count("pk"), last=Max("pk"), at=Max("handed_in_at"), s=Sum("mark"))
    places = quiz.slots.aggregate(n=Count("pk"), last=Max("pk"), marks=Sum("marks"))
    at = found["at"].timestamp() if found["at"] else 0
    total = found["s"] or 0
    parts = (found["n"], found["last"] or 0, f"{at:.6f}", f"{total:.7f}")
    form = (FORM, places["n"], places["last"] or 0, f"{places['marks'] or 0:.2f}")
    return ":".join(map(str, (*parts, *form, *_shares(quiz)))), found["n"]


def _shares(quiz: Quiz) -> list[str]:
    """What its cases ask and how their marks are shared, as a short name; nothing without one."""
    cases = asked_questions(quiz.slots.filter(story__isnull=False).values_list("story", flat=True))
    shares = [f"{q.pk}*{q.share}" for block in cases.values() for q in block]
    return [sha256(" ".join(shares).encode()).hexdigest()[:8]] if shares else []
