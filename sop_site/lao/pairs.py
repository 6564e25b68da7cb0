"""A text as pairs of neighbouring syllables; pure, the same in a migration and on a page."""

import re
import zlib
from itertools import pairwise

from .text import RUN, fold, syllables

SIGN = re.compile("[^\\w\u0e80-\u0eff]+|_")  # all that is no part of a word
LONGEST = 2_000  # signs that are compared; what comes later adds little


def words_in(text: str) -> list[str]:
    """Syllables of Lao and words of other scripts, folded, in their order."""
    folded = fold(text[:LONGEST])
    spaced = RUN.sub(lambda run: f" {' '.join(syllables(run[0]))} ", folded)
    return SIGN.sub(" ", spaced).split()


def joined(one: str, other: str) -> str:
    """Two words as they are read: Lao without a space between."""
    is_lao = one[-1] > "\u0e7f" and other[0] > "\u0e7f"
    return f"{one}{other}" if is_lao else f"{one} {other}"


def number(pair: str) -> int:
    return zlib.crc32(pair.encode())


def pairs_in(text: str) -> dict[int, str]:
    """{number: the pair as it is read}."""
    pairs = [joined(one, other) for one, other in pairwise(words_in(text))]
    return {number(pair): pair for pair in pairs}


def passages(text: str, shared: set[int]) -> list[str]:
    """The passages of a text that are made of these pairs, each once, the longest first."""
    found, passage = [], ""
    for one, other in pairwise(words_in(text)):
        if number(joined(one, other)) in shared:
            passage = joined(passage or one, other)
        elif passage:
            found.append(passage)
            passage = ""
    return sorted(dict.fromkeys(filter(None, [*found, passage])), key=len, reverse=True)
