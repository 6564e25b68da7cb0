"""Figures of the whole quiz, from the totals of its sittings."""

import math
from dataclasses import dataclass
from fractions import Fraction

from .exact import number, root


@dataclass(frozen=True)
class QuizFigures:
    """average, median, standarddeviation and standarderror in marks; cic and errorratio in percent.

    None where too few sittings, or no difference between them, leave a figure undefined. cic
    (coefficient of internal consistency, Cronbach's alpha × 100) may be far below 0.
    """

    n: int
    average: float | None = None
    median: float | None = None
    standarddeviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    cic: float | None = None
    errorratio: float | None = None
    standarderror: float | None = None


def quiz_figures(totals: list[int], scale: int, variances: list[Fraction | None]) -> QuizFigures:
    """Figures of totals (whole numbers, total / scale marks) and the variance of each slot."""
    n = len(totals)
    if not n:
        return QuizFigures(n=0)
    k2, k3, k4 = k_statistics(totals)
    variance = None if k2 is None else k2 / scale**2
    deviation = root(variance)
    cic = consistency(variances, variance, n)
    ratio = None if cic is None else 100 * math.sqrt(1 - cic / 100)
    return QuizFigures(
        n=n,
        average=sum(totals) / n / scale,
        median=median(totals) / scale,
        standarddeviation=deviation,
        skewness=None if k3 is None or not k2 else float(k3) / math.sqrt(k2) ** 3,
        kurtosis=None if k4 is None or not k2 else float(k4 / k2**2),
        cic=number(cic),
        errorratio=ratio,
        standarderror=None if ratio is None else ratio / 100 * deviation,
    )


def median(totals: list[int]) -> float:
    ordered, middle = sorted(totals), len(totals) // 2
    if len(totals) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def k_statistics(totals: list[int]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Fisher's k2, k3, k4: unbiased estimates of the cumulants; None below 2, 3, 4 totals.

    From sums of whole powers, so that no digit is lost however close the totals are.
    """
    n = len(totals)
    s1, s2, s3, s4 = (sum(total**power for total in totals) for power in (1, 2, 3, 4))
    mean = Fraction(s1, n)
    m2 = Fraction(s2, n) - mean**2
    m3 = Fraction(s3, n) - 3 * mean * Fraction(s2, n) + 2 * mean**3
    m4 = Fraction(s4, n) - 4 * mean * Fraction(s3, n) + 6 * mean**2 * Fraction(s2, n) - 3 * mean**4
    k2 = n * m2 / (n - 1) if n > 1 else None
    k3 = n**2 * m3 / ((n - 1) * (n - 2)) if n > 2 else None
    k4 = None
    if n > 3:
        k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    return k2, k3, k4


def consistency(
    variances: list[Fraction | None], variance: Fraction | None, n: int
) -> Fraction | None:
    """Cronbach's alpha × 100: p/(p−1) · (1 − Σ var(slot) / var(total)); not clipped at 0."""
    slots = len(variances)
    if n < 3 or slots < 2 or not variance:
        return None
    return 100 * Fraction(slots, slots - 1) * (1 - sum(variances) / variance)
