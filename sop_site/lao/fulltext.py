"""Full text over the rows of one table, the same on SQLite (FTS5) and PostgreSQL (tsvector, GIN).

Both engines are given tokens that this package made (ASCII words, see `text.token`), never prose:
neither knows where a Lao word ends. A query is a tree of Phrase, All and Any; its words are never
read as an engine's syntax.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class FullText:
    """The index of one table.

    `columns` are at most four, each with the weight of its words, the weightiest first. `table` is
    the table of a model with an integer `id`; the index is made and dropped by a migration.
    """

    table: str
    columns: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Phrase:
    """These words one after the other; with `prefix` the last may go on. In `columns` or in all."""

    words: tuple[str, ...]
    prefix: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class Any:
    parts: tuple


def create(index: FullText, schema_editor) -> None:
    """Makes the index, empty. For migrations."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {index.table} ADD COLUMN words tsvector")
        schema_editor.execute(
            f"CREATE INDEX {index.table}_words ON {index.table} USING gin (words)"
        )
        return
    columns = ", ".join(index.columns)
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {index.table}_words USING fts5("
        f"{columns}, tokenize = 'unicode61 remove_diacritics 0', prefix = '3 5')"
    )


def drop(index: FullText, schema_editor) -> None:
    """Takes the index away. For migrations."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {index.table} DROP COLUMN words")
    else:
        schema_editor.execute(f"DROP TABLE {index.table}_words")


def put(index: FullText, rows: Iterable[tuple[int, dict[str, str]]]) -> None:
    """Writes the words of rows: (id, {column: tokens with spaces between}). Replaces older ones."""
    rows = list(rows)
    if connection.vendor == "postgresql":
        values = [(_tsvector(index, words), pk) for pk, words in rows]
        sql = f"UPDATE {index.table} SET words = %s::tsvector WHERE id = %s"
    else:
        remove(index, [pk for pk, _words in rows])
        marks = ", ".join(["%s"] * (len(index.columns) + 1))
        values = [(pk, *(words.get(c, "") for c in index.columns)) for pk, words in rows]
        sql = (
            f"INSERT INTO {index.table}_words (rowid, {', '.join(index.columns)}) VALUES ({marks})"
        )
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def remove(index: FullText, ids: Iterable[int]) -> None:
    """Takes rows out of the index. On PostgreSQL their words go with the row itself."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {index.table}_words WHERE rowid = %s", [(pk,) for pk in ids]
            )


def clear(index: FullText) -> None:
    """Empties the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"UPDATE {index.table} SET words = NULL")
        else:
            cursor.execute(f"DELETE FROM {index.table}_words")


def best(index: FullText, query, *, joins="", where="", params=(), limit: int) -> list[int]:
    """The ids of the rows that match, best first.

    The rank is computed inside the one full-text query and the limit is applied there. `joins` and
    `where` are SQL of the caller's own about the table, named `d`, with `params` for its marks.
    """
    where = f"AND ({where})" if where else ""
    if connection.vendor == "postgresql":
        heaviest = max(index.weights)  # ts_rank takes weights up to 1, for D, C, B, A
        weights = [*(w / heaviest for w in index.weights), 0, 0, 0, 0][3::-1]
        sql = (
            f"SELECT d.id FROM {index.table} d {joins}, CAST(%s AS tsquery) query "
            f"WHERE d.words @@ query {where} "
            "ORDER BY ts_rank(%s::float4[], d.words, query, 1) DESC, d.id LIMIT %s"
        )
        values = [_tsquery(index, query), *params, weights, limit]
    else:
        weights = ", ".join(str(float(weight)) for weight in index.weights)
        sql = (
            f"SELECT d.id FROM {index.table}_words f JOIN {index.table} d ON d.id = f.rowid {joins}"
            f" WHERE f.{index.table}_words MATCH %s {where} "
            f"ORDER BY bm25({index.table}_words, {weights}), d.id LIMIT %s"
        )
        values = [_match(query), *params, limit]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _match(query) -> str:
    """The query in FTS5's syntax."""
    if isinstance(query, Phrase):
        columns = f"{{{' '.join(query.columns)}}} : " if query.columns else ""
        return f'{columns}"{" ".join(_words(query))}"' + (" *" if query.prefix else "")
    operator = " AND " if isinstance(query, All) else " OR "
    return "(" + operator.join(_match(part) for part in query.parts) + ")"


def _tsquery(index: FullText, query) -> str:
    """The query in tsquery's syntax; columns are the weights A to D."""
    if isinstance(query, Phrase):
        letters = "".join("ABCD"[index.columns.index(c)] for c in query.columns)
        words = [f"'{word}'" + (f":{letters}" if letters else "") for word in _words(query)]
        if query.prefix:
            words[-1] += "*" if letters else ":*"
        return "(" + " <-> ".join(words) + ")"
    operator = " & " if isinstance(query, All) else " | "
    return "(" + operator.join(_tsquery(index, part) for part in query.parts) + ")"


def _words(phrase: Phrase) -> list[str]:
    """The words of a phrase, each proven to be a word: they go into a query as text."""
    if not phrase.words or not all(WORD.fullmatch(word) for word in phrase.words):
        raise ValueError(f"{phrase.words!r} are not words.")
    return list(phrase.words)


def _tsvector(index: FullText, columns: dict[str, str]) -> str:
    """The tokens as a tsvector literal, each with its places and its column's weight."""
    places: dict[str, list[str]] = {}
    place = 0
    for letter, column in zip("ABCD", index.columns, strict=False):
        for word in WORD.findall(columns.get(column, "")):
            place += 1
            # tsvector knows 16,383 places; beyond it counting begins anew, so phrases still match
            places.setdefault(word, []).append(f"{(place - 1) % 16383 + 1}{letter}")
        place += 1  # a phrase doesn't run from one column into the next
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items())
