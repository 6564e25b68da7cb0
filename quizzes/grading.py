"""Marks by type: pure functions from a version's content and an answer to a fraction.

A fraction is a Decimal from 0 to 1; it is multiplied by the marks of the slot. A rule's name is
stored with each mark, so that it can be said later how it came about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .content import NUMBERS, decimal, text_of
from .folding import fold
from .models.questions import QuestionType
from .numbers import readings
from .ordering import followed, well_placed
from .pairing import right_of_each

ZERO, ONE = Decimal(0), Decimal(1)
PLACES = Decimal("0.0000001")


@dataclass(frozen=True)
class Grade:
    fraction: Decimal
    rule: str


def grade(question_type: str, content: dict, answer) -> Grade:
    """The grade of an answer that well_formed() accepted; no answer is 0. The content of a computed
    question holds its answer (computing.solved).

    Raises KeyError for a type that has no rule yet.
    """
    rule, fraction = RULES[question_type]
    if answer in (None, "", []):
        return Grade(ZERO, rule)
    return Grade(min(max(fraction(content, answer), ZERO), ONE), rule)


def mark(fraction: Decimal, out_of: Decimal) -> Decimal:
    """What is stored: the fraction of the marks to be had, in ten-millionths, never above them."""
    return min((fraction * out_of).quantize(PLACES, ROUND_HALF_UP), Decimal(out_of))


def _single(content: dict, answer: str) -> Decimal:
    return _weights(content).get(answer, ZERO)


def _multiple(content: dict, answer: list) -> Decimal:
    """The sum of the chosen weights: wrong ones subtract, but never below nothing.

    Weights of thirds add up to 1 only nearly (0.3333333 three times): all right ones and no other
    is the whole mark.
    """
    weights = _weights(content)
    if set(answer) == {key for key, weight in weights.items() if weight > 0}:
        return ONE
    return sum((weights.get(key, ZERO) for key in set(answer)), ZERO)


def _numeric(content: dict, answer: str) -> Decimal:
    return ONE if _means(answer, content, content["answer"]) else ZERO


def _short(content: dict, answer: str) -> Decimal:
    given = _compared(answer)
    accepted = content.get("accepted", {})
    return ONE if any(_compared(a) == given for texts in accepted.values() for a in texts) else ZERO


def _matching(content: dict, answer: list) -> Decimal:
    """Each left side that has its right one earns its share; a wrong pair takes nothing away."""
    right = right_of_each(content)
    hits = sum(right.get(left) == chosen for left, chosen in answer)
    return _share(hits, len(right))


def _ordering(content: dict, answer: list) -> Decimal:
    return _share(*followed(content["order"], answer))


def _share(hits: int, of: int) -> Decimal:
    return (Decimal(hits) / of).quantize(PLACES, ROUND_HALF_UP)


RULES: dict[str, tuple[str, Callable[[dict, object], Decimal]]] = {
    QuestionType.SINGLE: ("single.v1", _single),
    QuestionType.MULTIPLE: ("multiple.v1", _multiple),
    QuestionType.TRUEFALSE: ("truefalse.v1", _single),
    QuestionType.NUMERIC: ("numeric.v1", _numeric),
    QuestionType.COMPUTED: ("computed.v1", _numeric),
    QuestionType.SHORT: ("short.v1", _short),
    QuestionType.MATCHING: ("matching.v1", _matching),
    QuestionType.ORDERING: ("ordering.v1", _ordering),
}


def feedback(question_type: str, content: dict, answer, language: str) -> list[str]:
    """What is said to this answer: of each chosen option, or of a wrong answer that is known."""
    if answer in (None, "", []):
        return []
    if question_type in NUMBERS | {QuestionType.SHORT}:
        return _known_wrong(question_type, content, answer, language)
    if question_type == QuestionType.MATCHING:
        return _wrong_pairs(content, answer, language)
    if question_type == QuestionType.ORDERING:
        return _misplaced(content, answer, language)
    chosen = [answer] if isinstance(answer, str) else answer
    said = [text_of(o.get("feedback"), language) for o in content["options"] if o["key"] in chosen]
    return [text for text in said if text]


def _wrong_pairs(content: dict, answer: list, language: str) -> list[str]:
    """To each wrong pair: what is wrong with a right side that goes with nothing, else what the
    left side is about."""
    extra = {one["key"]: one.get("feedback") for one in content.get("distractors", [])}
    given = dict(answer)
    said = []
    for pair in content["pairs"]:
        chosen = given.get(pair["key"], pair["right_key"])
        if chosen != pair["right_key"]:
            said.append(text_of(extra.get(chosen) or pair.get("feedback"), language))
    return list(dict.fromkeys(text for text in said if text))


def _misplaced(content: dict, answer: list, language: str) -> list[str]:
    """To each step that doesn't follow the one it should, in the right order."""
    texts = {item["key"]: item.get("feedback") for item in content["items"]}
    well = well_placed(content["order"], answer)
    said = [text_of(texts[key], language) for key in content["order"] if key not in well]
    return [text for text in said if text]


def _known_wrong(question_type: str, content: dict, answer: str, language: str) -> list[str]:
    place = known_wrong_at(question_type, content, answer)
    if place is None:
        return []
    return [text_of(content["known_wrong"][place].get("feedback"), language)]


def known_wrong_at(question_type: str, content: dict, answer: str) -> int | None:
    """Which of the content's known wrong answers was given to a numeric, computed or short one."""
    # The right answer first: it may equal one that is known as wrong elsewhere.
    if grade(question_type, content, answer).fraction == ONE:
        return None
    for place, wrong in enumerate(content.get("known_wrong", [])):
        if question_type in NUMBERS:
            hit = _means(answer, content, wrong["value"])
        else:
            hit = _compared(answer) in {_compared(text) for text in wrong["text"].values()}
        if hit:
            return place
    return None


def _weights(content: dict) -> dict[str, Decimal]:
    return {o["key"]: decimal(o["weight"]) or ZERO for o in content["options"]}


def _means(answer: str, content: dict, value: str) -> bool:
    """Whether a typed number can be read as this value, give or take the tolerance."""
    wanted, tolerance = decimal(value), decimal(content.get("tolerance", "0")) or ZERO
    return any(
        abs(number - wanted) <= tolerance and _unit_fits(rest, content)
        for number, rest in readings(answer)
    )


def _unit_fits(rest: str, content: dict) -> bool:
    """A unit may be left out; another unit than the question's is another answer."""
    if not rest:
        return True
    units = {_compared(text) for text in (content.get("unit") or {}).values()}
    # "kip a month" is also met by "kip": its first word, or its beginning in Lao.
    given = _compared(rest)
    return any(unit.startswith(given) for unit in units) or (
        given == "₭" and any(unit.startswith(("kip", _compared("ກີບ"))) for unit in units)
    )


def _compared(text: str) -> str:
    """Words as they are compared: folded, blanks joined, no stop or quotation marks around."""
    return " ".join(fold(text).split()).strip(" .,;:!?“”\"'()")
