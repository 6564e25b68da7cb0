"""Working days in the Lao PDR: Monday to Friday, without public holidays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from .models import Holiday


@dataclass(frozen=True)
class Calendar:
    """`yearly` holds (month, day) of each year, `dates` those announced for one year."""

    yearly: frozenset[tuple[int, int]] = frozenset()
    dates: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        free = (day.month, day.day) in self.yearly or day in self.dates
        return day.weekday() < 5 and not free

    def add(self, day: date, number: int) -> date:
        """The date that many working days after `day`, or before it for a negative number."""
        step, left = timedelta(days=1 if number > 0 else -1), abs(number)
        while left > 0:
            day += step
            left -= self.is_working_day(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative the other way round."""
        if last < first:
            return -self.between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_working_day(day) for day in days)


def calendar() -> Calendar:
    """The calendar as the table of public holidays has it; one query."""
    yearly, dates = set(), set()
    for month, day, on in Holiday.objects.values_list("month", "day", "on"):
        if on:
            dates.add(on)
        elif month:
            yearly.add((month, day))
    return Calendar(frozenset(yearly), frozenset(dates))


def due_again(report, calendar: "Calendar") -> date:
    """When a report that is opened again is due, counted from today."""
    return calendar.add(localdate(), first_reply_days(report.severity))


def first_reply_days(severity: str) -> int:
    """In how many working days the first reply is due (settings.FIRST_REPLY_DAYS)."""
    return settings.FIRST_REPLY_DAYS.get(severity, settings.FIRST_REPLY_DAYS[""])
