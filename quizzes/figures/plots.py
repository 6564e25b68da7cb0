"""Plots as plain numbers for SVG templates; each has a table beside it that says the same."""

import math
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BASE = 640, 240, 40, 200
TOP = 20


@dataclass(frozen=True)
class Bar:
    """`x`, `y`, `width`, `height` in the plot's units; `label` under it, `count` above it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 6, 1)


def marks_plot(counts: list[int]) -> list[Bar]:
    """Attempts by tenths of the mark."""
    most = max(counts) or 1
    step = (WIDTH - LEFT) / len(counts)
    tall = (BASE - TOP) / most
    share = 100 // len(counts)
    return [
        Bar(
            x=round(LEFT + n * step + 2, 1),
            y=round(BASE - count * tall, 1),
            width=round(step - 4, 1),
            height=round(count * tall, 1),
            label=f"{n * share}–{(n + 1) * share}",
            count=count,
        )
        for n, count in enumerate(counts)
    ]


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
