"""Which reports are alike: those that share pairs of neighbouring syllables, rare ones above all.

Lao is folded first, so spellings don't matter; a pair tells more than a syllable does alone.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from .models import Gram, Report
from .pairs import pairs_in, passages, whole

AT_ONCE = 2_000  # rows that are written
ASKED = 40  # pairs by which others are looked for, the rarest that others have
LOOKED_AT = 60  # reports that share most pairs
SHOWN, PASSAGES = 5, 4
FEWEST = 2  # pairs that two texts have in common
LEAST = 0.08  # share of the pairs' weight that two texts have in common
SAME_STEP, SAME_SOP = 0.15, 0.05


@dataclass(frozen=True)
class Alike:
    """A report that resembles another, from 0 to 1, and the passages that both have."""

    report: Report
    share: float
    words: list[str]
    pairs: int


def keep(report: Report) -> None:
    """Writes a report's pairs anew."""
    report.grams.all().delete()
    keep_all([report])


def keep_all(reports: Iterable[Report]) -> None:
    """Writes the pairs of reports that have none yet."""
    made = (
        Gram(report=report, gram=gram) for report in reports for gram in pairs_in(whole(report))
    )
    Gram.objects.bulk_create(made, batch_size=AT_ONCE)


def alike(report: Report, among, *, shown: int = SHOWN) -> list[Alike]:
    """The reports of `among` that are most like this one, best first. Three queries."""
    own = pairs_in(whole(report))
    held = Gram.objects.filter(gram__in=own)
    common = dict(held.values_list("gram").annotate(n=Count("pk")).order_by())
    asked = sorted((gram for gram in common if common[gram] > 1), key=common.get)[:ASKED]
    weights = {gram: 1 / math.log(2 + common.get(gram, 0)) for gram in own}
    # One join: with `report__in` SQLite walks all pairs of every report of `among`.
    counted = (
        among.exclude(pk=report.pk)
        .filter(grams__gram__in=asked)
        .order_by()
        .values_list("pk")
        .annotate(n=Count("grams"))
        .order_by("-n", "-pk")[:LOOKED_AT]
    )
    candidates = among.in_bulk([pk for pk, _n in counted])
    found = [compared(report, other, weights) for other in candidates.values()]
    found = [one for one in found if one.share >= LEAST and len(one.both) >= FEWEST]
    best = sorted(found, key=lambda one: -one.share)[:shown]
    # Passages take as long as all the rest of a comparison: only those that are shown are cut.
    return [
        Alike(
            one.report,
            one.share,
            passages(whole(report), set(one.both))[:PASSAGES],
            len(one.both),
        )
        for one in best
    ]


@dataclass(frozen=True)
class Compared:
    """Another report, from 0 to 1 how like it is, and the numbers of the pairs that both have."""

    report: Report
    share: float
    both: list[int]


def compared(report: Report, other: Report, weights: dict[int, float]) -> Compared:
    """Shared weight over the weight of the shorter text; the same step or SOP adds to it."""
    theirs = pairs_in(whole(other))
    both = [gram for gram in weights if gram in theirs]
    shorter = min(sum(weights.values()), len(theirs) * average(weights.values())) or 1
    share = sum(weights[gram] for gram in both) / shorter
    if report.step_id and report.step_id == other.step_id:
        share += SAME_STEP
    elif report.sop_id and report.sop_id == other.sop_id:
        share += SAME_SOP
    return Compared(other, min(share, 1.0), both)


def average(numbers: Iterable[float]) -> float:
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else 0
