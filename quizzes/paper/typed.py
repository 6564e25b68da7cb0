"""Answers as they stand on a sheet and are typed from it; pure, from a text to an answer and back.

| type | on the sheet | typed |
|---|---|---|
| single, truefalse | a box before each letter | `b` |
| multiple | the same | `ac` |
| numeric, computed, short | a line | as it was written |
| matching | a box before each left side, for a letter | `cad`, or `c-d` with a gap |
| ordering | a box before each step, for a number | `3142`, or `10 2 1 …` above nine steps |

Nothing, or a dash, is no answer. Letters follow the order on that sheet, so the same answer is
another letter on another version.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from django.utils.translation import gettext as _

from ..content import CHOICES, NUMBERS, decimal
from ..models.questions import QuestionType
from ..numbers import readings
from ..pairing import right_of_each, right_sides

NONE = "-"
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
BETWEEN = re.compile(r"[\s,;./]+")
LAO_DIGITS = str.maketrans("໐໑໒໓໔໕໖໗໘໙", "0123456789")
LONGEST_NUMBER, LONGEST_TEXT = 60, 2_000


class Unreadable(Exception):
    """What was typed is no answer to this question: a translated sentence."""


@dataclass(frozen=True)
class Place:
    """A question as it stands on one version's sheets."""

    type: str
    content: dict
    order: Sequence[str]

    @property
    def kind(self) -> str:
        """How it is typed: letter, letters, pairs, order, number or text."""
        return KINDS[self.type]

    @property
    def letters(self) -> str:
        """The letters that may be typed, in a row; "" where words or numbers are."""
        if self.type in CHOICES:
            return ascii_lowercase[: len(self.order)]
        if self.type == QuestionType.MATCHING:
            return ascii_lowercase[: len(right_sides(self.content))]
        return ""


KINDS = {
    QuestionType.SINGLE: "letter",
    QuestionType.TRUEFALSE: "letter",
    QuestionType.MULTIPLE: "letters",
    QuestionType.NUMERIC: "number",
    QuestionType.COMPUTED: "number",
    QuestionType.SHORT: "text",
    QuestionType.MATCHING: "pairs",
    QuestionType.ORDERING: "order",
}


def read(place: Place, text: str):
    """The answer as a response keeps it, None for none. Raises Unreadable."""
    text = text.replace("\x00", "").strip()
    plain = DASHES.sub("-", text)
    if plain in ("", NONE):
        return None
    return READERS[place.kind](place, text if place.kind == "text" else plain)


def _letter(place: Place, text: str) -> str:
    found = _known(place, text)
    if len(found) > 1:
        raise Unreadable(
            _("One letter only. Where the sheet has two, it is no answer: type a dash.")
        )
    return place.order[place.letters.index(found)]


def _letters(place: Place, text: str) -> list[str]:
    found = _known(place, text)
    if len(set(found)) < len(found):
        raise Unreadable(_("One letter stands there twice."))
    return sorted(place.order[place.letters.index(letter)] for letter in found)


def _pairs(place: Place, text: str) -> list[list[str]]:
    found = _known(place, text, gap=NONE)
    if len(found) != len(place.order):
        raise Unreadable(
            _("Type %(n)d letters, one for each box from top to bottom, and a dash for none.")
            % {"n": len(place.order)}
        )
    rights = list(right_sides(place.content))
    chosen = zip(place.order, found, strict=True)
    pairs = [[left, rights[place.letters.index(x)]] for left, x in chosen if x != NONE]
    return sorted(pairs) or None


def _known(place: Place, text: str, gap: str = "") -> str:
    """The letters without what stands between them, each of them one of this question."""
    found = BETWEEN.sub("", text.lower())
    for letter in found:
        if letter not in place.letters + gap:
            raise Unreadable(
                _("“%(typed)s” is no letter of this question: it has %(letters)s.")
                % {"typed": letter, "letters": ", ".join(place.letters)}
            )
    return found


def _order(place: Place, text: str) -> list[str]:
    typed = [part for part in BETWEEN.split(text.translate(LAO_DIGITS)) if part]
    count = len(place.order)
    if len(typed) == 1 and count <= 9:
        typed = list(typed[0])
    wanted = [str(number) for number in range(1, count + 1)]
    if sorted(typed) != sorted(wanted):
        raise Unreadable(
            _(
                "Type the numbers in the boxes from top to bottom, each from 1 to %(n)d once. "
                "Where the sheet hasn't that, type a dash."
            )
            % {"n": count}
        )
    return [place.order[typed.index(number)] for number in wanted]


def _number(place: Place, text: str) -> str:
    if len(text) > LONGEST_NUMBER or not readings(text):
        raise Unreadable(_("This is no number. Where the sheet has none, type a dash."))
    return text


def _text(place: Place, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            _("The answer is too long: %(most)d characters at most.") % {"most": LONGEST_TEXT}
        )
    try:
        text.encode()
    except UnicodeEncodeError as broken:
        raise Unreadable(_("The answer holds a broken character.")) from broken
    return text


READERS = {
    "letter": _letter,
    "letters": _letters,
    "pairs": _pairs,
    "order": _order,
    "number": _number,
    "text": _text,
}


def written(place: Place, answer) -> str:
    """How an answer that a response keeps would be typed; "" for none."""
    if answer in (None, "", []):
        return ""
    if place.type in CHOICES:
        keys = [answer] if isinstance(answer, str) else answer
        return "".join(sorted(place.letters[place.order.index(key)] for key in keys))
    if place.type == QuestionType.MATCHING:
        rights, chosen = list(right_sides(place.content)), dict(answer)
        return "".join(
            place.letters[rights.index(chosen[left])] if left in chosen else NONE
            for left in place.order
        )
    if place.type == QuestionType.ORDERING:
        between = "" if len(place.order) <= 9 else " "
        return between.join(str(answer.index(key) + 1) for key in place.order)
    return answer


def right(place: Place, language: str = "lo"):
    """The right answer as a response would keep it; the content of a computed question holds its
    answer (computing.solved). Of several accepted words the first, in this language if it can be.
    """
    content = place.content
    if place.type == QuestionType.MULTIPLE:
        return sorted(o["key"] for o in content["options"] if decimal(o["weight"]) > 0)
    if place.type in CHOICES:
        return next(o["key"] for o in content["options"] if decimal(o["weight"]) == 1)
    if place.type in NUMBERS:
        return content["answer"]
    if place.type == QuestionType.MATCHING:
        return sorted([left, key] for left, key in right_of_each(content).items())
    if place.type == QuestionType.ORDERING:
        return list(content["order"])
    accepted = content["accepted"]
    return [*accepted.get(language, []), *(text for texts in accepted.values() for text in texts)][
        0
    ]
