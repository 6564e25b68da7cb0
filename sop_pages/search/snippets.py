"""Shows where a passage matches: the text around it, cut between syllables, the match marked."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from sop_site.lao.text import CONSONANTS, MARKS, TONES, VOWELS_AFTER, VOWELS_BEFORE, fold, pieces_of

from .query import Term, stem

UNIT = re.compile(
    f"[{VOWELS_BEFORE}]?[{CONSONANTS}][{VOWELS_AFTER}{MARKS}\u200b-\u200d\u2060]*|.", re.DOTALL
)
BEFORE, LENGTH = 40, 140  # signs before the first match and in all


@dataclass(frozen=True)
class Part:
    """A piece of a shown text; `found` where it is what was looked for."""

    text: str
    found: bool = False


TONED = re.compile(f"\u0ecd([{TONES}])")


@lru_cache(maxsize=8192)  # a language has some thousand clusters, and folding is slow
def _comparable(text: str) -> str:
    """Folded, ໍ behind the tone, so that a half-typed ນ້ is the beginning of ນ້ຳ."""
    return TONED.sub("\\1\u0ecd", fold(text))


def spans(text: str, terms: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Where the terms stand in the text as typed: (start, end), in order, none overlapping."""
    folded, units = "", []
    for unit in UNIT.finditer(text):
        piece = _comparable(unit[0])
        folded += piece
        units += [unit.span()] * len(piece)
    found = []
    for term in terms:
        for match in re.finditer(_pattern(term), folded):
            if match.end() > match.start():
                found.append((units[match.start()][0], units[match.end() - 1][1]))
    return _merged(sorted(found))


def _pattern(term: Term) -> str:
    if term.kind == "code":
        letters, digits = term.text.split("-")
        return rf"(?<![a-z0-9])(?:sso-?)?{letters}[\s_-]*0?{digits}(?![0-9])"
    if term.kind in {"lao", "syllable"}:
        return re.escape(_comparable(term.text))
    return rf"(?<![^\W_]){re.escape(stem(term.text))}[^\W_]*"


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, terms: tuple[Term, ...]) -> list[Part]:
    """The whole text in parts, matches marked."""
    return _parts(text, spans(text, terms), 0, len(text))


def snippet(text: str, terms: tuple[Term, ...]) -> list[Part]:
    """About LENGTH signs around the first match, or the beginning where nothing matches."""
    text = " ".join(text.split())
    found = spans(text, terms)
    start, end = _window(text, found[0] if found else (0, 0))
    parts = _parts(text, found, start, end)
    ahead = [Part("…")] if start else []
    behind = [Part("…")] if end < len(text) else []
    return ahead + parts + behind


def _window(text: str, first: tuple[int, int]) -> tuple[int, int]:
    """Where to cut: between pieces, at most BEFORE signs ahead of the match and LENGTH in all."""
    start = 0
    if first[0] > BEFORE:
        begin = max(0, first[0] - 2 * BEFORE)  # far enough back to cut syllables rightly
        places = [begin + cut for cut in _cuts(text[begin : first[0]])]
        start = next(place for place in places if place >= first[0] - BEFORE)
    cuts = _cuts(text[start : start + LENGTH + 1])
    fitting = [cut for cut in cuts if cut <= LENGTH]
    return start, max(start + fitting[-1], first[1])


def _cuts(text: str) -> list[int]:
    """The places between the pieces of a text, its beginning and end included."""
    return [0, *accumulate(len(piece) for piece in pieces_of(text))]


def _parts(text: str, found: list[tuple[int, int]], start: int, end: int) -> list[Part]:
    parts, at = [], start
    for first, last in found:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        parts += [Part(text[at:first]), Part(text[first:last], found=True)]
        at = last
    parts.append(Part(text[at:end]))
    return [part for part in parts if part.text]


def plain(parts: list[Part]) -> str:
    return "".join(part.text for part in parts).strip()
