"""The quarterly report by province and sex: who was trained, passed, confirmed, reported, was
answered, and what changed. Apps above the handbook register what they count.

A measure counts what happened within the quarter and is settled when it ends, so that a report that
was handed out stays true, and two of them tell nothing by their difference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .evidence import Period
from .small_numbers import guarded, guarded_table

# As users.sex; "" where a person has not said it, or is gone.
SEXES = ("F", "M", "")
SEX_NAMES = {"F": _("Women"), "M": _("Men"), "": _("Not told")}

# {(code of a province or "", one of SEXES): how many}
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Measure:
    """`title` heads a column; `said` is a sentence with %(n)d, in the plural for any number. `of`
    names the measure of which this one counts a part."""

    name: str
    title: object
    said: object
    source: Callable[[Period], Counts]
    of: str = ""


_measures: dict[str, Measure] = {}
# As one follows an officer: learns, knows, reads, tells, hears, sees it change.
ORDER = ("trained", "passed", "confirmed", "reported", "due", "in_time", "changed")


def register(measure: Measure) -> None:
    """Adds a measure; call it in AppConfig.ready(). `source` may use two queries."""
    _measures[measure.name] = measure


def measures() -> list[Measure]:
    places = {name: place for place, name in enumerate(ORDER)}
    return sorted(_measures.values(), key=lambda one: (places.get(one.name, len(ORDER)), one.name))


@dataclass(frozen=True)
class Told:
    """One measure as it may be told, None where a count is hidden. `cells` by (province, sex) are
    empty for a part of another measure: both together would tell what the part leaves out."""

    measure: Measure
    provinces: dict[str, int | None]
    sexes: dict[str, int | None]
    cells: dict[tuple[str, str], int | None]
    total: int | None


@dataclass(frozen=True)
class Split:
    """A list beside the measures: {what: how many}, each thing that was counted once. `title` heads
    it; `head` names what it goes by."""

    name: str
    title: object
    head: object
    source: Callable[[Period], Mapping[str, int]]


_splits: dict[str, Split] = {}


def register_split(split: Split) -> None:
    """Adds a list; call it in AppConfig.ready(). `source` may use one query."""
    _splits[split.name] = split


def splits(period: Period, *, hides: bool) -> list[tuple[Split, dict[str, int | None]]]:
    """All lists, each with its counts as they may be told, most first, then the hidden ones."""
    found = []
    for split in _splits.values():
        counts = dict(split.source(period))
        # Told counts by size, the hidden ones by name: their order would say something of them.
        told = guarded(counts).counts if hides else counts
        found.append((split, dict(sorted(told.items(), key=lambda one: (-(one[1] or 0), one[0])))))
    return found


def report(period: Period, provinces: list[str], *, hides: bool) -> list[Told]:
    """All measures; with `hides` small numbers are hidden, so that it may be handed out.
    `provinces` are codes; what happened nowhere known is told under "" where there is any."""
    counted = {one.name: dict(one.source(period)) for one in measures()}
    if any(place == "" for counts in counted.values() for place, _sex in counts):
        provinces = [*provinces, ""]
    return [
        _part(one, counted[one.name], counted[one.of], provinces, hides=hides)
        if one.of
        else _whole(one, counted[one.name], provinces, hides=hides)
        for one in measures()
    ]


def _whole(measure: Measure, counts: Counts, provinces: list[str], *, hides: bool) -> Told:
    table = [[counts.get((place, sex), 0) for sex in SEXES] for place in provinces]
    rows, columns = list(map(sum, table)), list(map(sum, zip(*table, strict=True)))
    cells, total = table, sum(rows)
    if hides:
        told = guarded_table(table)
        cells, rows, columns, total = told.cells, told.rows, told.columns, told.total
    by_both = {
        (place, sex): cells[i][j]
        for i, place in enumerate(provinces)
        for j, sex in enumerate(SEXES)
    }
    by_place, by_sex = zip(provinces, rows, strict=True), zip(SEXES, columns, strict=True)
    return Told(measure, dict(by_place), dict(by_sex), by_both, total)


def _part(
    measure: Measure, counts: Counts, whole: Counts, provinces: list[str], *, hides: bool
) -> Told:
    by_place = _shared(counts, whole, provinces, 0)
    by_sex = _shared(counts, whole, SEXES, 1)
    places, sexes = [part for part, _rest in by_place], [part for part, _rest in by_sex]
    total = sum(places)
    if hides:
        told, other = guarded_table(by_place), guarded_table(by_sex)
        places, sexes = [line[0] for line in told.cells], [line[0] for line in other.cells]
        total = told.columns[0]
    named = dict(zip(provinces, places, strict=True)), dict(zip(SEXES, sexes, strict=True))
    return Told(measure, *named, {}, total)


def _shared(counts: Counts, whole: Counts, keys, at: int) -> list[list[int]]:
    """[part, rest] for each key; the rest follows by subtraction, so it is guarded as well."""
    found = []
    for key in keys:
        part = sum(n for place, n in counts.items() if place[at] == key)
        found.append([part, sum(n for place, n in whole.items() if place[at] == key) - part])
    return found
