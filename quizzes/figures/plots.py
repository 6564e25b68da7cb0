"""Plots as plain numbers for SVG templates; each has a table beside it that says the same."""

import math
from dataclasses import dataclass

from sop_pages.plots import BASE, LEFT, TOP, WIDTH, Bar, bars


def marks_plot(counts: list[int]) -> list[Bar]:
    """Attempts by tenths of the mark."""
    share = 100 // len(counts)
    return bars(counts, [f"{n * share}–{(n + 1) * share}" for n in range(len(counts))])


def pass_line(pass_mark: int) -> float:
    """Where the pass mark lies on the plot of marks."""
    return round(LEFT + (WIDTH - LEFT) * pass_mark / 100, 1)


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str
    is_odd: bool


@dataclass(frozen=True)
class Scatter:
    """Facility (across, 0 to 1) against discrimination (up, percent, from `low` to `high`)."""

    dots: list[Dot]
    low: int
    high: int

    def height(self, percent: float) -> float:
        share = (percent - self.low) / (self.high - self.low)
        return round(BASE - (BASE - TOP) * share, 1)

    @property
    def zero(self) -> float:
        return self.height(0)


def questions_plot(rows: list[dict]) -> Scatter:
    """The questions of which both figures are known, each under the number of its place."""
    known = [
        row
        for row in rows
        if row["facility"] is not None and row["discriminationindex"] is not None
    ]
    found = [row["discriminationindex"] for row in known]
    low = 20 * math.floor(min([-20, *found]) / 20)
    high = 20 * math.ceil(max([60, *found]) / 20)
    plot = Scatter([], low, high)
    for row in known:
        across = LEFT + (WIDTH - LEFT) * row["facility"]
        dot = Dot(round(across, 1), plot.height(row["discriminationindex"]), *_named(row))
        plot.dots.append(dot)
    return plot


def _named(row: dict) -> tuple[str, bool]:
    return str(row["slot"]), row["looks_odd"]
