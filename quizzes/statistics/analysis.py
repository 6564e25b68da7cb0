"""All figures of a quiz from its sittings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .exact import covariance, product_sum, scale_of, whole
from .guessing import score
from .quiz_figures import QuizFigures, quiz_figures
from .sitting import Sitting, Slot, counted
from .slot_figures import Column, SlotFigures, column_figures, with_weights


@dataclass(frozen=True)
class Analysis:
    """`drawn`: one row a slot and question drawn into it; `variants`: one a slot and variant."""

    quiz: QuizFigures
    slots: list[SlotFigures]
    drawn: list[SlotFigures]
    variants: list[SlotFigures]


def analyse(slots: Sequence[Slot], sittings: Sequence[Sitting], which: str = "all") -> Analysis:
    """Figures of the sittings that count (sitting.counted). Marks as long as slots in each."""
    used = counted(sittings, which)
    scale = scale_of(mark for sitting in used for mark in sitting.marks if mark is not None)
    columns = [[whole(sitting.marks[at], scale) for sitting in used] for at in range(len(slots))]
    totals = [sum(marks) for marks in zip(*columns, strict=True)] if columns else [0] * len(used)
    against_rest = [Column(marks, _minus(totals, marks), scale) for marks in columns]
    return Analysis(
        quiz=quiz_figures(totals, scale, [column.variance for column in against_rest]),
        slots=_slots(slots, against_rest, totals, used),
        drawn=_drawn(slots, columns, totals, scale, used),
        variants=_variants(slots, against_rest, scale, used),
    )


def _minus(totals: list[int], marks: list[int]) -> list[int]:
    return [total - mark for total, mark in zip(totals, marks, strict=True)]


def _slots(slots, columns: list[Column], totals: list[int], used) -> list[SlotFigures]:
    rows = []
    for at, (slot, column) in enumerate(zip(slots, columns, strict=True)):
        row = column_figures(column, slot.number, slot.max)
        is_drawn = any(sitting.picked and sitting.picked[at] for sitting in used)
        rows.append(replace(row, randomguessscore=None if is_drawn else score(slot.guess)))
    total = sum(totals)
    with_total = [
        covariance(len(totals), sum(c.marks), total, product_sum(c.marks, totals), c.scale)
        for c in columns
    ]
    return with_weights(rows, [slot.max for slot in slots], with_total)


def _drawn(slots, columns: list[list[int]], totals: list[int], scale: int, used):
    """Each drawn question over those who drew it: compared with the whole total, as Moodle does.

    That makes it look a little better than the same question in a fixed slot.
    """
    rows = []
    for at, slot in enumerate(slots):
        for question, members in _groups(used, at, "picked"):
            marks, others = columns[at], totals
            column = Column([marks[m] for m in members], [others[m] for m in members], scale)
            rows.append(replace(column_figures(column, slot.number, slot.max), question=question))
    return rows


def _variants(slots, columns: list[Column], scale: int, used):
    """Each variant over those who met it; none when all met the first one."""
    rows = []
    for at, slot in enumerate(slots):
        groups = _groups(used, at, "variants")
        if [variant for variant, _members in groups] in ([], [1]):
            continue
        for variant, members in groups:
            marks, rest = columns[at].marks, columns[at].other
            column = Column([marks[m] for m in members], [rest[m] for m in members], scale)
            rows.append(replace(column_figures(column, slot.number, slot.max), variant=variant))
    return rows


def _groups(used: list[Sitting], at: int, field: str) -> list[tuple]:
    """(name, positions of the sittings with it), in the order of the names; without None."""
    groups = defaultdict(list)
    for position, sitting in enumerate(used):
        names = getattr(sitting, field)
        if names and names[at] is not None:
            groups[names[at]].append(position)
    return sorted(groups.items())
