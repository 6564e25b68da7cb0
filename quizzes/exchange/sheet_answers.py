"""The answers of a row, by type: what its cells mean, and which cell is wrong."""

import re
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from ..drawn_numbers import read_number
from ..formulas import BadFormula, parse
from ..models.questions import QuestionType
from ..ordering import FEWEST
from .making import TRUE_OR_FALSE
from .numbers import number, percent
from .sheet_columns import Row

SEPARATOR = re.compile(r"[;,\n]+")
WRONG_WEIGHT = "-0.5"  # as the form of a question gives it


def _answer(row: Row, name: str = "answer") -> str:
    written = row.one(name)
    if not written:
        raise row.bad(name, _("The answer is missing."))
    return written


def _options(row: Row) -> list[dict]:
    """[{text, feedback}]. Raises Bad for a gap."""
    found = []
    for n in range(1, row.numbers() + 1):
        text = row.both(f"option_{n}")
        if not text:
            raise row.bad(f"option_{n}", _("This option has no text."))
        found.append({"text": text, "feedback": row.both(f"feedback_{n}")})
    return found


def _weights(row: Row, count: int) -> tuple[dict[int, Decimal | None], bool]:
    """({option: its percent}, whether percents are written): "2; 4" or "2=50; 4=50; 1=-25"."""
    found: dict[int, Decimal | None] = {}
    for part in SEPARATOR.split(_answer(row)):
        said, equals, weight = (piece.strip() for piece in part.partition("="))
        if not said and not equals:
            continue
        if not said.isascii() or not said.isdigit() or not 1 <= int(said[:3]) <= count:
            raise row.bad(
                "answer", _("“%(said)s” is the number of no option.") % {"said": part.strip()[:40]}
            )
        value = percent(weight.removesuffix("%")) if equals else None
        if equals and value is None:
            raise row.bad(
                "answer", _("“%(weight)s” is no weight from -100 to 100.") % {"weight": weight[:40]}
            )
        found[int(said)] = value
    return found, any(value is not None for value in found.values())


def _fraction(value: Decimal) -> str:
    return f"{(value / 100).normalize():f}"


def _single(row: Row) -> dict:
    options = _enough(row, _options(row))
    weights, is_weighted = _weights(row, len(options))
    if not is_weighted and len(weights) != 1:
        raise row.bad("answer", _("A single choice has one right option."))
    chosen = {n: Decimal(100) if value is None else value for n, value in weights.items()}
    if not any(value > 0 for value in chosen.values()):
        raise row.bad("answer", _("No option is right."))
    return {"options": _weighed(options, {n: _fraction(v) for n, v in chosen.items()})}


def _multiple(row: Row) -> dict:
    options = _enough(row, _options(row))
    weights, is_weighted = _weights(row, len(options))
    if is_weighted:
        chosen = {n: _fraction(value or Decimal(0)) for n, value in weights.items()}
        otherwise = "0"
    else:
        chosen, otherwise = dict.fromkeys(weights, equal_share(len(weights))), WRONG_WEIGHT
    right = sum(Decimal(weight) > 0 for weight in chosen.values())
    if not right:
        raise row.bad("answer", _("No option is right."))
    return {"options": _weighed(options, chosen, otherwise), "right_count": right}


def equal_share(right: int) -> str:
    """What each right option earns where they share the mark, as the form gives it."""
    share = (Decimal(1) / right).quantize(Decimal("0.0000001"), ROUND_DOWN)
    return f"{share.normalize():f}"


def _enough(row: Row, options: list[dict]) -> list[dict]:
    if len(options) < 2:
        raise row.bad(f"option_{len(options) + 1}", _("A choice needs at least two options."))
    return options


def _weighed(options: list[dict], weights: dict[int, str], otherwise: str = "0") -> list[dict]:
    return [option | {"weight": weights.get(n, otherwise)} for n, option in enumerate(options, 1)]


def _true_or_false(row: Row) -> dict:
    """True and false by these words, without options; else with two options and the number."""
    answer = _answer(row).lower()
    said = [row.both(f"option_{n}") for n in (1, 2)]
    if not any(said):
        words = [{name: both[n] for name, both in TRUE_OR_FALSE.items()} for n in (0, 1)]
        right = {"true": 1, "false": 2}.get(answer)
    else:
        words = [option["text"] for option in _options(row)]
        right = {"1": 1, "2": 2}.get(answer)
    if row.numbers() > 2 or len(words) != 2:
        raise row.bad("option_3", _("True or false has exactly two options."))
    if right is None:
        raise row.bad("answer", _("Write true or false; with own options, 1 or 2."))
    options = [
        {"text": text, "feedback": row.both(f"feedback_{n}")} for n, text in enumerate(words, 1)
    ]
    return {"options": _weighed(options, {right: "1"})}


def _number(row: Row, name: str, written: str) -> str:
    if number(written) is None:
        raise row.bad(name, _("“%(value)s” is no number.") % {"value": written[:40]})
    return written


def _tolerance(row: Row) -> str:
    written = _number(row, "tolerance", row.one("tolerance") or "0")
    if number(written) < 0:
        raise row.bad("tolerance", _("The tolerance must be a number, 0 or more."))
    return written


def _numeric(row: Row) -> dict:
    wrong = [
        {"value": _number(row, name, _either(row, name)), "feedback": row.both(f"feedback_{n}")}
        for n, name in _option_names(row)
    ]
    answer = _number(row, "answer", _answer(row))
    kept = {"answer": answer, "tolerance": _tolerance(row), "unit": row.both("unit")}
    return kept | {"known_wrong": wrong}


def _option_names(row: Row) -> list[tuple[int, str]]:
    return [(n, f"option_{n}") for n in range(1, row.numbers() + 1)]


def _either(row: Row, name: str) -> str:
    written = row.either(name)
    if not written:
        raise row.bad(name, _("This option has no text."))
    return written


def _short(row: Row) -> dict:
    accepted = {
        language: [line.strip() for line in text.split("\n") if line.strip()]
        for language, text in row.both("accepted").items()
    }
    if not accepted:
        raise row.bad("accepted", _("Write at least one answer that is accepted."))
    return {"accepted": accepted, "known_wrong": _options(row)}


def _matching(row: Row) -> dict:
    rights: list[dict] = []
    sides: list[dict] = []
    extras: list[dict] = []
    for n in range(1, row.numbers() + 1):
        left, right, feedback = (
            row.both(f"{part}_{n}") for part in ("option", "match", "feedback")
        )
        if not right:
            raise row.bad(f"match_{n}", _("A pair has no right side."))
        if not left:
            if right in rights + [extra["text"] for extra in extras]:
                raise row.bad(f"match_{n}", _("An extra right side says the same as another one."))
            extras.append({"text": right, "feedback": feedback})
            continue
        if right in [extra["text"] for extra in extras]:
            raise row.bad(f"match_{n}", _("An extra right side says the same as another one."))
        if right not in rights:
            rights.append(right)
        key = str(rights.index(right))
        sides.append({"left": left, "right_key": key, "right": right, "feedback": feedback})
    if len(sides) < 2:
        raise row.bad("match_2", _("Matching needs at least two pairs."))
    return {"pairs": sides, "distractors": extras}


def _ordering(row: Row) -> dict:
    items = _options(row)
    if len(items) < FEWEST:
        raise row.bad(
            f"option_{len(items) + 1}",
            _("Ordering needs %(fewest)d steps at least, and %(most)d at most.")
            % {"fewest": FEWEST, "most": 12},
        )
    return {"items": items}


def _computed(row: Row) -> dict:
    wrong = [
        {"formula": _formula(row, name, _either(row, name)), "feedback": row.both(f"feedback_{n}")}
        for n, name in _option_names(row)
    ]
    return {
        "parameters": [
            _parameter(row, line) for line in _answer(row, "numbers").split("\n") if line.strip()
        ],
        "formula": _formula(row, "answer", _answer(row)),
        "tolerance": _tolerance(row),
        "unit": row.both("unit"),
        "known_wrong": wrong,
    }


def _parameter(row: Row, line: str) -> dict:
    found = read_number(line)
    if found is None:
        message = _("“%(line)s” can't be read. Write: income: 1200000 to 2700000 step 100000.")
        raise row.bad("numbers", message % {"line": line.strip()[:80]})
    return found


def _formula(row: Row, name: str, written: str) -> str:
    try:
        parse(written)
    except BadFormula as bad:
        raise row.bad(name, str(bad)) from bad
    return written


READERS: dict[str, Callable[[Row], dict]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.TRUEFALSE: _true_or_false,
    QuestionType.NUMERIC: _numeric,
    QuestionType.SHORT: _short,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.COMPUTED: _computed,
}
