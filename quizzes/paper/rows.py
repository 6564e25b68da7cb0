"""Sheets as rows that are typed in: what stands in each field, what was typed there, what is wrong.

The grid and the spreadsheet both make `Typed` of what they get, and both ask `keep` or `check`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..computing import figures
from ..models import Attempt, PaperEntry, PaperPrint, PaperQuestion, PaperSheet
from ..wording import plain
from . import times, typed, typing_in
from .people import Officers, label
from .refusals import Refused
from .sheets import place_of, versions_of

NOT_YET, DONE, CLOSED = "open", "typed", "closed"


@dataclass(frozen=True)
class Column:
    """A question as one version's sheets have it."""

    question: PaperQuestion
    place: typed.Place
    values: dict

    @property
    def hint(self) -> str:
        """What can be typed, short."""
        letters = self.place.letters
        most = letters[-1:] or str(len(self.place.order))
        return {
            "letter": _("one letter, a to %(most)s"),
            "letters": _("letters, a to %(most)s"),
            "pairs": _("a letter for each box, a to %(most)s"),
            "order": _("the numbers in the boxes, 1 to %(most)s"),
            "number": _("a number"),
            "text": _("words"),
        }[self.place.kind] % {"most": most}

    def title(self, language: str) -> str:
        shown = figures(self.values, self.question.numbers)
        return plain(self.question.version.content["stem"], language, shown)


@dataclass
class Cell:
    column: Column
    text: str = ""
    fault: str = ""


@dataclass
class Row:
    """A sheet with what stands in its fields. `seen` is the number of its newest entry."""

    sheet: PaperSheet
    cells: list[Cell]
    state: str = NOT_YET
    officer: str = ""
    written: str = ""
    seen: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    @property
    def fault(self) -> str:
        """What is wrong with the whole."""
        return self.faults.get("", "")

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults) or any(cell.fault for cell in self.cells)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever typed from this sheet, and isn't now."""
        return (
            self.state == NOT_YET and not self.officer and not any(cell.text for cell in self.cells)
        )


def columns_of(paper: PaperPrint) -> dict[str, list[Column]]:
    """{version: its questions in order}; two queries."""
    return {
        version.letter: [
            Column(question, place_of(question), version.values) for question in questions
        ]
        for version, questions in versions_of(paper)
    }


def stored(sheets: Sequence[PaperSheet], columns: dict, user) -> list[Row]:
    """What was typed in from these sheets before; two queries. Sheets of officers whose results
    this person may not see are closed, and empty."""
    newest: dict[int, PaperEntry] = {}
    entries = PaperEntry.objects.filter(sheet__in=[sheet.pk for sheet in sheets])
    for entry in entries.select_related("officer").order_by("number"):
        newest[entry.sheet_id] = entry
    keys = [sheet.attempt_id for sheet in sheets if sheet.attempt_id]
    seen = Attempt.objects.results_for(user).filter(pk__in=keys)
    visible = set(seen.values_list("pk", flat=True))
    return [_stored(sheet, columns, newest.get(sheet.pk), visible) for sheet in sheets]


def _stored(sheet: PaperSheet, columns: dict, entry: PaperEntry | None, visible: set) -> Row:
    own = columns[sheet.paper_version.letter]
    if entry is None:
        return Row(sheet, [Cell(column) for column in own])
    if sheet.attempt_id not in visible:
        return Row(sheet, [Cell(column) for column in own], CLOSED, seen=entry.number)
    texts = [typed.written(c.place, a) for c, a in zip(own, entry.answers, strict=True)]
    return Row(
        sheet,
        [Cell(column, text) for column, text in zip(own, texts, strict=True)],
        DONE,
        label(entry.officer),
        times.written(entry.written_at),
        entry.number,
    )


def with_typed(row: Row, officer: str, written: str, texts: Iterable[str], seen: int) -> Row:
    """The row with what somebody typed over it."""
    cells = [Cell(old.column, text.strip()) for old, text in zip(row.cells, texts, strict=True)]
    return Row(row.sheet, cells, row.state, officer.strip(), written.strip(), seen)


def differs(row: Row, before: Row) -> bool:
    """Whether something else stands there now."""
    now = [row.officer, row.written, *[cell.text for cell in row.cells]]
    return now != [before.officer, before.written, *[cell.text for cell in before.cells]]


@dataclass(frozen=True)
class Read:
    """A row as it is understood."""

    officer: object
    answers: list
    written_at: datetime


def read(row: Row, officers: Officers, paper: PaperPrint) -> Read | None:
    """What the row says; None where something can't be read: each fault then stands in the row."""
    now = timezone.now()
    officer = written_at = None
    try:
        if not row.officer:
            raise Refused(_("Whose sheet is it? Type the number or the name."), "officer")
        officer = officers.find(row.officer)
    except Refused as refused:
        row.faults["officer"] = str(refused)
    try:
        written_at = times.read(row.written, paper.made_at, now)
    except Refused as refused:
        row.faults["written"] = str(refused)
    answers = [_answer(cell) for cell in row.cells]
    return None if row.is_faulty else Read(officer, answers, written_at)


def _answer(cell: Cell):
    try:
        return typed.read(cell.column.place, cell.text)
    except typed.Unreadable as refused:
        cell.fault = str(refused)
        return None


def keep(row: Row, officers: Officers, paper: PaperPrint) -> typing_in.Kept | None:
    """Types the row in; None where it was refused, and why stands in the row then."""
    found = read(row, officers, paper)
    if found is None:
        return None
    try:
        kept = typing_in.type_in(
            row.sheet,
            officer=found.officer,
            answers=found.answers,
            written_at=found.written_at,
            by=officers.trainer,
            seen=row.seen,
        )
    except Refused as refused:
        row.faults[str(refused.field)] = str(refused)
        return None
    row.state, row.seen = DONE, kept.entry.number
    row.officer, row.written = label(found.officer), times.written(found.written_at)
    return kept
