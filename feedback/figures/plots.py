"""The plots of the page of figures, as numbers for the SVG of the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sop_pages import tile_map
from sop_pages.plots import Bar, bars

from ..models.words import Category
from .measures import AGES, Row, month_of
from .tables import Table


@dataclass(frozen=True)
class Small:
    """One of several small plots on one scale. `counts` go with the months, for its table."""

    name: str
    title: str
    bars: list[Bar]
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def month_labels(months: Sequence[date]) -> list[str]:
    """ "6/26"; where there are many, only each January and what is a full year after the first."""
    every = 1 if len(months) <= 13 else 12
    return [f"{m.month}/{m:%y}" if n % every == 0 else "" for n, m in enumerate(months)]


def by_month(table: Table) -> list[Bar]:
    counts = [line.figures.received for line in table.lines]
    return bars(counts, month_labels([line.key for line in table.lines]))


def by_age(counts: Sequence[int], labels: Sequence[str]) -> list[Bar]:
    return bars(counts, labels)


def age_bounds() -> list[tuple[int | None, int | None]]:
    """(from, to) in days of each group of ages: (None, 7), (8, 30), …, (91, None)."""
    starts = [None, *(limit + 1 for limit in AGES)]
    return list(zip(starts, [*AGES, None], strict=True))


def by_category(rows: Sequence[Row], months: Sequence[date]) -> list[Small]:
    """Reports by month, a small plot for each category with any, most first, one scale for all."""
    counts = {value: dict.fromkeys(months, 0) for value in Category.values}
    for row in rows:
        counts[row.category][month_of(row)] += 1
    titles = {value: str(label) for value, label in Category.choices}
    met = {value: list(found.values()) for value, found in counts.items() if any(found.values())}
    most = max((max(found) for found in met.values()), default=0)
    labels = [""] * len(months)
    found = [
        Small(value, titles[value], bars(one, labels, most=most, left=0), one)
        for value, one in met.items()
    ]
    return sorted(found, key=lambda small: -small.total)


def of_provinces(table: Table) -> list[tile_map.Tile]:
    counts = {line.key: line.figures.received for line in table.lines}
    names = {line.key: line.label for line in table.lines if line.key}
    return tile_map.tiles(counts, names)
