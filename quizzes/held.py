"""What quizzes and workshops hold on a person. Marks of single questions are not told: they would
tell the key before the quiz does."""

from django.utils.translation import gettext_lazy as _

from sop_site.officers import holdings
from sop_site.officers.models import User

from .models import Attempt, Attendance, Enrolment, Response


def register() -> None:
    holdings.register(
        holdings.Holding(
            "quizzes",
            _("Quizzes that I took, with my answers"),
            tell_attempts,
            stays=_("Answers and marks stay, for the figures of a quiz."),
        )
    )
    holdings.register(
        holdings.Holding(
            "workshops",
            _("Workshops: when I joined and was there"),
            tell_workshops,
            stays=_("Attendance stays, as a number."),
        )
    )


def tell_attempts(person: User) -> list[dict]:
    """Two queries, however many attempts."""
    answers: dict[int, list] = {}
    given = Response.objects.filter(attempt__officer=person).order_by("attempt", "position")
    for row in given.values("attempt_id", "position", "question__key", "answer", "answered_at"):
        answers.setdefault(row.pop("attempt_id"), []).append(row)
    attempts = Attempt.objects.filter(officer=person).order_by("started_at", "pk")
    fields = ("quiz__slug", "number", "language", "started_at", "handed_in_at", "receipt")
    return [
        {**attempt, "answers": answers.get(attempt.pop("pk"), [])}
        for attempt in attempts.values("pk", *fields)
    ]


def tell_workshops(person: User) -> list[dict]:
    there: dict[int, list] = {}
    rows = Attendance.objects.filter(enrolment__officer=person).order_by("noted_at", "pk")
    for row in rows.values("enrolment_id", "module__code", "how", "noted_at"):
        there.setdefault(row.pop("enrolment_id"), []).append(row)
    enrolments = Enrolment.objects.filter(officer=person).order_by("at", "pk")
    return [
        {**row, "attendance": there.get(row.pop("pk"), [])}
        for row in enrolments.values("pk", "workshop__title_en", "how", "at")
    ]
