"""Plots as plain numbers for SVG templates; each has a table beside it that says the same."""

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


def questions_plot(rows: list[dict]) -> list[Dot]:
    """Facility (across, 0 to 1) against discrimination (up, −100 to 100), where both are known."""
    return [
        Dot(
            x=round(LEFT + (WIDTH - LEFT) * row["facility"], 1),
            y=round(middle() - (BASE - TOP) / 2 * row["discriminationindex"] / 100, 1),
            label=row["key"],
            is_odd=row["looks_odd"],
        )
        for row in rows
        if row["facility"] is not None and row["discriminationindex"] is not None
    ]


def middle() -> float:
    """The height of a discrimination of 0."""
    return (BASE + TOP) / 2
