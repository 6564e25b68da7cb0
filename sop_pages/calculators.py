"""The two calculators of the handbook, as plain functions: a contribution, and waiting months.

Amounts are whole kip; halves round up. What a person types is read here too, so that a page, a
test and a phone agree on what "2.000.000" means.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

RATE = "vol_rate"
# Which reference value says how many months each benefit needs, in the order of the list.
MONTHS_NEEDED = {
    "birth": "mat_months_birth",
    "miscarriage": "mat_months_misc",
    "sickness": "sick_months",
    "death": "death_months",
    "survivors": "surv_months",
}
BENEFITS = {
    "birth": gettext_noop("Birth"),
    "miscarriage": gettext_noop("Miscarriage"),
    "sickness": gettext_noop("Sickness"),
    "death": gettext_noop("Death"),
    "survivors": gettext_noop("Survivors"),
}
VALUES_OF = {"contribution": (RATE,), "months": tuple(MONTHS_NEEDED.values())}
COMPUTED_WITH = frozenset(key for keys in VALUES_OF.values() for key in keys)

MOST_KIP = 10**12
MOST_MONTHS = 720
_CURRENCY = re.compile(r"₭|ກີບ|kip|lak", re.I)
_WHOLE = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}([., ])\d{3}(\1\d{3})*")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[/-](\d{4})")


class Unusable(ValueError):
    """What was typed can't be computed with; its text is a translated sentence."""


@dataclass(frozen=True)
class Waiting:
    """How far `paid` of `needed` months go. `enough` is the month whose payment completes them
    when every month is paid after `last`, or None when they are complete already."""

    needed: int
    paid: int
    missing: int
    last: date
    enough: date | None


def contribution(income: int, rate: Decimal) -> int:
    """Whole kip a month: income × rate ÷ 100, half up. `rate` is in percent."""
    return int((Decimal(income) * rate / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def waiting(paid: int, needed: int, last: date) -> Waiting:
    """From when the months suffice. `last` is any day of the last month that is paid."""
    missing = max(needed - paid, 0)
    first = last.replace(day=1)
    return Waiting(needed, paid, missing, first, later(first, missing) if missing else None)


def later(month: date, count: int) -> date:
    """The first day of the month that comes `count` months after."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def read_income(typed: str) -> int:
    """Kip as people write them: 2000000, 2.000.000, 2,000,000 ₭, ໒໐໐. Raises Unusable."""
    text = _CURRENCY.sub("", _latin_digits(typed)).strip()
    if not (_WHOLE.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise Unusable(_("Please write a whole number of kip, such as 2000000."))
    amount = int(re.sub(r"\D", "", text)[:20])
    if amount > MOST_KIP:
        raise Unusable(_("This income is too large to compute with."))
    return amount


def read_months(typed: str) -> int:
    """A number of months. Raises Unusable."""
    text = _latin_digits(typed).strip()
    if not _WHOLE.fullmatch(text) or int(text[:6]) > MOST_MONTHS:
        raise Unusable(_("Please write a number of months, such as 4."))
    return int(text)


def read_month(typed: str, today: date) -> date:
    """The first day of a month written 2026-11 or 11/2026; this month when left empty.

    Raises Unusable for anything else, and for a month that is yet to come.
    """
    text = _latin_digits(typed).strip()
    found = _MONTH.fullmatch(text)
    if text and not found:
        raise Unusable(_("Please write a month and a year, such as 11/2026."))
    if not text:
        return today.replace(day=1)
    year, month = int(found[1] or found[4]), int(found[2] or found[3])
    if not (1 <= month <= 12 and 1990 <= year <= 2100):
        raise Unusable(_("Please write a month and a year, such as 11/2026."))
    if date(year, month, 1) > today:
        raise Unusable(_("The last paid month cannot be later than this month."))
    return date(year, month, 1)


def _latin_digits(typed: str) -> str:
    """Lao and other digits as 0–9, other spaces as a plain one."""
    typed = re.sub(r"\s", " ", typed or "")
    return "".join(str(int(c)) if c.isdecimal() else c for c in typed)[:60]
