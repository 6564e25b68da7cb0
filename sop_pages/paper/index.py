"""The handbook's index: the terms that authors gave their SOPs, in the order of a dictionary."""

import re
from itertools import groupby

from sop_site.lao.text import collation_key, fold, index_letter

from ..content import Document, words_of
from .sop import label_of


def index_of(documents: list[Document]) -> list[dict]:
    """[{"letter", "terms": [{"term", "at": [labels]}]}]: where each term stands, step by step; the
    SOP itself where it carries the term and no step holds it."""
    folded = [(document, _folded_steps(document)) for document in documents]
    entries = [
        {"term": term, "at": [label for found in folded for label in _places(term, *found)]}
        for term in _terms(documents)
    ]
    return [
        {"letter": letter, "terms": list(terms)}
        for letter, terms in groupby(entries, key=lambda entry: index_letter(entry["term"]))
    ]


def _terms(documents: list[Document]) -> list[str]:
    """Each once, however it is spelt."""
    found = {fold(term): term for document in documents for term in reversed(document.tags)}
    return sorted(found.values(), key=collation_key)


def _folded_steps(document: Document) -> list[tuple[str, str]]:
    """(label, folded words) of each step."""
    return [
        (label_of(document.code, step.key), fold("\n".join(words_of("step", step))))
        for step in document.steps
    ]


def _places(term: str, document: Document, steps: list[tuple[str, str]]) -> list[str]:
    sought = fold(term)
    # Lao has no spaces between words; in other languages a term begins where a word does.
    stands = re.compile((r"\b" if sought.isascii() else "") + re.escape(sought))
    found = [label for label, words in steps if stands.search(words)]
    if not found and sought in map(fold, document.tags):
        return [label_of(document.code)]
    return found
