"""What came of a quiz, for trainers: by officer, by district, by question.

All take a queryset of handed-in attempts that was narrowed to what the reader may see.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import get_language

from sop_site.officers.models import District

from .content import CHOICES
from .models import Attempt, Question, Quiz, Response
from .percents import percent
from .wording import plain


def quizzes_with_counts(user):
    """Quizzes with `handed_in` and `officers`, as far as this person may see; one query."""
    seen = Attempt.objects.handed_in().results_for(user)
    within = Q(attempts__in=seen)
    return (
        Quiz.objects.annotate(
            handed_in=Count("attempts", filter=within),
            officers=Count("attempts__officer", filter=within, distinct=True),
        )
        .exclude(state=Quiz.State.DRAFT)
        .order_by("module__position", "slug")
    )


ENOUGH = 5


@dataclass(frozen=True)
class Summary:
    """A quiz in one sentence: officers who handed in, and who passed at least once."""

    officers: int
    passed: int
    attempts: int


def summary(attempts) -> Summary:
    found = attempts.aggregate(
        officers=Count("officer", distinct=True),
        passed=Count("officer", distinct=True, filter=Q(passed=True)),
        attempts=Count("pk"),
    )
    return Summary(**found)


def by_officer(attempts):
    """One row an officer: attempts, times passed, last day. Lazy: page it, then add_best()."""
    return (
        attempts.values("officer", "officer__name", "officer__name_latin", "district")
        .order_by("officer__name", "officer")
        .annotate(
            attempts=Count("pk"),
            passes=Count("pk", filter=Q(passed=True)),
            last=Max("handed_in_at"),
        )
    )


def add_best(rows, attempts) -> None:
    """Adds `best`, the highest percentage, to rows of by_officer(); one query."""
    found = attempts.filter(officer__in={row["officer"] for row in rows}).order_by()
    best: dict[tuple, Decimal] = {}
    for officer, district, mark, most in found.values_list("officer", "district", "mark", "out_of"):
        place = (officer, district)
        best[place] = max(best.get(place, Decimal(0)), percent(mark, most))
    for row in rows:
        row["best"] = best.get((row["officer"], row["district"]))


def by_district(attempts):
    """One row a district: officers, how many passed, `got` of `most` marks. Lazy: page it, then
    add_mean()."""
    return (
        attempts.values("district")
        .order_by("district")
        .annotate(
            officers=Count("officer", distinct=True),
            passed=Count("officer", distinct=True, filter=Q(passed=True)),
            got=Sum("mark"),
            most=Sum("out_of"),
        )
    )


def add_mean(rows) -> None:
    """Adds `mean`, the percentage of all marks that could be had, to rows of by_district()."""
    for row in rows:
        row["mean"] = percent(row["got"], row["most"])


def district_names(codes) -> dict[str, str]:
    """{code: "district, province"} in the language shown; one query."""
    found = District.objects.filter(pk__in=[c for c in codes if c]).select_related("province")
    return {d.pk: f"{d.name}, {d.province.name}" for d in found}


@dataclass
class QuestionRow:
    """A question's figures. `facility` is the mean share of the mark, 0 to 1; `wrong` the wrong
    option chosen most, as text, with how often; None when there is none."""

    question: Question
    asked: int
    right: int
    facility: Decimal
    wrong: str | None = None
    wrong_count: int = 0

    @property
    def is_hard(self) -> bool:
        """Said only from some answers on: one or two say nothing of a question."""
        return self.asked >= ENOUGH and self.right * 2 < self.asked


def by_question(attempts, *, with_wrong=True) -> list[QuestionRow]:
    """One row a question, the hardest first; three queries, two without the wrong options."""
    responses = Response.objects.filter(attempt__in=attempts.order_by())
    figures = (
        responses.values("question")
        .order_by("question")
        .annotate(
            asked=Count("pk"),
            right=Count("pk", filter=Q(mark=F("out_of"))),
            got=Sum("mark"),
            most=Sum("out_of"),
        )
    )
    figures = {row["question"]: row for row in figures}
    questions = Question.objects.filter(pk__in=figures).select_related("step__sop")
    rows = [_row(question, figures[question.pk]) for question in questions]
    if with_wrong:
        _add_wrong_options(rows, responses)
    return sorted(rows, key=lambda row: (row.facility, row.question.key))


def _row(question: Question, found: dict) -> QuestionRow:
    facility = Decimal(found["got"]) / Decimal(found["most"]) if found["most"] else Decimal(0)
    return QuestionRow(question, found["asked"], found["right"], facility)


def _add_wrong_options(rows: list[QuestionRow], responses) -> None:
    chosen = (
        responses.filter(question__type__in=CHOICES, answer__isnull=False)
        .values("question", "version__content", "answer")
        .order_by("question")
        .annotate(count=Count("pk"))
    )
    by_pk = {row.question.pk: row for row in rows}
    counts: dict[tuple, int] = {}
    texts: dict[tuple, dict] = {}
    for entry in chosen:
        keys = entry["answer"] if isinstance(entry["answer"], list) else [entry["answer"]]
        for option in entry["version__content"]["options"]:
            if option["key"] in keys and Decimal(option["weight"]) <= 0:
                place = (entry["question"], option["key"])
                counts[place] = counts.get(place, 0) + entry["count"]
                texts[place] = option["text"]
    for place, count in counts.items():
        row = by_pk[place[0]]
        if count > row.wrong_count:
            row.wrong, row.wrong_count = plain(texts[place], get_language(), {}), count
