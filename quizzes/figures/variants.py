"""A computed question by the numbers that were drawn: where they lie, how it went there. Pure.

A row for each set of numbers would hold one or two attempts. So each parameter is cut: into its
values where few were met, else into thirds of those. (statistics.md, 4: figures of a variant are
those of a slot, against the rest of the total.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..statistics.exact import scale_of, whole
from ..statistics.slot_figures import Column, column_figures

FEW_VALUES, PARTS = 4, 3
ENOUGH = 5  # answers in a group, before it is shown


@dataclass(frozen=True)
class Met:
    """One answer: the numbers drawn, {name: text}, the mark (None: blank) and the whole total."""

    numbers: dict
    mark: Decimal | None
    out_of: Decimal
    total: Decimal


@dataclass(frozen=True)
class Group:
    """How it went with this parameter from `first` to `last`; both the same for a single value."""

    name: str
    first: str
    last: str
    s: int
    facility: float | None
    sd: float | None
    discriminationindex: float | None
    discriminativeefficiency: float | None


def groups(parameters: Iterable[dict], met: list[Met]) -> list[Group]:
    """Of each parameter the groups with enough answers; none where only one has."""
    found = []
    for parameter in parameters:
        name = parameter["name"]
        own = [one for one in met if name in one.numbers]
        cut = [_group(name, first, last, own) for first, last in _parts(parameter, own)]
        shown = [group for group in cut if group.s >= ENOUGH]
        found += shown if len(shown) > 1 else []
    return found


def _parts(parameter: dict, met: list[Met]) -> list[tuple[Decimal, Decimal]]:
    """Where the groups begin and end, both included."""
    name = parameter["name"]
    values = sorted({Decimal(one.numbers[name]) for one in met})
    if len(values) <= FEW_VALUES:
        return [(value, value) for value in values]
    size = -(-len(values) // PARTS)
    parts = [values[at : at + size] for at in range(0, len(values), size)]
    return [(part[0], part[-1]) for part in parts]


def _group(name: str, first: Decimal, last: Decimal, met: list[Met]) -> Group:
    own = [one for one in met if first <= Decimal(one.numbers[name]) <= last]
    marks = [one.mark or Decimal(0) for one in own]
    rest = [one.total - mark for one, mark in zip(own, marks, strict=True)]
    scale = scale_of([*marks, *rest])
    column = Column([whole(m, scale) for m in marks], [whole(r, scale) for r in rest], scale)
    figures = column_figures(column, 0, own[0].out_of)
    return Group(
        name,
        f"{first:f}",
        f"{last:f}",
        figures.s,
        figures.facility,
        figures.sd,
        figures.discriminationindex,
        figures.discriminativeefficiency,
    )
