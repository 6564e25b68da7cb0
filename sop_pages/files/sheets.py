"""Figures as files: xlsx with a sheet a table, csv with all of them one below another.

A text is never a formula, a number stays a number, and what may not be told is an empty cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

BOM = "\ufeff"  # without it Excel reads Lao as noise
FORMULA = re.compile(r"[=+\-@\t\r]")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31  # signs of a sheet's name
WIDEST = 60  # signs of a column


class Share(float):
    """A part of one that a spreadsheet shows in percent: 0.75 as 75%."""


Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(_name(sheet.title, book.sheetnames)), sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _name(title: str, taken: list[str]) -> str:
    name = NOT_IN_NAMES.sub(" ", title)[:LONGEST_NAME].strip("' ") or "1"
    return name if name not in taken else f"{name[: LONGEST_NAME - 3]} {len(taken) + 1}"


def _fill(page, sheet: Sheet) -> None:
    for at, line in enumerate([sheet.headings, *sheet.rows], 1):
        for column, value in enumerate(line, 1):
            cell = page.cell(at, column)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type, cell.number_format = "s", "@"
            else:
                cell.value = value
                if isinstance(value, Share):
                    cell.number_format = "0%"
            if at == 1:
                cell.font = Font(bold=True)
    for letters, width in _widths(page):
        page.column_dimensions[letters].width = width
    page.freeze_panes = "A2"


def _widths(page):
    for column in page.iter_cols():
        longest = max(
            (len(str(cell.value)) for cell in column if cell.value is not None), default=8
        )
        yield column[0].column_letter, min(longest + 2, WIDEST)


def as_csv(sheets: Iterable[Sheet]) -> bytes:
    """UTF-8 with its mark, lines ended as Excel ends them; each table under its title."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        for line in ([sheet.title], sheet.headings, *sheet.rows):
            writer.writerow(["" if value is None else _guarded(value) for value in line])
    return out.getvalue().encode()


def _guarded(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets a sign before it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
