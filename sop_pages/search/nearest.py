"""What is nearest to a search that found nothing: titles and headings that share its letters."""

from dataclasses import dataclass
from itertools import pairwise

from sop_site.lao.fulltext import Any, Phrase
from sop_site.lao.text import fold

from .find import address, best_entries
from .models import SearchPassage
from .query import Query
from .tokens import cluster_words, syllable_words

CANDIDATES, SHOWN = 20, 3
LEAST = 0.4  # share of the query's letter pairs that a title must hold
BEGINNING = 3  # letters of a word by which its neighbours are found


@dataclass(frozen=True)
class Suggestion:
    title: str
    code: str
    url: str


def nearest(query: Query, language: str, *, refused: list[str]) -> list[Suggestion]:
    """Up to SHOWN SOPs, the passage of each that is most like the query. Two queries."""
    phrases = list(_phrases(query))
    if not phrases:
        return []
    found = best_entries(Any(tuple(phrases)), language, refused, CANDIDATES)
    rows = SearchPassage.objects.filter(entry__in=found, entry__page__live=True)
    best: dict[int, tuple[float, Suggestion]] = {}
    for row in rows.select_related("entry").order_by("entry_id", "place"):
        named = f"{row.entry.code} {row.entry.title}"
        for compared, title, key in (
            (named, row.entry.title, ""),
            (row.title, row.title, row.key),
        ):
            alike = likeness(query.folded, compared)
            if alike > best.get(row.entry_id, (LEAST,))[0]:
                url = address(row.entry.code, language) + (f"#{key}" if key else "")
                best[row.entry_id] = (alike, Suggestion(title, row.entry.code, url))
    ordered = sorted(best.values(), key=lambda pair: -pair[0])
    return [suggestion for _alike, suggestion in ordered[:SHOWN]]


def _phrases(query: Query):
    """A phrase for each syllable, cluster pair and beginning of a word, in titles and headings."""
    for term in query.terms:
        if term.kind == "lao":
            pieces = cluster_words(term.text)
            for word in syllable_words(term.text):
                yield Phrase((word,), columns=("title", "heads"))
            for pair in pairwise(pieces):
                yield Phrase(pair, columns=("title", "heads"))
        else:
            letters = term.text.split("-")[0][:BEGINNING]
            columns = ("code",) if term.kind == "code" else ("title", "heads")
            yield Phrase((letters,), prefix=True, columns=columns)


def likeness(folded: str, title: str) -> float:
    """How much of a folded query stands in a title, 0 to 1, by pairs of letters.

    The mean of two shares: of the whole query, and of its best word.
    """
    there = _pairs(fold(title))
    shares = [_share(_pairs(word), there) for word in folded.split()]
    return (_share(_pairs(folded), there) + max(shares, default=0.0)) / 2


def _share(wanted: set[str], there: set[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _pairs(text: str) -> set[str]:
    text = text.replace(" ", "")
    return {text[at : at + 2] for at in range(len(text) - 1)}
