"""What the quarterly report says of reports: received, answers due and in time, what changed.

An answer counts in the quarter in which it was due, a change in that in which it was made: so all
of it is known when the quarter ends.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sop_pages.evidence import Period
from sop_pages.quarterly import Counts, Measure, Split, register_split
from sop_pages.quarterly import register as register_measure

from . import working_days
from .models import Report, standing_changes
from .models.words import Category

# No first reply is due later than so many days after a report came.
LONGEST_WAIT = timedelta(days=60)


def reported(period: Period) -> Counts:
    rows = _received(period).order_by().values_list("province", "sender__sex")
    rows = rows.annotate(n=Count("pk"))
    return _added(((province, sex), n) for province, sex, n in rows)


def by_category(period: Period) -> dict[str, int]:
    names = {value: str(label) for value, label in Category.choices}
    return {names[category]: n for category, n in _counted(period, "category")}


def by_sop(period: Period) -> dict[str, int]:
    return {code or str(_("Of no SOP")): n for code, n in _counted(period, "sop_code")}


def _counted(period: Period, column: str):
    rows = _received(period).order_by(column).values_list(column)
    return rows.annotate(n=Count("pk"))


def _received(period: Period):
    first, end = period.moments()
    return Report.objects.not_sensitive().filter(received_at__gte=first, received_at__lt=end)


def due(period: Period) -> Counts:
    return _added((place, 1) for place, _in_time in _decided(period))


def in_time(period: Period) -> Counts:
    return _added((place, 1) for place, came_in_time in _decided(period) if came_in_time)


def changed(period: Period) -> Counts:
    """Reports after which an SOP changed; a report counts in the quarter of each such change."""
    first, end = period.moments()
    changes = standing_changes().filter(at__gte=first, at__lt=end, report__sensitive=False)
    by = changes.order_by().values_list("report__province", "report__sender__sex")
    rows = by.annotate(n=Count("report", distinct=True))
    return _added(((province, sex), n) for province, sex, n in rows)


def _added(counted) -> Counts:
    """Those without a province, and those whose sender is gone or did not tell, under ""."""
    found = Counter()
    for (province, sex), n in counted:
        found[province or "", sex or ""] += n
    return found


def _decided(period: Period):
    """((province, sex), whether it was answered in time) of each report whose first reply was due
    in these days, but for those that may still be; two queries."""
    first, end = period.moments()
    calendar = working_days.calendar()
    reports = Report.objects.not_sensitive().filter(
        received_at__gte=first - LONGEST_WAIT, received_at__lt=end
    )
    days: dict[tuple[date, int], date] = {}
    for province, sex, severity, received, replied in reports.values_list(
        "province", "sender__sex", "severity", "received_at", "first_reply_at"
    ):
        came = timezone.localdate(received), working_days.first_reply_days(severity)
        if came not in days:
            days[came] = calendar.add(*came)
        if period.first <= days[came] <= period.last:
            if replied is None and days[came] >= timezone.localdate():
                continue  # nobody can say yet
            answered = replied is not None and timezone.localdate(replied) <= days[came]
            yield (province, sex), answered


def register() -> None:
    register_split(Split("categories", _("Reports by category"), _("Category"), by_category))
    register_split(Split("sops", _("Reports by SOP"), _("SOP"), by_sop))
    for measure in (
        Measure("reported", _("Reported"), _("Sent to LSSO: %(n)d reports."), reported),
        Measure("due", _("Answers due"), _("A first answer was due: %(n)d reports."), due),
        Measure(
            "in_time",
            _("Answered in time"),
            _("Answered in time, of those: %(n)d reports."),
            in_time,
            of="due",
        ),
        Measure(
            "changed",
            _("Changed an SOP"),
            _("Led to a changed SOP: %(n)d reports."),
            changed,
        ),
    ):
        register_measure(measure)
