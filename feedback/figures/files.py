"""The figures as sheets for xlsx and csv: the same tables as on the page, with all lines."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sop_pages.files.sheets import Sheet

from .scope import Scope
from .tables import Line, Table


def sheets(scope: Scope, tables: Iterable[Table]) -> list[Sheet]:
    return [about(scope), *(sheet_of(table) for table in tables)]


def about(scope: Scope) -> Sheet:
    """What the file holds: who opens it later knows that, and that it is not to be passed on."""
    named = {
        _("Since"): scope.first.isoformat(),
        _("Until"): scope.last.isoformat(),
        _("Province"): scope.province or _("All"),
        _("SOP"): scope.sop or _("All"),
        _("Category"): scope.category or _("All"),
        _("Small numbers"): _("are in here: not to be passed on"),
        _("Sensitive reports"): _("are not in here"),
    }
    return Sheet(_("Figures of the reports"), [_("What"), _("Value")], list(named.items()))


def sheet_of(table: Table) -> Sheet:
    headings = [
        _("Code"), table.head, _("Received"), _("In time"), _("Late"),
        _("In time, of those due (%)"), _("Half within, working days"), _("Nine of ten within"),
        _("Changed an SOP"), _("Still open"), _("Here too"), *table.beside,
    ]  # fmt: skip
    return Sheet(table.title, headings, [row_of(line) for line in table.lines])


def row_of(line: Line) -> list:
    one = line.figures
    return [
        line.named,
        line.label,
        one.received,
        one.in_time,
        one.late,
        one.in_time_share,
        one.half,
        one.nine_in_ten,
        one.changed,
        one.open,
        line.here_too,
        *line.beside,
    ]
