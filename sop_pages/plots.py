"""Plots as plain numbers for SVG templates; each has a table beside it that says the same."""

from collections.abc import Sequence
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


def bars(
    counts: Sequence[int], labels: Sequence[str], *, most: int = 0, left: int = LEFT
) -> list[Bar]:
    """One bar a count, side by side. `most` is the count that fills the height, where several plots
    share a scale; else the highest does."""
    most = most or max(counts, default=0) or 1
    step = (WIDTH - left) / max(len(counts), 1)
    tall = (BASE - TOP) / most
    return [
        Bar(
            x=round(left + n * step + 2, 1),
            y=round(BASE - count * tall, 1),
            width=round(step - 4, 1),
            height=round(count * tall, 1),
            label=label,
            count=count,
        )
        for n, (count, label) in enumerate(zip(counts, labels, strict=True))
    ]
