"""What goes for questions of every type."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from ..content import LANGUAGES
from ..folding import fold
from .places import Finding, Place, in_both, rows_of, texts, written

LONGEST = 300  # signs; more is not read on a phone


def missing_language(content: dict) -> Iterator[Finding]:
    """Each text that is written in one language only."""
    said = {
        "lo": _("The Lao is missing: officers who read Lao would get the English."),
        "en": _("The English is missing: officers who read English would get the Lao."),
    }
    for place, both in in_both(content):
        there = [language for language in LANGUAGES if written(both, language)]
        if len(there) == 1 or (place.part == "stem" and not there):
            for language in LANGUAGES:
                if language not in there:
                    yield Finding(replace(place, language=language), said[language], blocks=True)


def too_long(content: dict) -> Iterator[Finding]:
    said = _("%(length)d characters: a phone's reader keeps 300. Say it shorter.")
    return longer_than(LONGEST, content, said, blocks=True)


def longer_than(most: int, content: dict, said: str, *, blocks: bool) -> Iterator[Finding]:
    """Each text of more than `most` characters, with the sentence that names its `length`."""
    for place, text in texts(content):
        if len(text) > most:
            yield Finding(place, said % {"length": len(text)}, blocks=blocks)


def no_feedback(content: dict) -> Iterator[Finding]:
    """Nothing said after the answer blocks; a wrong option without its own words doesn't."""
    explained = any(written(content.get("explanation"), language) for language in LANGUAGES)
    given = [place for place, _text in texts(content) if place.name == "feedback"]
    if not explained and not given:
        message = _("Nothing is said after the answer. Say here why the right one is right.")
        yield Finding(Place("explanation", "lo"), message, blocks=True)
        return
    answered = {place.row for place in given}
    for row, option in enumerate(rows_of(content, "options")):
        if row not in answered and not str(option.get("weight", "0")).startswith(("1", "0.")):
            message = _("Who chooses this reads nothing of why it is wrong. Say it in a sentence.")
            yield Finding(Place("options", "lo", row, "feedback"), message, blocks=False)


SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
EMPHASIS = re.compile(r"\*\*.+?\*\*|__.+?__|\*.+?\*|_.+?_")
NOT_EN = re.compile(r"\b(not|except|never|least|cannot)\b|n[’']t\b", re.I)
NOT_LO = re.compile(fold("ຍົກເວັ້ນ|(?<!ຫຼື)(?<!ແລ້ວ)(?<!ຫວາ)ບໍ່(?!ວ່າ)(?=[ກ-ໝເ-ໄ])"))


def negative_stem(content: dict) -> Iterator[Finding]:
    """A “not” in the sentence that asks, which is easily read over where nothing marks it."""
    for language, word in (("lo", NOT_LO), ("en", NOT_EN)):
        stem = written(content.get("stem"), language)
        if word.search(_plain(_asking(fold(stem) if language == "lo" else stem))):
            message = _("The question says “not”, which is easily read over. Ask for what is so, or put it in **bold**.")  # fmt: skip  # noqa: E501
            yield Finding(Place("stem", language), message, blocks=False)


def _asking(stem: str) -> str:
    """The last question of a text, else its last sentence."""
    sentences = [one for one in SENTENCE.findall(stem) if one.strip()]
    asking = [one for one in sentences if "?" in one]
    return (asking or sentences or [""])[-1]


def _plain(sentence: str) -> str:
    """Without what is emphasised; in capitals is emphasised too."""
    return re.sub(r"\b(NOT|EXCEPT|NEVER|LEAST|CANNOT)\b", "", EMPHASIS.sub("", sentence))
