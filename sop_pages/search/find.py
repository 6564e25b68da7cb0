"""Searching the handbook: first the best SOPs by full text, then the best passage in each."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from sop_site.lao import fulltext

from ..figures import KEY, filled
from ..models.values import values_on
from .models import INDEX
from .query import Query, Term
from .snippets import Part, marked, plain, snippet

USUAL, MOST = 50, 100
# What a match is worth: the term whole, its clusters only (a word cut otherwise, or half-typed).
WHOLE, CUT, IN_TITLE = 4, 3, 6
HELD = 1000  # a term more that is held at all counts more than any points


class Row(NamedTuple):
    """A passage with its SOP, as read for showing; a model's row would cost five times as much."""

    entry_id: int
    key: str
    title: str
    text: str
    code: str
    sop_title: str


@dataclass(frozen=True)
class Result:
    """One SOP that was found, with its best passage; `step` is its key or None."""

    row: Row
    terms: tuple[Term, ...]
    language: str

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def title(self) -> str:
        return self.row.sop_title

    @property
    def url(self) -> str:
        return address(self.code, self.language) + (f"#{self.row.key}" if self.row.key else "")

    @property
    def step(self) -> str | None:
        return self.row.key or None

    @cached_property
    def heading(self) -> list[Part]:
        return marked(self.row.title, self.terms) if self.row.key else []

    @cached_property
    def snippet(self) -> list[Part]:
        return snippet(self.row.text or self.row.title, self.terms)

    @cached_property
    def marked_title(self) -> list[Part]:
        return marked(self.title, self.terms)

    @property
    def shows_snippet(self) -> bool:
        """False where the snippet would only repeat the heading or the title."""
        return plain(self.snippet) not in {plain(self.heading), plain(self.marked_title)}

    def as_json(self) -> dict:
        return {
            "code": self.code,
            "title": self.title,
            "url": self.url,
            "step": self.step,
            "snippet": plain(self.snippet),
        }


def search(query: Query, language: str, *, refused: list[str], limit: int = USUAL) -> list[Result]:
    """What answers the query in this language, best first, at most `limit` SOPs.

    `refused`: tree paths of pages that the person may not read (privacy.refused_paths). Three
    queries at most where something is found as typed, four where it is not.
    """
    if not query.terms:
        return []
    found = _found(query, language, refused, limit)
    if not found and (loosened := query.loosened()):
        query = loosened
        found = best_entries(query.tree(), language, refused, limit)
    passages = best_passages(found, query.terms)
    rows = fill_in([passages[pk] for pk in found if pk in passages])
    return [Result(row, query.terms, language) for row in rows]


def _found(query: Query, language: str, refused: list[str], limit: int) -> list[int]:
    """The best entries. Where whole words alone fill the answer, what is merely cut alike is not
    looked for: with a frequent word that costs four times as much, and ranks below anyway."""
    tree, whole = query.tree(), query.whole()
    if whole != tree:
        found = best_entries(whole, language, refused, limit)
        if len(found) == limit:
            return found
    return best_entries(tree, language, refused, limit)


def best_entries(tree, language: str, refused: list[str], limit: int) -> list[int]:
    """The ids of the SearchEntry rows that match a tree of the full text, best first."""
    where, params, joins = "d.language = %s", [language], ""
    if refused:
        joins = "JOIN wagtailcore_page p ON p.id = d.page_id"
        where += " AND p.path NOT LIKE %s" * len(refused)
        params += [f"{path}%" for path in refused]
    return fulltext.best(INDEX, tree, joins=joins, where=where, params=params, limit=limit)


def best_passages(found: list[int], terms: tuple[Term, ...]) -> dict[int, Row]:
    """The passage of each entry that answers best, the earlier of equals, by the entry's id.

    Chosen in the database: fifty SOPs have 1,500 passages, a megabyte of tokens. One query.
    """
    if not found:
        return {}
    worth, values = _worth(terms)
    marks = ", ".join(["%s"] * len(found))
    with connection.cursor() as cursor:
        cursor.execute(BEST.format(worth=worth, marks=marks), [*values, *found])
        return {row[0]: Row._make(row) for row in cursor.fetchall()}


# The page must be live still: one that was taken back a moment ago is found no more.
BEST = """
SELECT entry_id, key, title, text, code, sop_title FROM (
  SELECT p.entry_id, p.key, p.title, p.text, e.code, e.title AS sop_title, ROW_NUMBER() OVER (
    PARTITION BY p.entry_id ORDER BY {worth} DESC, p.place
  ) AS nth
  FROM sop_pages_searchpassage p
  JOIN sop_pages_searchentry e ON e.id = p.entry_id
  JOIN wagtailcore_page g ON g.id = e.page_id AND g.live
  WHERE p.entry_id IN ({marks})
) chosen WHERE nth = 1
"""


def _worth(terms: tuple[Term, ...]) -> tuple[str, list[str]]:
    """How well a passage `p` of an entry `e` answers, as SQL and its values."""
    parts, values = [], []
    for term in terms:
        whens, wanted = _points(term)
        parts.append(f"CASE {' '.join(whens)} ELSE 0 END")
        values += wanted
    return f"({' + '.join(parts)})", values


def _points(term: Term) -> tuple[list[str], list[str]]:
    """What one term is worth in a passage, the dearest first, as conditions and their values."""
    whens, values = [], []
    if term.own_code:  # every passage of that SOP is about it: its code chooses none of them
        whens.append("WHEN e.code = %s THEN 0")
        values.append(term.own_code)
    place = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
    whole, *cut = term.needles
    for column, more in (("title_tokens", IN_TITLE), ("text_tokens", 0)):
        for needle, worth in ((whole, WHOLE), *((needle, CUT) for needle in cut)):
            whens.append(f"WHEN {place}(p.{column}, %s) > 0 THEN {HELD + worth + more}")
            values.append(needle)
    return whens, values


def fill_in(rows: list[Row]) -> list[Row]:
    """The rows with today's reference values where texts name them. One query where any does."""
    if not any(KEY.search(row.title) or KEY.search(row.text) for row in rows):
        return rows
    figures = values_on(timezone.localdate())
    return [
        row._replace(title=filled(row.title, figures), text=filled(row.text, figures))
        for row in rows
    ]


def address(code: str, language: str) -> str:
    """The page of an SOP in a language: /lo/sops/reg-01/."""
    return _pattern(language).replace("xx-00", code.lower())


@lru_cache(maxsize=4)
def _pattern(language: str) -> str:
    with translation.override(language):
        return reverse("sop_pages:sop", args=["xx-00"])
