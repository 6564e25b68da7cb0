"""Marks from JSON, the form in which other programs hand them over.

{"slots": [{"slot", "max", "guess"?}], "attempts": [{"user", "attempt", "state", "marks",
"ungraded"?, "picked"?, "variants"?}], "which"?}; guessing.py says what a guess holds.
"""

import json

from django.utils.translation import gettext as _

from ..faults import Fault
from .guessing import RULES
from .marks import MAX_SLOTS, Marks, as_mark
from .sitting import WHICH, Sitting, Slot


class FromJSON:
    def __init__(self, marks: Marks, faults: list[Fault]):
        self.marks, self.faults = marks, faults

    def say(self, message: str, line: int | None = None) -> None:
        self.faults.append(Fault(line, message))

    def read(self, text: str) -> None:
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            self.say(_("This is no JSON."), error.lineno)
            return
        except RecursionError:
            self.say(_("The JSON is nested too deeply."))
            return
        if not (isinstance(data, dict) and isinstance(data.get("slots"), list)):
            self.say(_("There must be an object with “slots” and “attempts”."))
            return
        self.marks.which = data.get("which") or "all"
        if self.marks.which not in WHICH:
            self.say(_("“which” must be one of %(words)s.") % {"words": ", ".join(WHICH)})
        if len(data["slots"]) > MAX_SLOTS:
            self.say(_("There must be 1 to 500 questions, a column each."))
            return
        for place, entry in enumerate(data["slots"], 1):
            self._slot(place, entry)
        attempts = data.get("attempts")
        if not isinstance(attempts, list):
            self.say(_("“attempts” must be a list."))
        elif not self.faults:
            for place, entry in enumerate(attempts, 1):
                self._sitting(place, entry)

    def _slot(self, place: int, entry) -> None:
        entry = entry if isinstance(entry, dict) else {}
        number, worth = entry.get("slot", place), as_mark(entry.get("max"))
        guess = entry.get("guess")
        if not isinstance(number, int) or worth is None or worth < 0:
            self.say(_("Slot %(place)d: “max” must be 0 or a number above.") % {"place": place})
        elif guess is not None and not _is_guess(guess):
            self.say(_("Slot %(place)d: “guess” can't be read.") % {"place": place})
        else:
            self.marks.slots.append(Slot(number, worth, guess))

    def _sitting(self, place: int, entry) -> None:
        slots = self.marks.slots
        entry = entry if isinstance(entry, dict) else {}
        rows = {name: entry.get(name) or [] for name in ("marks", "picked", "variants")}
        if not all(isinstance(row, list) for row in rows.values()) or any(
            len(row) not in ((len(slots),) if name == "marks" else (0, len(slots)))
            for name, row in rows.items()
        ):
            self._refuse(place, _("there must be one mark a slot."))
            return
        marks = []
        for slot, value in zip(slots, rows["marks"], strict=True):
            mark = None if value is None else as_mark(value)
            if value is not None and mark is None:
                self._refuse(place, _("“%(cell)s” is no mark.") % {"cell": value})
            elif mark is not None and abs(mark) > slot.max:
                self._refuse(
                    place,
                    _("%(mark)s is above the maximum, %(max)s.") % {"mark": value, "max": slot.max},
                )
            marks.append(mark)
        self._keep(place, entry, tuple(marks), rows)

    def _keep(self, place: int, entry: dict, marks: tuple, rows: dict) -> None:
        number = entry.get("attempt", 1)
        if not isinstance(number, int) or entry.get("user") is None:
            self._refuse(place, _("“user” and the number “attempt” must be named."))
            return
        names = [name for name in rows["picked"] if name is not None]
        variants = [name for name in rows["variants"] if name is not None]
        if not all(isinstance(n, str) for n in names) or not all(
            isinstance(v, int) for v in variants
        ):
            self._refuse(place, _("“picked” must hold names, “variants” numbers."))
            return
        self.marks.sittings.append(
            Sitting(
                person=str(entry["user"]),
                number=number,
                marks=marks,
                state=str(entry.get("state", "finished")),
                ungraded=bool(entry.get("ungraded")),
                picked=tuple(rows["picked"]),
                variants=tuple(rows["variants"]),
            )
        )

    def _refuse(self, place: int, reason: str) -> None:
        self.say(_("Attempt %(place)d: %(reason)s") % {"place": place, "reason": reason})


NO_SCORE = {"random", "multichoice_multi"}


def _is_guess(guess) -> bool:
    if not isinstance(guess, dict) or guess.get("type") not in {*RULES, *NO_SCORE}:
        return False
    fractions, choices = guess.get("fractions", []), guess.get("choices", [])
    parts = guess.get("parts", [])
    return (
        all(isinstance(row, list) for row in (fractions, choices, parts))
        and all(as_mark(value) is not None for value in [*fractions, guess.get("star") or 0])
        and all(isinstance(choice, str) for choice in choices)
        and all(_is_guess(part) and as_mark(part.get("max", 1)) is not None for part in parts)
    )
