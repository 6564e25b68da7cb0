"""What stands between { and } of a GIFT question, by type."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from .drafts import (
    ALL,
    ESSAY,
    MATCHING,
    MULTI,
    NONE,
    NUMERICAL,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Draft,
    Option,
    Span,
    Text,
)
from .gift_text import first, plain, read, signs, split
from .numbers import number, percent

WEIGHT = re.compile(r"\s*%([^%\n]*)%")
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")


class Bad(ValueError):
    """A question that can't be read; `place` is where in its text."""

    def __init__(self, place: int, message: str):
        super().__init__(message)
        self.place, self.message = place, message


def add_answers(draft: Draft, text: str, offset: int) -> None:
    """Reads the answers into the draft, its type included. `offset`: their place in the question.

    Raises Bad.
    """
    answers, general = split(text, "####")
    draft.general_feedback = read(general, draft.stem.format)
    found = {sign for _place, sign in signs(answers)}
    if not answers.strip():
        draft.type = ESSAY
    elif answers.lstrip().startswith("#"):
        start = answers.index("#") + 1
        _numerical(draft, answers[start:], offset + start)
    elif "~" in found:
        _choice(draft, answers, offset)
    elif "=" in found and "->" in found:
        _matching(draft, answers, offset)
    elif split(answers, "#")[0].strip() in TRUE + FALSE:
        _true_or_false(draft, answers)
    else:
        _short(draft, answers, offset)


def _entries(text: str, offset: int, marks: str) -> Iterator[tuple[int, str, str]]:
    """(place, mark, text after it) of each answer; raises Bad for text before the first."""
    places = [(place, sign) for place, sign in signs(text) if sign in marks]
    before = text[: places[0][0]].strip() if places else text.strip()
    if before:
        raise Bad(offset, _("Each answer begins with = or ~."))
    ends = [place for place, _sign in places[1:]] + [len(text)]
    for (place, sign), end in zip(places, ends, strict=True):
        yield offset + place, sign, text[place + 1 : end]


def _weighted(place: int, text: str, otherwise: Decimal) -> tuple[Decimal, str]:
    """The percent that a %weight% in front of the text says, and the text without it."""
    weight = WEIGHT.match(text)
    if not weight:
        return otherwise, text
    found = percent(weight[1])
    if found is None:
        raise Bad(
            place, _("“%(weight)s” is no weight from -100 to 100.") % {"weight": weight[1].strip()}
        )
    return found, text[weight.end() :]


def _option(place: int, text: str, otherwise: Decimal, kind: str) -> Option:
    weight, rest = _weighted(place, text, otherwise)
    said, feedback = split(rest, "#")
    option = Option(read(said, kind), weight, read(feedback, kind))
    if not option.text.text:
        raise Bad(place, _("An answer is empty."))
    return option


def _choice(draft: Draft, text: str, offset: int) -> None:
    entries = list(_entries(text, offset, "~="))
    draft.type = SINGLE if any(mark == "=" for _place, mark, _text in entries) else MULTI
    draft.options = [
        _option(place, said, ALL if mark == "=" else NONE, draft.stem.format)
        for place, mark, said in entries
    ]
    if len(entries) < 2:
        raise Bad(offset, _("A choice needs at least two options."))
    if not any(option.percent > 0 for option in draft.options):
        raise Bad(offset, _("No option is right."))


def _short(draft: Draft, text: str, offset: int) -> None:
    draft.type = SHORT
    if first(text, "=") < 0:  # a bare word
        text = "=" + text
        offset -= 1
    draft.options = [
        _option(place, said, ALL, draft.stem.format)
        for place, _mark, said in _entries(text, offset, "=")
    ]


def _true_or_false(draft: Draft, text: str) -> None:
    """The first feedback is for the wrong response, the second for the right one."""
    draft.type = TRUEFALSE
    letter, rest = split(text, "#")
    wrong, right = split(rest, "#")
    draft.right = letter.strip() in TRUE
    draft.feedback_wrong = read(wrong, draft.stem.format)
    draft.feedback_right = read(right, draft.stem.format)


def _matching(draft: Draft, text: str, offset: int) -> None:
    draft.type = MATCHING
    for place, _mark, said in _entries(text, offset, "="):
        if first(said, "->") < 0:
            raise Bad(place, _("A pair needs -> between its sides."))
        left, right = split(said, "->")
        pair = (read(left, draft.stem.format), plain(right))
        if not pair[1]:
            raise Bad(place, _("A pair has no right side."))
        draft.pairs.append(pair)
    if sum(bool(left.text) for left, _right in draft.pairs) < 2:
        raise Bad(offset, _("Matching needs at least two pairs."))


def _numerical(draft: Draft, text: str, offset: int) -> None:
    draft.type = NUMERICAL
    if not text.strip():
        raise Bad(offset, _("The number is missing."))
    if not text.lstrip().startswith(("=", "~")):
        text = "=" + text
        offset -= 1
    for place, mark, said in _entries(text, offset, "~="):
        weight, rest = _weighted(place, said, ALL if mark == "=" else NONE)
        value, feedback = split(rest, "#")
        told = read(feedback, draft.stem.format)
        if value.strip() in ("", "*") and not weight:
            draft.wrong_feedback = told  # for any other number
        else:
            draft.spans.append(_span(place, value, weight, told))
    if not draft.spans:
        raise Bad(offset, _("The number is missing."))


def _span(place: int, value: str, weight: Decimal, feedback: Text) -> Span:
    """v, v:tolerance or least..most."""
    value = plain(value)
    if ".." in value:
        ends = [number(part) for part in value.split("..", 1)]
    elif ":" in value:
        middle, tolerance = (number(part) for part in value.split(":", 1))
        known = middle is not None and tolerance is not None
        ends = [middle - tolerance, middle + tolerance] if known else [None, None]
    else:
        ends = [number(value)] * 2
    if None in ends:
        raise Bad(place, _("“%(value)s” is no number.") % {"value": value})
    if ends[0] > ends[1]:
        raise Bad(place, _("“%(value)s” runs from more to less.") % {"value": value})
    return Span(ends[0], ends[1], weight, feedback)
