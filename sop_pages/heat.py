"""The map of steps: how often something happened at each, and where most of it did.

Columns come from evidence.register_heat; nothing here knows who tells. A count of people that is
guarded and below FEW is not told, nor is it in a sum from which it could be worked out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import evidence
from .evidence import Column, Heat, Period
from .models import Step
from .small_numbers import FEW  # people

LEVELS = 4


@dataclass(frozen=True)
class Cell:
    """A count as it may be told: None where it is of few people, 0 where there is nothing.
    `level` 0 to 4 is its share of the column's highest, for the look and in words."""

    count: int | None
    level: int

    @property
    def is_hidden(self) -> bool:
        return self.count is None


@dataclass
class Row:
    step: Step
    cells: list[Cell] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return sum(cell.level for cell in self.cells)


@dataclass(frozen=True)
class Map:
    columns: list[Column]
    rows: list[Row]


def draw(period: Period) -> Map:
    """Steps at which something happened, by SOP in reading order. Those that were taken out too:
    what was said of them may concern another. Queries: one a column and one."""
    columns = evidence.columns()
    found = [{heat.step_id: heat for heat in column.source(period)} for column in columns]
    pairs = [
        (heats, max((told(heat) or 0 for heat in heats.values()), default=0)) for heats in found
    ]
    ids = {step_id for heats in found for step_id in heats}
    steps = Step.objects.filter(pk__in=ids).select_related("sop")
    rows = [
        Row(step, [_cell(heats.get(step.pk), most) for heats, most in pairs])
        for step in steps.order_by("sop__code", "kind", "number")
    ]
    return Map(columns, rows)


def hottest(rows: Iterable[Row]) -> list[Row]:
    """The same rows, those with most of everything first."""
    return sorted(rows, key=lambda row: -row.weight)


def told(heat: Heat) -> int | None:
    """The count as it may be told; None where few people are guarded."""
    return None if heat.guarded and heat.people < FEW else heat.count


def _cell(heat: Heat | None, highest: int) -> Cell:
    if heat is None or not heat.count:
        return Cell(0, 0)
    if told(heat) is None:
        return Cell(None, 1)
    return Cell(heat.count, max(1, -(-heat.count * LEVELS // highest)))
