"""Texts of the handbook as words for the index: Lao twice (syllables, clusters), codes in one form.

A syllable token begins with x, a cluster token with c. Syllables are what a reader means, but where
one ends depends on its neighbours; clusters don't, so they find a word in any sentence.
"""

import re

from sop_site.lao.text import RUN, clusters, fold, syllables, token

WORD = re.compile(r"[^\W_]+")
CODE = re.compile(r"(?<![a-z0-9])(?:sso[\s_-]*)?([a-z]{2,4})[\s_-]*([0-9]{1,2})(?![0-9])")
GAP = " x "  # between passages, so that no phrase runs across


def syllable_words(run: str) -> list[str]:
    """A folded run of Lao as syllable tokens."""
    return [token(piece) for piece in syllables(run)]


def cluster_words(run: str) -> list[str]:
    """A folded run of Lao as cluster tokens."""
    return ["c" + token(piece)[1:] for piece in clusters(run)]


def words_of(text: str) -> str:
    """All tokens of a text, a space before, between and after; "" for an empty one.

    Syllables and words of other scripts in their order, the codes that it names as one word each
    (REG-01 is also reg01), then the clusters.
    """
    folded = fold(text)
    codes = [f"{letters}{int(digits):02d}" for letters, digits in CODE.findall(folded)]
    plain = RUN.sub(lambda run: f" {' '.join(syllable_words(run[0]))} ", folded)
    cut = [word for run in RUN.findall(folded) for word in cluster_words(run)]
    found = [*WORD.findall(plain), *codes, *cut]
    return f" {' '.join(found)} " if found else ""
