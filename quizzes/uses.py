"""What rests on a version of a question or of a story: attempts, marks and sheets."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q

from .models import Attempt, PaperQuestion, Question, Quiz, Response, Story

HANDED_IN = Q(attempt__state=Attempt.State.HANDED_IN)
MARKED_ELSEWHERE = Q(marked_by__isnull=False) & ~Q(marked_by=F("version"))


@dataclass(frozen=True)
class InQuiz:
    """In how many attempts at a quiz it was asked, and how many of them are handed in."""

    quiz: Quiz
    attempts: int
    handed_in: int


@dataclass(frozen=True)
class Use:
    """`prints` of paper carry the version. Of answers to it so many are `marked_elsewhere`, by a
    later key; by its own key so many answers to other versions are marked (`marks_others`)."""

    quizzes: tuple[InQuiz, ...] = ()
    prints: int = 0
    marked_elsewhere: int = 0
    marks_others: int = 0

    @property
    def attempts(self) -> int:
        return sum(one.attempts for one in self.quizzes)

    @property
    def handed_in(self) -> int:
        return sum(one.handed_in for one in self.quizzes)


def uses_of(owner: Question | Story) -> dict[int, Use]:
    """{version: Use} of those that are used; three queries for a case, five for a question."""
    name = "version" if isinstance(owner, Question) else "story_version"
    own = {f"{name}__{owner._meta.model_name}": owner}
    asked = _in_quizzes(name, own)
    printed = PaperQuestion.objects.filter(**own).order_by().values_list(name)
    prints = dict(printed.annotate(Count("paper_version__paper", distinct=True)))
    away, here = _marked_by_others(owner) if name == "version" else ({}, {})
    return {
        version: Use(
            tuple(asked.get(version, ())),
            prints.get(version, 0),
            away.get(version, 0),
            here.get(version, 0),
        )
        for version in {*asked, *prints, *away, *here}
    }


def _in_quizzes(name: str, own: dict) -> dict[int, list[InQuiz]]:
    counted = (
        Response.objects.filter(**own)
        .order_by("attempt__quiz__slug")
        .values_list(name, "attempt__quiz")
        .annotate(
            attempts=Count("attempt", distinct=True),
            handed_in=Count("attempt", distinct=True, filter=HANDED_IN),
        )
    )
    rows = list(counted)
    quizzes = Quiz.objects.in_bulk({quiz for _version, quiz, *_counts in rows})
    found: dict[int, list[InQuiz]] = defaultdict(list)
    for version, quiz, attempts, handed_in in rows:
        found[version].append(InQuiz(quizzes[quiz], attempts, handed_in))
    return found


def _marked_by_others(question: Question) -> tuple[dict[int, int], dict[int, int]]:
    """Answers by the version that was asked, and by the one whose key counts instead."""
    rows = Response.objects.filter(MARKED_ELSEWHERE, question=question).order_by()
    away, here = (
        dict(rows.values_list(name).annotate(Count("pk"))) for name in ("version", "marked_by")
    )
    return away, here
