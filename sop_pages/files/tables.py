"""Rows of a spreadsheet, xlsx or csv, as plain text by column; nothing in them is trusted."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from sop_site.lao.decoding import Undecodable, decode
from sop_site.lao.misfits import misfit
from sop_site.offline.limits import limit

UNPACKED = 60 * 2**20  # bytes of an xlsx when unpacked: beyond it, it was made to choke
SEPARATORS = ",;\t"


class Unreadable(Exception):
    """A sentence on why nothing of this file can be read."""


@dataclass(frozen=True)
class Row:
    """`number` as the spreadsheet counts its rows; `cells` by heading, "" where one is empty;
    `letters` of the columns by heading."""

    number: int
    cells: dict[str, str]
    letters: dict[str, str] = field(default_factory=dict)

    def name_of(self, heading: str) -> str:
        """A cell as the spreadsheet calls it: D7."""
        return f"{self.letters.get(heading, '')}{self.number}"


def read(
    content: bytes, headings: dict[str, str], needed: set[str], *, formulas: bool = True
) -> list[Row]:
    """The rows below the line of headings; empty ones are left out.

    `headings` maps what may stand there, in small letters, to the column's name. Of a formula its
    last result is read; without `formulas` one refuses the file. Raises Unreadable.
    """
    if len(content) > limit("import_bytes"):
        raise Unreadable(
            _("This file is too big: at most %(mb)d MB.") % {"mb": limit("import_bytes") // 2**20}
        )
    if why := misfit(content):
        raise Unreadable(why)
    lines = enumerate(_lines(content, formulas), 1)
    columns = _columns(next(lines, (1, []))[1], headings, needed)
    letters = {name: get_column_letter(at + 1) for name, at in columns.items()}
    rows = []
    for number, line in lines:
        if not any(line):
            continue
        if len(rows) == limit("import_rows"):
            raise Unreadable(
                _("There are more than %(n)d rows in this file.") % {"n": limit("import_rows")}
            )
        padded = [*line, *[""] * len(columns)]
        rows.append(Row(number, {name: padded[at] for name, at in columns.items()}, letters))
    if not rows:
        raise Unreadable(_("There is no row below the headings."))
    return rows


def _columns(line: list[str], headings: dict[str, str], needed: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(line):
        name = headings.get(heading.strip().lower())
        if name in found:
            raise Unreadable(_("The heading “%(name)s” stands there twice.") % {"name": heading})
        if name:
            found[name] = at
    if missing := sorted(needed - found.keys()):
        raise Unreadable(
            _("The first row lacks the headings %(names)s.") % {"names": ", ".join(missing)}
        )
    return found


def _lines(content: bytes, formulas: bool) -> Iterator[list[str]]:
    return _of_workbook(content, formulas) if content.startswith(b"PK") else _of_text(content)


def _of_workbook(content: bytes, formulas: bool) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > UNPACKED:
            raise Unreadable(_("This file is too big when it is unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=formulas)
        sheet = book.worksheets[0]
        for line in sheet.iter_rows():
            if formula := next((cell for cell in line if cell.data_type == "f"), None):
                raise Unreadable(
                    _("Cell %(name)s holds a formula: write what it comes to.")
                    % {"name": formula.coordinate}
                )
            yield [_text(cell.value) for cell in line]
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever a damaged part of the file leads to
        raise Unreadable(_("This is no spreadsheet that can be read.")) from None


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return ILLEGAL_CHARACTERS_RE.sub("", str(value)).strip()


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_text(_unguarded(cell)) for cell in line]
    except csv.Error:
        raise Unreadable(_("This is no spreadsheet that can be read.")) from None


def _decoded(content: bytes) -> str:
    """Excel's "Unicode text" is UTF-16; whatever else is not UTF-8 would turn Lao into noise."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        said = _("The letters can't be read: save the file as “CSV UTF-8” or as .xlsx.")
        raise Unreadable(f"{said} {_written_as(content)}".strip()) from None
    if "\0" in text:
        raise Unreadable(_("This is no spreadsheet that can be read."))
    return text


def _written_as(content: bytes) -> str:
    """A sentence that names the encoding, where it can be told."""
    try:
        decode(content)
    except Undecodable as found:
        return str(found)
    return ""


def _unguarded(cell: str) -> str:
    """Without the sign that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r" else cell


def workbook(headings: list[str], rows: Iterator[list[str]]) -> bytes:
    """An xlsx with these lines, each cell as text: no formula, no nought lost."""
    book = Workbook()
    sheet = book.active
    for at, line in enumerate([headings, *rows], 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(at, column, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type, cell.number_format = "s", "@"
    sheet.freeze_panes = "A2"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
