"""Figures of each slot, of each question drawn into one, of each variant of a question."""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from .exact import correlation, covariance, number, product_sum, root


@dataclass(frozen=True)
class SlotFigures:
    """Figures over the `s` sittings that count; None where one is undefined.

    facility and randomguessscore 0 to 1; sd in marks; weights, discriminationindex and
    discriminativeefficiency in percent; the variances and covariances, from which they come, in
    marks squared, "other" being the rest of the total.
    """

    slot: int
    s: int
    facility: float | None
    sd: float | None
    markvariance: float | None
    othermarkvariance: float | None
    covariance: float | None
    covariancemax: float | None
    discriminationindex: float | None
    discriminativeefficiency: float | None
    negcovar: bool = False
    intendedweight: float | None = None
    effectiveweight: float | None = None
    randomguessscore: float | None = None
    question: str | None = None
    variant: int | None = None


@dataclass(frozen=True)
class Column:
    """The marks of one slot beside what they are compared with, as whole numbers (/ scale)."""

    marks: list[int]
    other: list[int]
    scale: int

    @property
    def variance(self) -> Fraction | None:
        total = sum(self.marks)
        return covariance(
            len(self.marks), total, total, product_sum(self.marks, self.marks), self.scale
        )

    @property
    def other_variance(self) -> Fraction | None:
        total = sum(self.other)
        return covariance(
            len(self.other), total, total, product_sum(self.other, self.other), self.scale
        )

    @property
    def covariance(self) -> Fraction | None:
        return self._paired(self.marks, self.other)

    @property
    def largest_covariance(self) -> Fraction | None:
        """What it could have been: the best marks with the best rests."""
        return self._paired(sorted(self.marks), sorted(self.other))

    def _paired(self, a: list[int], b: list[int]) -> Fraction | None:
        return covariance(len(a), sum(a), sum(b), product_sum(a, b), self.scale)


def column_figures(column: Column, slot: int, max_mark: Decimal) -> SlotFigures:
    """Facility, deviation and discrimination of one column."""
    s = len(column.marks)
    variance, other = column.variance, column.other_variance
    together, most = column.covariance, column.largest_covariance
    return SlotFigures(
        slot=slot,
        s=s,
        facility=_facility(column, max_mark),
        sd=root(variance),
        markvariance=number(variance),
        othermarkvariance=number(other),
        covariance=number(together),
        covariancemax=number(most),
        discriminationindex=None if s < 2 else correlation(together, variance, other),
        discriminativeefficiency=float(100 * together / most) if most else None,
    )


def _facility(column: Column, max_mark: Decimal) -> float | None:
    if not max_mark:
        return None
    if not column.marks:
        return 0.0  # the mean of nothing, as Moodle shows it
    return float(Fraction(sum(column.marks), len(column.marks) * column.scale) / Fraction(max_mark))


def with_weights(
    figures: list[SlotFigures], worth: list[Decimal], with_total: list[Fraction | None]
) -> list[SlotFigures]:
    """Adds intended and effective weights, in percent.

    `worth`: the marks of each slot. `with_total`: the covariance of each slot with the whole
    total. A negative one has no effective weight and doesn't count in the sum of the others.
    """
    all_worth = sum(worth, Decimal(0))
    roots = [math.sqrt(c) if c is not None and c >= 0 else None for c in with_total]
    all_roots = sum(r for r in roots if r is not None)
    return [
        replace(
            row,
            intendedweight=float(100 * marks / all_worth) if all_worth else None,
            effectiveweight=None if r is None or not all_roots else 100 * r / all_roots,
            negcovar=together is not None and together < 0,
        )
        for row, marks, together, r in zip(figures, worth, with_total, roots, strict=True)
    ]
