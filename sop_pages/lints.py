"""What an author is warned of, at the field that it concerns; refusals.py is what refuses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sop_site.lao.text import RUN, syllables

from .markdown import plain_text
from .models import SOP, Figure, values_on
from .refusals import LAO, STREAMS

LONG_STEP = 600
# A sentence that is read standing in a village: in English by words, in Lao by syllables.
LONG_SENTENCE = {"en": 30, "lo": 60}
SENTENCE_ENDS = re.compile(r"(?<=[.!?;:])\s+|\n+")
NUMBER = re.compile(r"(?<![\w{.,-])\d[\d.,]*(?![\w}-])")
CODE_IN_TEXT = re.compile(r"\b[A-Z]{2,4}-[0-9]{2}\b(?!-[A-Z])")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]*)[^)]*\)")
GOOD_LINK = re.compile(r"(?:https?://[^/]+|mailto:.+@|tel:\+?\d|/(?:lo|en)/)")
# A small number is only taken for a reference value's when its unit stands behind it.
UNITS = {
    "percent": r"\s*(?:%|percent|ເປີເຊັນ)",
    "months": r"\s*(?:months?|ເດືອນ)",
    "days": r"\s*(?:days?|ວັນ|ມື້)",
    "years": r"\s*(?:years?|ປີ)",
}
HEADING_FIELDS = ("title", "question", "text")


@dataclass(frozen=True)
class Finding:
    """`path` is the field's name in the editor's form, as "purpose" or
    "steps-0-value-body-1-value"; `message` a sentence that names the place too."""

    path: str
    message: str


@dataclass(frozen=True)
class Passage:
    """A block of the page: `stream` it belongs to, its heading and where that is edited, and all
    of its texts by path."""

    stream: str
    path: str
    place: str
    texts: tuple[tuple[str, str], ...]


def findings(page) -> list[Finding]:
    """What an author should look at in this page (a draft is a page too). Two queries."""
    figures = list(values_on(localdate()).values())
    codes = set(SOP.objects.values_list("code", flat=True))
    language = page.locale.language_code
    found: list[Finding] = []
    for path, place in (("purpose", _("Purpose")), ("when", _("Occasion"))):
        found += _about_text(path, getattr(page, path) or "", place, language, figures, codes)
    for stream in STREAMS:
        for number, child in enumerate(getattr(page, stream)):
            passage = _passage(stream, number, child)
            found += _about_passage(passage, child, language)
            for path, text in passage.texts:
                found += _about_text(path, text, passage.place, language, figures, codes)
    return list(dict.fromkeys(found))


def _passage(stream: str, number: int, child) -> Passage:
    path = f"{stream}-{number}-value"
    name = next(name for name in HEADING_FIELDS if name in child.value)
    return Passage(
        stream, f"{path}-{name}", child.value[name][:60], tuple(_texts(path, child.value))
    )


def _texts(path: str, value) -> Iterator[tuple[str, str]]:
    """(path, text) of each field within a block's value, in the order of the form."""
    if isinstance(value, str):
        yield path, value
    elif hasattr(value, "items"):
        for name, inner in value.items():
            if name != "key":
                yield from _texts(f"{path}-{name}", inner)
    elif hasattr(value, "stream_block"):
        for number, child in enumerate(value):
            yield from _texts(f"{path}-{number}-value", child.value)
    elif hasattr(value, "list_block"):
        for number, inner in enumerate(value):
            yield from _texts(f"{path}-{number}-value", inner)


def _about_passage(passage: Passage, child, language: str) -> Iterator[Finding]:
    text = " ".join(text for _path, text in passage.texts)
    if language == "lo" and text.strip() and not LAO.search(text):
        said = _("“%(place)s” has no Lao text.") % {"place": passage.place}
        yield Finding(passage.path, said)
    if passage.stream == "steps":
        yield from _about_step(passage, child.value["body"])


def _about_step(passage: Passage, body) -> Iterator[Finding]:
    length = sum(len(part.value.strip()) for part in body if part.block_type == "text")
    if length > LONG_STEP:
        said = _("“%(place)s” has %(length)s characters; 600 are enough for one step.")
        yield Finding(passage.path, said % {"place": passage.place, "length": length})
    if not len(body):
        said = _("“%(place)s” says nothing yet below its title.") % {"place": passage.place}
        yield Finding(passage.path, said)
    for number, part in enumerate(body):
        if part.block_type == "picture" and not part.value["alt"].strip():
            said = _("A picture in “%(place)s” has no alternative text.")
            path = passage.path.replace("-title", f"-body-{number}-value-alt")
            yield Finding(path, said % {"place": passage.place})


def _about_text(path, text, place, language, figures, codes) -> Iterator[Finding]:
    said = [
        *_about_numbers(text, place, figures),
        *_about_links(text, place, codes),
        *_about_sentences(text, place, language),
    ]
    yield from (Finding(path, sentence) for sentence in said)


def _about_sentences(text: str, place: str, language: str) -> Iterator[str]:
    most = LONG_SENTENCE[language]
    if len(text) < most:
        return
    for sentence in SENTENCE_ENDS.split(plain_text(text)):
        if _length(sentence, language) > most:
            yield _("A sentence in “%(place)s” is long: “%(words)s…” Make two of it.") % {
                "place": place,
                "words": sentence[:30],
            }


def _length(sentence: str, language: str) -> int:
    if language == "lo":
        return sum(len(syllables(run)) for run in RUN.findall(sentence))
    return len(sentence.split())


def _about_numbers(text: str, place: str, figures: list[Figure]) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        keys = [figure.key for figure in figures if _is(match, text, figure)]
        if keys:
            yield _(
                "“%(place)s” holds the number %(number)s; is it the reference value {%(key)s}?"
            ) % {"place": place, "number": match.group(), "key": "} / {".join(keys)}


def _is(match: re.Match, text: str, figure: Figure) -> bool:
    if _number(match.group()) != figure.value:
        return False
    unit = UNITS.get(figure.unit)
    return bool(unit and re.match(unit, text[match.end() :])) or figure.value >= 1000


def _number(typed: str) -> Decimal | None:
    """2,000,000 or 2.000.000 or 5.5 as a number; groups of three are thousands."""
    typed = typed.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", typed):
        typed = re.sub(r"[.,]", "", typed)
    try:
        return Decimal(typed.replace(",", "."))
    except InvalidOperation:
        return None


def _about_links(text: str, place: str, codes: set[str]) -> Iterator[str]:
    for target in LINK.findall(text):
        if not GOOD_LINK.match(target):
            yield _("The link to “%(target)s” in “%(place)s” leads nowhere.") % {
                "target": target,
                "place": place,
            }
    for code in CODE_IN_TEXT.findall(text):
        if code not in codes:
            yield _("“%(place)s” names %(code)s, but there is no such SOP.") % {
                "place": place,
                "code": code,
            }
