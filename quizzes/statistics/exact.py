"""Marks as whole numbers, so that nothing is rounded before the last division.

Adding 0.1 three times in floating point leaves a variance of 1e-34 where there is none, and a
correlation of nonsense on top of it. Here a column of equal marks has a variance of exactly 0.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction


def scale_of(numbers: Iterable[Decimal]) -> int:
    """The power of ten by which all these numbers become whole; 1 when all are whole."""
    places = max((-number.as_tuple().exponent for number in numbers), default=0)
    return 10 ** max(places, 0)


def whole(number: Decimal | None, scale: int) -> int:
    """The number times the scale; None, an answer left blank, is 0."""
    return 0 if number is None else int(number * scale)


def covariance(n: int, sum_a: int, sum_b: int, sum_ab: int, scale: int) -> Fraction | None:
    """Sample covariance (divisor n − 1) of two columns of n whole numbers, from their sums.

    In marks squared, as the numbers stand for number / scale marks; None when n < 2.
    """
    if n < 2:
        return None
    return Fraction(n * sum_ab - sum_a * sum_b, n * (n - 1) * scale * scale)


def product_sum(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(map(int.__mul__, a, b))


def correlation(covariance: Fraction, variance_a: Fraction, variance_b: Fraction) -> float | None:
    """Pearson's r × 100; None when either column doesn't vary."""
    if not variance_a or not variance_b:
        return None
    return 100 * float(covariance) / math.sqrt(variance_a * variance_b)


def root(number: Fraction | None) -> float | None:
    return None if number is None else math.sqrt(number)


def number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
