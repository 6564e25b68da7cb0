"""Sheets as a spreadsheet: down with a row for each, up again typed; shown first, all or none."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from sop_pages.files import tables
from sop_site.offline.receipts import read as read_code

from ..models import PaperPrint, PaperSheet
from . import rows
from .people import Officers
from .sheets import sheets_of

FIRST = ["sheet", "number", "version", "officer", "written"]
MOST_QUESTIONS = 200
NEEDED = {"sheet", "officer", "written"}


def headings() -> dict[str, str]:
    lao = {"ໃບ": "sheet", "ພະນັກງານ": "officer", "ຂຽນເມື່ອ": "written"}
    questions = {str(n): str(n) for n in range(1, MOST_QUESTIONS + 1)}
    return {name: name for name in FIRST} | lao | questions


@dataclass(frozen=True)
class Fault:
    """`cell` as the spreadsheet calls it, "" where the whole file is meant."""

    cell: str
    message: str


@dataclass
class Plan:
    """What a file would do. With a fault it does nothing."""

    faults: list[Fault] = field(default_factory=list)
    typed: list[rows.Row] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def refusal(self) -> str:
        """Why nothing of the file can be read, "" where rows were."""
        return next((fault.message for fault in self.faults if not fault.cell), "")


def workbook(paper: PaperPrint, user) -> tuple[bytes, int]:
    """All sheets whose results this person may see, with what is typed in, and how many they are:
    a code, the number and the version to find the paper by, then a column a question."""
    columns = rows.columns_of(paper)
    most = max(map(len, columns.values()), default=0)
    found = rows.stored(list(sheets_of(paper)), columns, user)
    lines = [_line(row, most) for row in found if row.state != rows.CLOSED]
    names = [*FIRST, *[str(n) for n in range(1, most + 1)]]
    return tables.workbook(names, iter(lines)), len(lines)


def _line(row: rows.Row, most: int) -> list[str]:
    sheet = row.sheet
    first = [sheet.code, str(sheet.number), sheet.paper_version.letter, row.officer, row.written]
    answers = [cell.text for cell in row.cells]
    return [*first, *answers, *[""] * (most - len(answers))]


def plan(content: bytes, paper: PaperPrint, officers: Officers) -> Plan:
    """Does all that the file says, to see what is refused, and takes it back."""
    with transaction.atomic():
        made = _do(content, paper, officers)
        transaction.set_rollback(True)
    return made


def carry_out(content: bytes, paper: PaperPrint, officers: Officers) -> Plan:
    """Types all rows in, or none of them when one can't be."""
    with transaction.atomic():
        made = _do(content, paper, officers)
        transaction.set_rollback(not made.is_sound)
    return made


def _do(content: bytes, paper: PaperPrint, officers: Officers) -> Plan:
    made = Plan()
    try:
        lines = tables.read(content, headings(), NEEDED, formulas=False)
    except tables.Unreadable as refused:
        return Plan([Fault("", str(refused))])
    columns = rows.columns_of(paper)
    sheets = {sheet.code: sheet for sheet in sheets_of(paper)}
    before = {r.sheet.pk: r for r in rows.stored(list(sheets.values()), columns, officers.trainer)}
    strangers = _strangers(lines, sheets)
    seen: dict[str, int] = {}
    for line in lines:
        code = read_code(line.cells["sheet"])[:12]
        why = _no_sheet(code, sheets, strangers, seen)
        seen.setdefault(code, line.number)
        if why:
            made.faults.append(Fault(line.name_of("sheet"), why))
            continue
        _take(line, before[sheets[code].pk], officers, paper, made)
    return made


def _strangers(lines: list[tables.Row], sheets: dict) -> dict[str, str]:
    """{code: title of its quiz} of the sheets that are of another print; one query."""
    codes = {read_code(line.cells["sheet"])[:12] for line in lines} - sheets.keys()
    found = PaperSheet.objects.filter(code__in=codes).select_related("quiz")
    return {sheet.code: sheet.quiz.title for sheet in found}


def _no_sheet(code: str, sheets: dict, strangers: dict, seen: dict) -> str:
    if code in seen:
        return _("The same sheet stands in row %(n)d.") % {"n": seen[code]}
    if code in strangers:
        said = _("This sheet is of another print: “%(quiz)s”.")
        return said % {"quiz": strangers[code]}
    if code not in sheets:
        return _("There is no sheet with this code. It stands in the head of the sheet.")
    return ""


def _take(line: tables.Row, stood: rows.Row, officers, paper: PaperPrint, made: Plan) -> None:
    count = len(stood.cells)
    texts = [line.cells.get(str(n), "") for n in range(1, count + 1)]
    row = rows.with_typed(stood, line.cells["officer"], line.cells["written"], texts, stood.seen)
    beyond = [n for n in range(count + 1, MOST_QUESTIONS + 1) if line.cells.get(str(n))]
    for n in beyond:
        said = _("This sheet has %(n)d questions only.") % {"n": count}
        made.faults.append(Fault(line.name_of(str(n)), said))
    if row.is_untouched or not rows.differs(row, stood):
        made.unchanged += 1
        return
    kept = rows.keep(row, officers, paper)
    if kept is None:
        made.faults += [_fault(line, name, said) for name, said in row.faults.items()]
        for n, cell in enumerate(row.cells, 1):
            if cell.fault:
                made.faults.append(Fault(line.name_of(str(n)), cell.fault))
    elif kept.is_changed:
        made.typed.append(row)
    else:
        made.unchanged += 1


def _fault(line: tables.Row, name: str, said: str) -> Fault:
    return Fault(line.name_of(name if name in FIRST else "sheet"), said)
