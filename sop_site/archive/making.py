"""Makes an archive of all data, while the site is used."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from . import engines, media, states
from .form import Refused, Writer, written_whole
from .tables import Digest, Table, tables_of

Say = Callable[[str], None]


def make(path: Path, say: Say, *, with_media: bool = True) -> dict:
    """Writes the archive. Returns {file, bytes, made_at, tables, rows, files}. Raises Refused.

    The rows are those of one moment; files are read after them, so that each row's file is there.
    """
    applied = states.applied()
    if later := states.later_than_ours(applied):
        raise Refused(f"The database is of a later version of Khumue (it has {later}).")
    contents = {
        "version": settings.VERSION,
        "made_at": timezone.now().isoformat(),
        "engine": connection.vendor,
        "migrations": sorted([list(key) for key in applied]),
    }
    tables = tables_of(states.apps_after(applied))
    with written_whole(path) as file, Writer(file) as writer:
        with one_moment():
            contents["sequences"] = engines.sequences(tables)
            contents["tables"] = {table.label: _take(table, writer) for table in tables}
        rows = sum(told["rows"] for told in contents["tables"].values())
        say(f"{rows} rows of {len(tables)} tables")
        contents["with_media"] = with_media
        contents["media"] = media.take(writer) if with_media else []
        say(f"{len(contents['media'])} files")
        writer.close(contents)
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "made_at": contents["made_at"],
        "tables": len(tables),
        "rows": rows,
        "files": len(contents["media"]),
    }


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is of one moment; nobody who writes has to wait."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Not atomic(): it takes the write lock first.
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _take(table: Table, writer: Writer) -> dict:
    digest = Digest()
    with writer.entry(f"rows/{table.label}.jsonl") as entry:
        for line in table.lines():
            digest.add(line)
            text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
            entry.write(text.encode("utf-8", "surrogatepass") + b"\n")
    return {"columns": table.columns, "rows": digest.count, "digest": digest.value}
