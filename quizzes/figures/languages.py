"""Whether a question is harder in one language than in the other, for officers who are as good.

Mantel and Haenszel (1959) over bands of the total; the variance of the log odds ratio by Robins,
Breslow and Greenland (1986). A question is flagged as ETS does it, class C (Zwick and Ercikan,
1989): the size |−2.35 · ln α| is 1.5 or more and surely above 1; of twenty questions that are alike
in both languages, hardly one is then flagged by chance. Pure: marks in, figures out.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

ENOUGH = 20  # answers in each language
BANDS = 5
Z = 1.959963984540054  # 95 %
ETS, SIZE, SURELY = 2.35, 1.5, 1.0
Z_ONE_SIDED = 1.6448536269514722  # 95 %


@dataclass(frozen=True)
class Band:
    """Of officers with about the same total: right and wrong in Lao, right and wrong in English."""

    right_lo: int
    wrong_lo: int
    right_en: int
    wrong_en: int

    @property
    def all(self) -> float:
        return self.right_lo + self.wrong_lo + self.right_en + self.wrong_en

    @property
    def has_both(self) -> bool:
        return self.right_lo + self.wrong_lo > 0 and self.right_en + self.wrong_en > 0


@dataclass(frozen=True)
class LanguageGap:
    """`odds`: of a right answer in Lao to one in English, among equals; `low` and `high` hold it
    with 95 % certainty. None where no band holds both languages."""

    lo: int
    en: int
    facility_lo: float
    facility_en: float
    odds: float | None
    low: float | None
    high: float | None

    @property
    def is_flagged(self) -> bool:
        """The gap is large, and surely more than small."""
        if self.odds is None:
            return False
        size = ETS * abs(math.log(self.odds))
        deviation = ETS * math.log(self.high / self.low) / (2 * Z)
        return size >= SIZE and size - Z_ONE_SIDED * deviation > SURELY

    @property
    def harder_in(self) -> str:
        return "" if self.odds is None else "en" if self.odds > 1 else "lo"


def gap(answers: Iterable[tuple[str, float, bool]]) -> LanguageGap | None:
    """Of (language, total, whether right) of each officer; None below 20 answers in a language."""
    answers = list(answers)
    by_language = {
        language: [right for said, _total, right in answers if said == language]
        for language in ("lo", "en")
    }
    lao, english = by_language["lo"], by_language["en"]
    if min(len(lao), len(english)) < ENOUGH:
        return None
    odds, low, high = common_odds(bands(answers))
    return LanguageGap(
        len(lao), len(english), sum(lao) / len(lao), sum(english) / len(english), odds, low, high
    )


def bands(answers: list[tuple[str, float, bool]]) -> list[Band]:
    """Fifths of all officers by their total, both languages in one; equal totals together."""
    totals = sorted(total for _language, total, _right in answers)
    edges = sorted({totals[len(totals) * n // BANDS] for n in range(1, BANDS)})
    limits = [-math.inf, *edges, math.inf]
    found = []
    for low, high in pairwise(limits):
        counts = {(language, right): 0 for language in ("lo", "en") for right in (True, False)}
        for language, total, right in answers:
            if low <= total < high:
                counts[language, right] += 1
        found.append(Band(*counts.values()))
    return found


def common_odds(bands: Iterable[Band]) -> tuple[float | None, float | None, float | None]:
    """The common odds ratio and its 95 % interval; None three times where nothing can be compared.

    Where all in one language are right, or all wrong, the ratio would be infinite: half an answer
    is then added to each cell (Haldane, 1956).
    """
    used = [band for band in bands if band.has_both]
    if not used:
        return None, None, None
    cells = [(b.right_lo, b.wrong_lo, b.right_en, b.wrong_en) for b in used]
    if not _sum(cells, lambda a, b, c, d: a * d) or not _sum(cells, lambda a, b, c, d: b * c):
        cells = [tuple(cell + 0.5 for cell in band) for band in cells]
    r = _sum(cells, lambda a, b, c, d: a * d)
    s = _sum(cells, lambda a, b, c, d: b * c)
    odds, spread = r / s, Z * math.sqrt(_variance(cells, r, s))
    return odds, odds * math.exp(-spread), odds * math.exp(spread)


def _variance(cells, r: float, s: float) -> float:
    """Of the logarithm of the common odds ratio."""
    pr = ps_qr = qs = 0.0
    for a, b, c, d in cells:
        n = a + b + c + d
        p, q, rk, sk = (a + d) / n, (b + c) / n, a * d / n, b * c / n
        pr, ps_qr, qs = pr + p * rk, ps_qr + p * sk + q * rk, qs + q * sk
    return pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s)


def _sum(cells, of) -> float:
    return sum(of(*cell) / sum(cell) for cell in cells)
