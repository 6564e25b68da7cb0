"""Wagtail's search in Lao; WAGTAILSEARCH_BACKENDS names "sop_site.lao.search" as its BACKEND.

Wraps whichever database backend modelsearch picks (SQLite's FTS5, PostgreSQL's tsvector). What is
indexed and what is asked for both pass through here, so every indexed model and each of the CMS's
own search boxes find Lao words.
"""

import copy
import re

from modelsearch.backends import database
from modelsearch.backends.base import EmptySearchResults
from modelsearch.index import AutocompleteField
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from .text import clusters, encode, syllables

NO_WORD = re.compile(r"[^\w\s,]|_")  # quotes, brackets, NUL: the engines' own syntax
COMMAS = re.compile(r"(?<!\w),|,(?!\w)")


def encode_query(text: str, joiner: str, cut) -> str:
    """What was typed, as tokens and words only: nothing in it is syntax to an engine."""
    return " ".join(COMMAS.sub(" ", NO_WORD.sub(" ", encode(text, joiner, cut))).split())


def to_query(query, cut=syllables):
    """The same query with its Lao as tokens; a run of Lao stays together as a phrase."""
    if isinstance(query, str):
        return encode_query(query, ",", cut)
    if isinstance(query, PlainText):
        return PlainText(encode_query(query.query_string, ",", cut), operator=query.operator)
    if isinstance(query, Fuzzy):
        return PlainText(encode_query(query.query_string, ",", cut), operator="and")
    if isinstance(query, Phrase):
        return Phrase(encode_query(query.query_string, " ", cut))
    if isinstance(query, And | Or):
        return type(query)([to_query(part, cut) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(to_query(query.subquery, cut))
    if isinstance(query, Boost):
        return Boost(to_query(query.subquery, cut), query.boost)
    return query


def encode_value(value, cut):
    """A field's value with all its texts encoded."""
    if isinstance(value, str):
        return encode(value, " ", cut)
    if isinstance(value, list | tuple):
        return [encode_value(part, cut) for part in value]
    if isinstance(value, dict):
        return {name: encode_value(part, cut) for name, part in value.items()}
    return value


def encoded_field(field):
    """A copy of a search field whose values are encoded.

    Fields for completion are cut into clusters, so that a half-typed syllable still matches.
    """
    field_copy = copy.copy(field)
    if hasattr(field, "fields"):  # RelatedFields
        field_copy.fields = [encoded_field(part) for part in field.fields]
        return field_copy
    cut = clusters if isinstance(field, AutocompleteField) else syllables
    field_copy.get_value = lambda obj: encode_value(field.get_value(obj), cut)
    return field_copy


class LaoIndexMixin:
    """Encodes what is written into the index."""

    def add_items(self, model, objs):
        objs = list(objs)
        for obj in objs:
            fields = [encoded_field(field) for field in obj.get_search_fields()]
            obj.get_search_fields = lambda fields=fields: fields
        try:
            super().add_items(model, objs)
        finally:
            for obj in objs:
                del obj.get_search_fields

    def add_item(self, obj):
        self.add_items(obj._meta.model, [obj])


class RankedOnceMixin:
    """Results of SQLite's search, ranked in one pass.

    The original asks the full-text index again for each row that it ranks, so its cost grows with
    the square of the matches. Here one query brings all matches with their rank, the second those
    that the queryset allows, the third the rows of this page.
    """

    def _do_search(self):
        compiler = self.query_compiler
        if not compiler.order_by_relevance or compiler.is_unranked():
            return super()._do_search()
        ranks = dict(compiler.matches(self.backend))  # the lower the better
        allowed = self._unranked().order_by("-pk").values_list("pk", flat=True)
        page = sorted(allowed, key=lambda pk: ranks[str(pk)])[self.start : self.stop]
        found = compiler.queryset.order_by().in_bulk(page)
        return [self._scored(found[pk], ranks[str(pk)]) for pk in page if pk in found]

    def _scored(self, obj, rank):
        if self._score_field:
            setattr(obj, self._score_field, rank)
        return obj

    def _unranked(self):
        compiler = copy.copy(self.query_compiler)
        compiler.order_by_relevance = False
        return compiler.search(compiler.get_config(self.backend), None, None)

    def _do_count(self):
        total = self._unranked().order_by().count()
        end = total if self.stop is None else min(total, self.stop)
        return max(end - self.start, 0)

    def facet(self, field_name):
        ranked, self.query_compiler = self.query_compiler, copy.copy(self.query_compiler)
        self.query_compiler.order_by_relevance = False
        try:
            return super().facet(field_name)
        finally:
            self.query_compiler = ranked


def _sqlite_compiler(base):
    from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
    from modelsearch.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry
    from modelsearch.utils import get_descendants_content_types_pks

    class Compiler(base):
        def is_unranked(self) -> bool:
            return isinstance(normalize(self.query), MatchAll | Not)

        def matches(self, backend):
            """(object id, rank) of every match, from one pass over the full-text index."""
            config = self.get_config(backend)
            query = self.build_search_query(normalize(self.query), config=config)
            types = get_descendants_content_types_pks(self.queryset.model)
            return (
                SQLiteFTSIndexEntry.objects.filter(
                    MatchExpression(self.fields or self.FTS_TABLE_FIELDS, query)
                )
                .filter(index_entry__content_type__in=types)
                .annotate(score=self._build_rank_expression(self.get_search_vectors(), config))
                .values_list("index_entry__object_id", "score")
            )

    return Compiler


def SearchBackend(params):
    """The backend for the database in use, made to read Lao; modelsearch asks for this name."""
    original = database.SearchBackend(params)
    base = type(original)
    ranks_twice = base.__name__ == "SQLiteSearchBackend"

    class Backend(base):
        index_class = type("LaoIndex", (LaoIndexMixin, base.index_class), {})
        if ranks_twice:
            results_class = type("LaoResults", (RankedOnceMixin, base.results_class), {})
            query_compiler_class = _sqlite_compiler(base.query_compiler_class)
            autocomplete_query_compiler_class = _sqlite_compiler(
                base.autocomplete_query_compiler_class
            )

        def _search(self, compiler_class, query, model_or_queryset, **options):
            half_typed = compiler_class is self.autocomplete_query_compiler_class
            query = to_query(query, clusters if half_typed else syllables)
            if getattr(query, "query_string", query) == "":
                return EmptySearchResults()
            return super()._search(compiler_class, query, model_or_queryset, **options)

    return Backend(params)
