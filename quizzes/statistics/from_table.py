"""Marks from a spreadsheet's CSV.

The first line names the questions, the second holds their maximum marks, each further one is a
person's attempt; the first column is the person. A person's second line is the second attempt. An
empty cell is a question left blank. Comma, semicolon or tab; with the latter two 0,5 is a half.
"""

import csv
from decimal import Decimal

from django.utils.translation import gettext as _

from ..faults import Fault
from .marks import MAX_SLOTS, Marks, as_mark
from .sitting import Sitting, Slot


class FromTable:
    def __init__(self, marks: Marks, faults: list[Fault]):
        self.marks, self.faults = marks, faults
        self.comma_is_point = False
        self.attempts: dict[str, int] = {}

    def read(self, text: str) -> None:
        delimiter = _delimiter(text)
        self.comma_is_point = delimiter != ","
        reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        try:
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error:
            self.say(reader.line_num, _("A quotation mark is not closed."))
            return
        if len(rows) < 2:
            self.say(
                rows[0][0] if rows else 1,
                _("The first line must name the questions, the second hold their maximum marks."),
            )
            return
        self._head(rows[0], rows[1])
        if not self.faults:
            for line, row in rows[2:]:
                self._sitting(line, row)

    def say(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def _head(self, names, maxima) -> None:
        self.marks.names = [cell.strip() for cell in names[1][1:]]
        if not 1 <= len(self.marks.names) <= MAX_SLOTS:
            self.say(names[0], _("There must be 1 to 500 questions, a column each."))
            return
        if self._is_short(*maxima):
            return
        for number, cell in enumerate(maxima[1][1:], 1):
            worth = self._mark(maxima[0], number, cell)
            if worth is None or worth < 0:
                self.say(
                    maxima[0], self._at(number) + _("the maximum mark must be 0 or a number above.")
                )
            else:
                self.marks.slots.append(Slot(number, worth))

    def _sitting(self, line: int, row: list[str]) -> None:
        if self._is_short(line, row):
            return
        person = row[0].strip()
        if not person:
            self.say(line, _("The first column must name the person."))
            return
        found = []
        for slot, cell in zip(self.marks.slots, row[1:], strict=True):
            mark = self._mark(line, slot.number, cell)
            if mark is not None and abs(mark) > slot.max:
                self.say(
                    line,
                    self._at(slot.number)
                    + _("%(mark)s is above the maximum, %(max)s.")
                    % {"mark": cell.strip(), "max": slot.max},
                )
            found.append(mark)
        number = self.attempts[person] = self.attempts.get(person, 0) + 1
        self.marks.sittings.append(Sitting(person, number, tuple(found)))

    def _is_short(self, line: int, row: list[str]) -> bool:
        wanted = len(self.marks.names) + 1
        if len(row) != wanted:
            self.say(
                line,
                _("There are %(found)d cells, but the first line has %(wanted)d.")
                % {"found": len(row), "wanted": wanted},
            )
        return len(row) != wanted

    def _at(self, number: int) -> str:
        return _("Question %(number)d (%(name)s): ") % {
            "number": number,
            "name": self.marks.names[number - 1],
        }

    def _mark(self, line: int, number: int, cell: str) -> Decimal | None:
        """A cell's mark; None for an empty cell, and for one that can't be read."""
        text = cell.strip()
        if self.comma_is_point:
            text = text.replace(",", ".")
        if not text:
            return None
        mark = as_mark(text)
        if mark is None:
            self.say(line, self._at(number) + _("“%(cell)s” is no mark.") % {"cell": cell.strip()})
        return mark


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=first.count)
