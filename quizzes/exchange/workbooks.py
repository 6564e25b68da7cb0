"""Workbooks (xlsx) that a stranger sends → lines of texts; lines of texts → the same bytes of xlsx.

Nothing is computed: a formula is refused, for what it shows depends on who opens it.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sop_site.offline.limits import limit

from ..faults import Fault, Refused
from .packages import is_zip, members

UNPACKED = 20 * 2**20  # bytes; 500 long questions in two languages are a quarter of it
MOST_CELLS = 500_000
LONGEST_CELL = 32_767  # characters, by Excel
DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
MADE = datetime(2026, 1, 1)  # not now: the same bank gives the same bytes
BROAD, NARROW = 42, 14


@dataclass(frozen=True)
class Line:
    """`number` as the spreadsheet counts; `cells` from column A on, "" for an empty one."""

    number: int
    cells: tuple[str, ...]

    def place(self, at: int) -> str:
        return f"{get_column_letter(at + 1)}{self.number}"


@dataclass(frozen=True)
class Sheet:
    """The lines of the first sheet that hold something, and the names of the sheets not read."""

    lines: list[Line]
    others: list[str]


def lines_of(data: bytes) -> Sheet:
    """Raises Refused, which names each formula, error value and date by its cell."""
    _look_into(data)
    faults: list[Fault] = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        first = book.worksheets[0]
        first.reset_dimensions()  # what a file says of its size may be wrong
        lines = list(_lines(first.iter_rows(), faults))
        others = [sheet.title for sheet in book.worksheets[1:]]
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part of the file leads to
        raise Refused([Fault(None, _("This is no spreadsheet that can be read."))]) from error
    if faults:
        raise Refused(faults)
    return Sheet(lines, others)


def _look_into(data: bytes) -> None:
    """Refuses what is no xlsx, unpacks to too much, or declares entities."""
    if not is_zip(data):
        raise Refused([Fault(None, _("The file is no .xlsx: save it as an Excel workbook."))])
    for name, content in members(data, "", UNPACKED):
        if name.endswith((".xml", ".rels")) and (DECLARED.search(content) or b"\0" in content):
            message = _("The file holds a document type or entities, which are never read.")
            raise Refused([Fault(None, message)])


def _lines(rows: Iterable, faults: list[Fault]) -> Iterator[Line]:
    seen = 0
    for number, cells in enumerate(rows, 1):
        seen += len(cells)
        if number > limit("import_rows") or seen > MOST_CELLS:
            most = {"n": limit("import_rows")}
            raise Refused([Fault(number, _("There are more than %(n)d rows in this file.") % most)])
        line = Line(number, tuple(_text(cell, number, at, faults) for at, cell in enumerate(cells)))
        if any(line.cells):
            yield line


def _text(cell, number: int, at: int, faults: list[Fault]) -> str:
    """What a cell says; what says nothing certain is a fault."""
    kind, value = cell.data_type, cell.value
    if value is None:
        return ""
    if kind in WHY_NOT:
        place = f"{get_column_letter(at + 1)}{number}"
        faults.append(Fault(number, f"{place}: {WHY_NOT[kind]()}"))
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


WHY_NOT = {
    "f": lambda: _("This is a formula: put its value there instead."),
    "e": lambda: _("This is an error value: put the right value there."),
    "d": lambda: _("This is a date: make the cell a text, and write it again."),
}


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """An xlsx of these sheets by name, each cell as text: no formula, no nought lost. The first
    line of each stays in sight."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        _fill(book.create_sheet(name), lines)
    book.properties.created = MADE
    packed = io.BytesIO()
    book.save(packed)
    return _dated(packed.getvalue())


def _fill(sheet, lines: list[list[str]]) -> None:
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if not value:
                continue
            cell = sheet.cell(number, column, value)
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for at, _heading in enumerate(lines[0], 1):
        longest = max(len(line[at - 1]) for line in lines if len(line) >= at)
        width = BROAD if longest > NARROW else NARROW
        sheet.column_dimensions[get_column_letter(at)].width = width


def _dated(packed: bytes) -> bytes:
    """The same package without the moment at which it was made."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", content
                )
            entry = zipfile.ZipInfo(info.filename, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return fixed.getvalue()
