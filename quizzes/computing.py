"""Computed questions: numbers drawn for each attempt, an answer from them and LSSO's values.

`parameters` [{name, label?, and min, max, step or values []}], `formula`, `tolerance`, `unit`,
`known_wrong` [{formula, feedback}]. Pure, no database: `numbers` are drawn ones, {name: text}, and
`values` the reference values that the attempt keeps.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product

from django.utils.translation import gettext as _

from .formulas import NAME, BadFormula, Formula, parse
from .models.questions import QuestionType

MOST_PARAMETERS, MOST_CHOICES = 6, 10_000
DIGITS, DECIMALS = 15, 4  # more is no answer that a person would write
TRIES = 40
EXAMPLES = 3


def own_names(content: dict) -> set[str]:
    """The names of the drawn numbers."""
    return {parameter.get("name", "") for parameter in content.get("parameters") or []}


def value_names(content: dict) -> set[str]:
    """The reference values that the formulas name; nothing of a formula that can't be read."""
    names: set[str] = set()
    for text in [content.get("formula"), *_wrong_formulas(content)]:
        try:
            names |= parse(text).names if text else set()
        except BadFormula:
            continue
    return names - own_names(content)


def _wrong_formulas(content: dict) -> list[str]:
    return [wrong["formula"] for wrong in content.get("known_wrong", []) if "formula" in wrong]


def numbers_for(content: dict, values: dict, chance: random.Random) -> dict[str, str] | None:
    """One number for each parameter, such that the answer can be computed; None when there is none,
    as where LSSO has not given a value."""
    for _attempt in range(TRIES):
        drawn = {p["name"]: _drawn(p, chance) for p in content["parameters"]}
        try:
            answer_of(content, values, drawn)
        except BadFormula:
            continue
        return drawn
    return None


def _drawn(parameter: dict, chance: random.Random) -> str:
    if parameter.get("values"):
        return _plain(Decimal(chance.choice(parameter["values"])))
    low, step = Decimal(parameter["min"]), Decimal(parameter["step"])
    return _plain(low + step * chance.randint(0, _steps(parameter)))


def _steps(parameter: dict) -> int:
    low, high, step = (Decimal(parameter[name]) for name in ("min", "max", "step"))
    return int((high - low) / step)


def first_numbers(content: dict) -> dict[str, str]:
    """The first number of each range, as a draft's title shows them; none that can't be read."""
    if "parameters" not in content or computed_faults(content):
        return {}
    return {parameter["name"]: _ends(parameter)[0] for parameter in content["parameters"]}


def answer_of(content: dict, values: dict, numbers: dict) -> str:
    """The right answer, plainly written. Raises BadFormula, also for an answer with too many
    digits."""
    return _written(parse(content["formula"]), values, numbers)


def _written(formula: Formula, values: dict, numbers: dict) -> str:
    given = {name: Decimal(kept["value"]) for name, kept in values.items()}
    value = formula.value(given | {name: Decimal(text) for name, text in numbers.items()})
    plain = _plain(value)
    whole, _point, part = plain.lstrip("-").partition(".")
    if len(whole + part) > DIGITS or len(part) > DECIMALS:
        raise BadFormula(
            _("The answer has too many digits (%(answer)s): round it.") % {"answer": plain[:24]}
        )
    return plain


def _plain(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def solved(question_type: str, content: dict, values: dict, numbers: dict) -> dict:
    """The content as a number question with its answers; of other types as it is.

    Raises BadFormula where it can't be computed, as by a newer formula with other names.
    """
    if question_type != QuestionType.COMPUTED:
        return content
    wrong = []
    for place, entry in enumerate(content.get("known_wrong", [])):
        try:
            value = _written(parse(entry["formula"]), values, numbers)
        except BadFormula:
            continue  # a mistake that nobody can make with these numbers
        # Its place among all of them: those that can't be computed are left out here.
        wrong.append({"value": value, "feedback": entry.get("feedback"), "place": place})
    answer = answer_of(content, values, numbers)
    return content | {"answer": answer, "known_wrong": wrong}


def key_content(response, values: dict) -> dict:
    """What a drawn question is marked by: its key's version, with the answer for its numbers."""
    content = response.key_version.content
    return solved(response.question.type, content, values, response.numbers)


def figures(values: dict, numbers: dict) -> dict:
    """What may stand between braces: the attempt's values, and the numbers drawn."""
    return values | {name: {"value": text, "unit": "number"} for name, text in numbers.items()}


def examples(content: dict, values: dict) -> list[tuple[dict[str, str], str]]:
    """Three times the numbers and their answer, the same for the same content."""
    chance = random.Random(f"{content['formula']} {content['parameters']}")
    drawn = (numbers_for(content, values, chance) for _number in range(EXAMPLES))
    return [(one, answer_of(content, values, one)) for one in drawn if one is not None]


def computed_faults(content: dict) -> list[str]:
    """What keeps a computed question from being asked, apart from the values: sentences."""
    parameters = content.get("parameters") or []
    if not 1 <= len(parameters) <= MOST_PARAMETERS:
        return [
            _("A computed question draws one number at least, and %(most)d at most.")
            % {"most": MOST_PARAMETERS}
        ]
    said = [sentence for parameter in parameters for sentence in _parameter_faults(parameter)]
    if len(own_names(content)) < len(parameters):
        said.append(_("Two drawn numbers have the same name."))
    for text in [content.get("formula"), *_wrong_formulas(content)]:
        try:
            parse(text)
        except BadFormula as bad:
            said.append(str(bad))
    return said


def _parameter_faults(parameter: dict) -> Iterator[str]:
    name = parameter.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        yield _("A drawn number is named by small letters, digits and underlines, such as income.")
        return
    about = {"name": name}
    try:
        if "values" in parameter:
            is_fine = 0 < len([Decimal(text) for text in parameter["values"]]) <= MOST_CHOICES
        else:
            low, high, step = (Decimal(parameter[part]) for part in ("min", "max", "step"))
            is_fine = step > 0 and low <= high and (high - low) / step <= MOST_CHOICES
    except (ArithmeticError, KeyError, TypeError, ValueError):
        is_fine = False
    if not is_fine:
        yield (
            _("“%(name)s” needs numbers to choose from: 1, 2, 5, or from 1 to 5 step 1.") % about
        )


def drawing_faults(content: dict, values: dict) -> list[str]:
    """What can go wrong once numbers are drawn: at the ends of each range, and in between."""
    said = {}
    for numbers in _trials(content):
        try:
            answer_of(content, values, numbers)
        except BadFormula as bad:
            said.setdefault(str(bad), ", ".join(f"{n} = {text}" for n, text in numbers.items()))
    return [f"{sentence} ({numbers})" for sentence, numbers in said.items()][:3]


def _trials(content: dict) -> Iterator[dict[str, str]]:
    names = [parameter["name"] for parameter in content["parameters"]]
    ends = [_ends(parameter) for parameter in content["parameters"]]
    yield from (dict(zip(names, chosen, strict=True)) for chosen in islice(product(*ends), 64))
    chance = random.Random(1)
    for _number in range(TRIES):
        yield {p["name"]: _drawn(p, chance) for p in content["parameters"]}


def _ends(parameter: dict) -> list[str]:
    if parameter.get("values"):
        return [_plain(Decimal(text)) for text in parameter["values"]]
    low, step = Decimal(parameter["min"]), Decimal(parameter["step"])
    return [_plain(low), _plain(low + step * _steps(parameter))]
