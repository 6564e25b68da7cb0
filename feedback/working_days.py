"""Working days in the Lao PDR: Monday to Friday, without public holidays."""

from datetime import date, timedelta

from django.conf import settings

# Public holidays on a fixed day (month, day): New Year, Women's Day, Pi Mai, Labour Day, National
# Day. Those that are announced for a year are added as dates in settings.PUBLIC_HOLIDAYS.
FIXED = {(1, 1), (3, 8), (4, 14), (4, 15), (4, 16), (5, 1), (12, 2)}


def is_working_day(day: date) -> bool:
    announced = getattr(settings, "PUBLIC_HOLIDAYS", ())
    return day.weekday() < 5 and (day.month, day.day) not in FIXED and day not in announced


def add(day: date, number: int) -> date:
    """The date that many working days after `day`."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`; negative the other way round."""
    if last < first:
        return -between(last, first)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def first_reply_days(severity: str) -> int:
    """In how many working days the first reply is due (settings.FIRST_REPLY_DAYS)."""
    return getattr(settings, "FIRST_REPLY_DAYS", {"stops": 3}).get(severity, 5)
