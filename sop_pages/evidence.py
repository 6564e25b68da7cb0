"""What each app knows of a step: open reports, wrong answers, searches that found nothing.

Apps above the handbook register a source; the handbook asks without knowing who answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


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
