"""What the quarterly report says of training: who was there, who passed."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from sop_pages.evidence import Period
from sop_pages.quarterly import Counts, Measure
from sop_pages.quarterly import register as register_measure

from .models import Attempt, Attendance, Quiz


def trained(period: Period) -> Counts:
    """Officers who were at one module of a workshop or at more, each once; one query."""
    first, end = period.moments()
    noted = Attendance.objects.filter(noted_at__gte=first, noted_at__lt=end)
    return _people(noted, "enrolment__officer")


def passed(period: Period) -> Counts:
    """Officers who passed an assessed quiz or more, each once; one query."""
    first, end = period.moments()
    attempts = Attempt.objects.handed_in().filter(
        quiz__kind=Quiz.Kind.ASSESSED, passed=True, handed_in_at__gte=first, handed_in_at__lt=end
    )
    return _people(attempts, "officer")


def _people(rows, officer: str) -> Counts:
    by = rows.order_by().values_list(f"{officer}__province", f"{officer}__sex")
    found = Counter()
    for province, sex, n in by.annotate(n=Count(officer, distinct=True)):
        found[province or "", sex] += n
    return found


def register() -> None:
    register_measure(
        Measure(
            "trained",
            _("Trained"),
            _("Was at a module of a workshop: %(n)d people."),
            trained,
        )
    )
    register_measure(
        Measure("passed", _("Passed"), _("Passed an assessed quiz: %(n)d people."), passed)
    )
