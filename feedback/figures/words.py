"""Figures said in sentences, the first thing to read; no database."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .measures import Figures, Rising


def of_all(found: Figures) -> list[str]:
    """What a reader wants to know first: are people answered, how soon, does it change things."""
    if not found.received:
        return [_("No report came in this time.")]
    return [sentence for sentence in (_in_time(found), _waits(found), _became(found)) if sentence]


def _in_time(found: Figures) -> str:
    if not found.decided:
        return _("It is too early to say how many answers came in time.")
    said = ngettext(
        "%(part)d of %(n)d report was answered in time (%(share)d%%).",
        "%(part)d of %(n)d reports were answered in time (%(share)d%%).",
        found.decided,
    )
    return said % {"part": found.in_time, "n": found.decided, "share": found.in_time_share}


def _waits(found: Figures) -> str:
    if found.half is None:
        return _("No report has an answer yet.")
    if not found.nine_in_ten:
        return _("Nine of ten first answers came on the same day.")
    return _(
        "Half of the first answers came within %(half)s working days, nine of ten within %(nine)s."
    ) % {"half": days(found.half), "nine": days(found.nine_in_ten)}


def _became(found: Figures) -> str:
    changed = ngettext(
        "%(n)d report changed an SOP (%(share)d%%)", "%(n)d reports changed an SOP (%(share)d%%)",
        found.changed,
    ) % {"n": found.changed, "share": found.changed_share}  # fmt: skip
    left = ngettext("%(n)d is still open", "%(n)d are still open", found.open) % {"n": found.open}
    return _("%(changed)s; %(open)s.") % {"changed": changed, "open": left}


def days(value: float | int | None) -> str:
    """Working days as a number: "2", "2.5"; a dash for none."""
    if value is None:
        return "–"
    return number_format(value, 0 if float(value).is_integer() else 1)


def of_rising(one: Rising) -> str:
    people = ngettext("%(n)d person", "%(n)d people", one.recent) % {"n": one.recent}
    if not one.before:
        return _("%(people)s in the last four weeks, nobody in the twelve before.") % {
            "people": people
        }
    return _("%(people)s in the last four weeks, %(before)s on average before.") % {
        "people": people,
        "before": number_format(one.before, 1),
    }


def age(first: int | None, last: int | None) -> str:
    """Days that have passed, from `first` to `last`; None where a side is open."""
    if first is None:
        return _("up to %(last)d days") % {"last": last}
    if last is None:
        return _("%(first)d days and more") % {"first": first}
    return _("%(first)d–%(last)d days") % {"first": first, "last": last}
