"""What each app knows of a step: open reports, wrong answers, searches that found nothing.

Apps above the handbook register a source; the handbook asks without knowing who answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Evidence:
    """One line on a step: `count` things of a `kind` ("reports", "wrong_answers"), with a link."""

    kind: str
    step_id: int | None
    count: int
    label: str
    url: str = ""


Source = Callable[[int], Iterable[Evidence]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds a source: called with an SOP's primary key, it yields Evidence for its steps."""
    _sources[name] = source


def of_sop(sop_id: int) -> list[Evidence]:
    """All that is known of the steps of one SOP."""
    return [line for source in _sources.values() for line in source(sop_id)]


@dataclass(frozen=True)
class Period:
    """Days, both included, in Vientiane; of one SOP (primary key) or of all."""

    first: date
    last: date
    sop_id: int | None = None

    def moments(self) -> tuple[datetime, datetime]:
        """From midnight on the first day up to, not with, midnight after the last."""
        zone = timezone.get_default_timezone()
        days = self.first, self.last + timedelta(days=1)
        return tuple(datetime.combine(day, time(), zone) for day in days)


@dataclass(frozen=True)
class Heat:
    """How often something happened at a step: `count` times, to `people` different people. Where
    `guarded` a count of few people is not told (heat.FEW)."""

    step_id: int
    count: int
    people: int
    guarded: bool = False


HeatSource = Callable[[Period], Iterable[Heat]]


@dataclass(frozen=True)
class Column:
    """A column of the heat map: a name for addresses, a title in words, where it comes from."""

    name: str
    title: object
    source: HeatSource


_columns: dict[str, Column] = {}


def register_heat(name: str, title, source: HeatSource) -> None:
    """Adds a column to the map of steps: called with a Period, `source` yields Heat by step."""
    _columns[name] = Column(name, title, source)


def columns() -> list[Column]:
    return list(_columns.values())


@dataclass(frozen=True)
class Naming:
    """A place that names a reference value: `kind` a word for people ("Step", "Question"), `label`
    what it is called there, `url` where it is edited ("" where nobody edits it), `language` of the
    text ("" for all)."""

    kind: str
    label: str
    url: str = ""
    language: str = ""


NamingSource = Callable[[str], Iterable[Naming]]
_naming: dict[str, NamingSource] = {}


def register_naming(name: str, source: NamingSource) -> None:
    """Adds a source: called with a reference value's key, it yields the places that name it."""
    _naming[name] = source


def naming(key: str) -> list[Naming]:
    """All places that a change of this value would touch."""
    return [place for source in _naming.values() for place in source(key)]
