"""A table that was copied out of a spreadsheet, or saved as csv → drafts or rows with headings."""

import csv
import io

from django.utils.translation import gettext as _

from sop_site.offline.limits import limit

from ..faults import Fault, Refused
from .drafts import ALL, NONE, SINGLE, Bundle, Draft, Option, Text
from .sheet_columns import is_heading
from .sheet_reading import read_table
from .workbooks import Line

SEPARATORS = "\t;,"


def read_pasted(text: str, language: str) -> Bundle:
    """With the headings of our own table, that. Without: the question, its right answer, then the
    wrong ones, in this language. Raises Refused, which names cells as a spreadsheet would."""
    lines = list(_lines(text))
    if lines and is_table(lines[0].cells):
        return read_table(lines, language)
    bundle, faults = Bundle(), []
    for line in lines:
        fault = _fault(line)
        if fault:
            faults.append(Fault(line.number, fault))
        else:
            bundle.drafts.append(_draft(line))
    if not lines:
        faults.append(Fault(1, _("The file holds no question.")))
    if faults:
        raise Refused(faults)
    return bundle


def is_table(cells: tuple[str, ...]) -> bool:
    """Whether these are headings of ours, most of them."""
    known = sum(is_heading(cell) for cell in cells if cell)
    return known >= 2 and known * 2 > sum(map(bool, cells))


def _lines(text: str):
    first = next(filter(str.strip, text.split("\n")), "")
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(rows, 1):
            if number > limit("import_rows"):
                most = {"n": limit("import_rows")}
                message = _("There are more than %(n)d rows in this file.") % most
                raise Refused([Fault(number, message)])
            line = Line(number, tuple(_bare(cell) for cell in cells))
            if any(line.cells):
                yield line
    except csv.Error as error:
        message = _("This is no spreadsheet that can be read.")
        raise Refused([Fault(rows.line_num, message)]) from error


def _bare(cell: str) -> str:
    """Without the sign that keeps a spreadsheet from taking a text for a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _fault(line: Line) -> str:
    cells = [*line.cells, "", "", ""]
    for at, message in enumerate(
        (
            _("The question has no text."),
            _("The answer is missing."),
            _("A wrong answer is missing."),
        )
    ):
        if not cells[at]:
            return f"{line.place(at)}: {message}"
    return ""


def _draft(line: Line) -> Draft:
    stem, right, *wrong = line.cells
    options = [Option(Text(right), ALL), *(Option(Text(one), NONE) for one in wrong if one)]
    return Draft(SINGLE, line.number, stem=Text(stem), options=options)
