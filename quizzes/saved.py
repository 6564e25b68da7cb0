"""What phones keep of a person's quizzes: the list, each quiz, open attempts, practices, results.
Those who note receipts have the form for it.

A result is kept once it was seen: reading it for the first time shuts the door for late answers.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sop_site.offline import saved

from .noting import MAY_NOTE
from .on_phone import may_mark_itself
from .standing import Standing, standings

MOST_RESULTS = 10


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    heaps = standings(request.user)
    known = [*heaps.due, *heaps.open, *heaps.done]
    with translation.override(locale):
        paths = [reverse("quizzes:list")]
        if request.user.has_perm(MAY_NOTE):
            paths.append(reverse("quizzes:receipts"))
        for standing in known:
            paths += _pages_of(standing)
        paths += _results_of(known)
    yield from saved.documents(paths, locale, request)


def _pages_of(standing: Standing) -> Iterator[str]:
    quiz = standing.quiz
    yield reverse("quizzes:detail", args=[quiz.slug])
    if standing.open_attempt:
        yield reverse("quizzes:overview", args=[quiz.slug, standing.open_attempt.uuid])
    if may_mark_itself(quiz) and quiz.is_open():
        yield reverse("quizzes:practise", args=[quiz.slug])


def _results_of(known: list[Standing]) -> list[str]:
    seen = [attempt for standing in known for attempt in standing.attempts if attempt.seen_at]
    seen.sort(key=lambda attempt: attempt.seen_at, reverse=True)
    return [reverse("quizzes:result", args=[a.quiz.slug, a.uuid]) for a in seen[:MOST_RESULTS]]


def register() -> None:
    saved.register("quizzes.own", own_pages)
