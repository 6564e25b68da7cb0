"""Quarters of a year, as the reports to the ministry and the ILO go by them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .evidence import Period


@dataclass(frozen=True, order=True)
class Quarter:
    """`number` 1 to 4; raises ValueError for another, and for years that no report can be of."""

    year: int
    number: int

    def __post_init__(self):
        if not (2000 <= self.year <= 2999 and 1 <= self.number <= 4):
            raise ValueError(f"There is no quarter {self.number} of {self.year}.")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        month = date(self.year, 3 * self.number, 1)
        return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Quarter":
        return Quarter.of(self.last + timedelta(days=1))

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    def __str__(self):
        return _("quarter %(number)d of %(year)d") % {"number": self.number, "year": self.year}

    def is_over(self, today: date) -> bool:
        return self.last < today


def last_over(today: date) -> Quarter:
    """The latest quarter that is over."""
    return Quarter.of(today).before
