"""The columns of a table of questions: one row a question, both languages side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from .workbooks import Line

LANGUAGES = ("lo", "en")
MOST_OPTIONS = 12
PLAIN = ("key", "type", "answer", "tolerance", "numbers", "tags", "difficulty", "critical", "step")
BOTH = ("question", "accepted", "unit", "explanation", "hint")
NUMBERED = ("option", "match", "feedback")
HEADING = re.compile(
    rf"(?:(?P<plain>{'|'.join(PLAIN)})"
    rf"|(?P<both>(?:{'|'.join(BOTH)})|(?:{'|'.join(NUMBERED)})_(?:[1-9]|1[0-2]))(?:_(?P<in>lo|en))?)"
)


def both(name: str) -> list[str]:
    return [f"{name}_{language}" for language in LANGUAGES]


def headings(options: int, with_matches: bool) -> list[str]:
    """The headings of a file that holds so many options a question."""
    found = ["key", "type", *both("question"), "answer", *both("accepted"), "tolerance"]
    found += [*both("unit"), "numbers"]
    names = NUMBERED if with_matches else ("option", "feedback")
    for number in range(1, options + 1):
        found += [column for name in names for column in both(f"{name}_{number}")]
    return [*found, *both("explanation"), *both("hint"), "tags", "difficulty", "critical", "step"]


def is_heading(cell: str) -> bool:
    return HEADING.fullmatch(_named(cell)) is not None


def _named(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def columns_of(line: Line, language: str) -> dict[str, int]:
    """{column: its place} from the line of headings; one without a language is in this one.

    Raises Refused for a heading that is none of ours, stands there twice, or is missing.
    """
    found: dict[str, int] = {}
    faults = []
    for at, cell in enumerate(line.cells):
        heading = HEADING.fullmatch(_named(cell))
        if not cell:
            continue
        if not heading:
            message = _("“%(name)s” is no heading of ours.") % {"name": cell[:40]}
            faults.append(Fault(line.number, f"{line.place(at)}: {message}"))
            continue
        name = heading["plain"] or f"{heading['both']}_{heading['in'] or language}"
        if name in found:
            message = _("The heading “%(name)s” stands there twice.") % {"name": cell[:40]}
            faults.append(Fault(line.number, f"{line.place(at)}: {message}"))
        found[name] = at
    if not faults and "type" not in found:
        message = _("The first row lacks the headings %(names)s.") % {"names": "type"}
        faults.append(Fault(line.number, message))
    if not faults and not found.keys() & {*both("question")}:
        message = _("The first row lacks the headings %(names)s.") % {"names": "question_lo"}
        faults.append(Fault(line.number, message))
    if faults:
        raise Refused(faults)
    return found


class Bad(ValueError):
    """A row that can't be taken: a sentence that begins with its cell."""


@dataclass(frozen=True)
class Row:
    """A row by its columns."""

    line: Line
    columns: dict[str, int]

    def one(self, name: str) -> str:
        """What stands in this column, "" where nothing does or there is no such column."""
        at = self.columns.get(name, -1)
        return self.line.cells[at] if 0 <= at < len(self.line.cells) else ""

    def both(self, name: str) -> dict[str, str]:
        """The texts by language, those that are there."""
        said = {language: self.one(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}

    def either(self, name: str) -> str:
        """What is the same in all languages and may stand in either column. Raises Bad."""
        said = {*self.both(name).values()}
        if len(said) > 1:
            raise self.bad(name, _("The two languages say different things here."))
        return said.pop() if said else ""

    def bad(self, name: str, message: str) -> Bad:
        """An error at this column, in whichever language it stands."""
        for column in (name, *both(name)):
            if column in self.columns:
                return Bad(f"{self.line.place(self.columns[column])}: {message}")
        return Bad(
            _("Row %(row)d, %(column)s: %(message)s")
            % {"row": self.line.number, "column": name, "message": message}
        )

    def numbers(self) -> int:
        """Of how many options, or rows of a matching, something is said."""
        there = (n for n in range(MOST_OPTIONS, 0, -1) if any(self._at(n)))
        return next(there, 0)

    def _at(self, number: int) -> Iterator[dict]:
        return (self.both(f"{name}_{number}") for name in NUMBERED)

    def stray(self) -> int | None:
        """The place of the first cell that stands under no heading."""
        known = {*self.columns.values()}
        return next(
            (at for at, cell in enumerate(self.line.cells) if cell and at not in known), None
        )
