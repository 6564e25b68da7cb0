"""What phones keep of a person's quizzes: the list, each quiz, open attempts, practices, results.
Those who note receipts have the form for it.

A result is kept once it was seen: reading it for the first time shuts the door for late answers.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sop_site.officers.models import User
from sop_site.offline import saved

from .models import Response
from .noting import MAY_NOTE
from .on_phone import may_mark_itself
from .reviewing import open_questions
from .standing import Standing, standings

MOST_RESULTS = 10
COLUMNS_OF_RESPONSE = (
    "attempt",
    *(f.attname for f in Response._meta.concrete_fields if f.name != "attempt"),
)
BEHIND_RESPONSE = (
    "question__type",
    "question__step__key",
    "question__step__title_lo",
    "question__step__title_en",
    "question__step__sop__code",
)


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    heaps = standings(request.user)
    known = [*heaps.due, *heaps.open, *heaps.done]
    with translation.override(locale):
        paths = [reverse("quizzes:list")]
        if request.user.has_perm(MAY_NOTE):
            paths.append(reverse("quizzes:receipts"))
        for standing in known:
            paths += _pages_of(standing)
        results = _results_of(request.user, known)
    yield from saved.documents([*paths, *results], locale, request, states=results)


def _pages_of(standing: Standing) -> Iterator[str]:
    quiz = standing.quiz
    yield reverse("quizzes:detail", args=[quiz.slug])
    if standing.open_attempt:
        yield reverse("quizzes:overview", args=[quiz.slug, standing.open_attempt.uuid])
    if may_mark_itself(quiz) and quiz.is_open():
        yield reverse("quizzes:practise", args=[quiz.slug])


def _results_of(person: User, known: list[Standing]) -> dict[str, tuple]:
    """The latest results by address, each with all that its page is made from: what was asked and
    given, how it was marked, the quiz, and what is open elsewhere, for which answers are held
    back. Two queries; versions never change once they were asked."""
    seen = [attempt for standing in known for attempt in standing.attempts if attempt.seen_at]
    seen = sorted(seen, key=lambda attempt: attempt.seen_at, reverse=True)[:MOST_RESULTS]
    given: dict[int, list[tuple]] = {attempt.pk: [] for attempt in seen}
    responses = Response.objects.filter(attempt__in=given).order_by("attempt", "position")
    for row in responses.values_list(*COLUMNS_OF_RESPONSE, *BEHIND_RESPONSE):
        given[row[0]].append(row)
    open_now = tuple(open_questions(person.pk))
    return {
        reverse("quizzes:result", args=[attempt.quiz.slug, attempt.uuid]): (
            saved.row_of(attempt),
            saved.row_of(attempt.quiz),
            attempt.quiz.is_open(),
            attempt.quiz.has_closed(),
            given[attempt.pk],
            open_now,
        )
        for attempt in seen
    }


def register() -> None:
    saved.register("quizzes.own", own_pages)
