"""The time that stands on a sheet: read as people write it, and held against the quiz's rules.

It is a claim, as the time of a phone is: the trainer who types it in vouches for it.
"""

from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import PaperPrint, Quiz
from .refusals import Refused
from .typed import LAO_DIGITS

WITH_TIME = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M")
DAY = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
LONGEST = 40


def read(typed: str, printed_at: datetime, now: datetime) -> datetime:
    """A moment, or a day: that counts as its noon, or as near to it as the print and now allow.

    Raises Refused.
    """
    text = " ".join(typed.translate(LAO_DIGITS).split())[:LONGEST]
    for form in WITH_TIME:
        found = _parsed(text, form)
        if found:
            return found
    for form in DAY:
        found = _parsed(text, form)
        if found:
            noon = timezone.make_aware(datetime.combine(timezone.localdate(found), time(12)))
            return _within_its_day(noon, printed_at, now)
    raise Refused(
        _("Type the time that stands on the sheet as %(example)s.") % {"example": written(now)},
        "written",
    )


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.strptime(text, form))
    except (ValueError, OverflowError):
        return None


def _within_its_day(noon: datetime, first: datetime, last: datetime) -> datetime:
    near = min(max(noon, first), last)
    same_day = timezone.localdate(near) == timezone.localdate(noon)
    return near.replace(second=0, microsecond=0) if same_day else noon


def written(moment: datetime) -> str:
    """As it is typed: 2026-11-25 14:30."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def check(quiz: Quiz, paper: PaperPrint, moment: datetime, now: datetime) -> None:
    """Whether a sheet of this print can be from then. `quiz` has the officer's own rules.

    A closed quiz still takes what was written before. Raises Refused.
    """
    if quiz.state != Quiz.State.READY:
        raise Refused(
            _("This quiz is not in use now. Its sheets can be typed in when it is ready again.")
        )
    minute = paper.made_at.replace(second=0, microsecond=0)
    if moment < minute:
        said = _("This sheet was printed on %(date)s: it can't be older.")
    elif moment > now:
        said, minute = _("This time has not come yet: it is %(date)s now."), now
    elif quiz.opens_at and moment < quiz.opens_at:
        said, minute = _("The quiz opened on %(date)s, later than this."), quiz.opens_at
    elif quiz.closes_at and moment >= quiz.closes_at:
        said = _(
            "The quiz closed on %(date)s. What was written before counts: type the time that "
            "stands on the sheet."
        )
        minute = quiz.closes_at
    else:
        return
    date = date_format(timezone.localtime(minute), "SHORT_DATETIME_FORMAT")
    raise Refused(said % {"date": date}, "written")
