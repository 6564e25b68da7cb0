"""Where the two engines differ: how new data take the place of old, and where ids go on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import connection, transaction

from sop_site import database_file

from .form import Refused
from .tables import Table

IN_USE = "The database is in use; stop the server and what else uses it first."
# A file that nobody waits for: it is brought to the disk once, at the end.
BUILDING = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"


def holds_data() -> bool:
    """Whether somebody has worked with this database: people are the sign of it."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with connection.cursor() as cursor:
        if "officers_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM officers_user LIMIT 1")
        return cursor.fetchone() is not None


@contextmanager
def empty_place() -> Iterator[None]:
    """Within, the default connection leads to an empty database.

    What is made there takes the place of the old data when all went well; else the old data stay
    as they were. Raises Refused when somebody else is at work in them.
    """
    place = _schema if connection.vendor == "postgresql" else _file
    with place():
        yield


@contextmanager
def _schema() -> Iterator[None]:
    """One transaction: tables of the old data go and the new ones come, or neither."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            _drop_all(cursor)
        yield


def _drop_all(cursor) -> None:
    """The database is Khumue's alone: all tables and functions in its schema are dropped."""
    quote = connection.ops.quote_name
    if tables := connection.introspection.table_names(cursor):
        cursor.execute(f"DROP TABLE {', '.join(map(quote, tables))} CASCADE")
    cursor.execute(
        "SELECT p.oid::regprocedure FROM pg_proc p"
        " WHERE p.pronamespace = current_schema::regnamespace AND NOT EXISTS"
        " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {function} CASCADE")


@contextmanager
def _file() -> Iterator[None]:
    """A new file beside the old one, which it replaces at the end."""
    path = Path(connection.settings_dict["NAME"])
    building = path.with_name(path.name + ".restoring")
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    with _alone(path):
        building.unlink(missing_ok=True)
        connection.settings_dict["NAME"] = building
        connection.settings_dict["OPTIONS"] = {
            **options,
            "create": True,
            "init_command": BUILDING,
        }
        try:
            yield
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
            connection.close()
            _replace(building, path)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = path
            connection.settings_dict["OPTIONS"] = options
            for left in path.parent.glob(building.name + "*"):
                left.unlink(missing_ok=True)
        database_file.mark_of(path).touch()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else reads or writes the old file until the end. Raises Refused.

    Leaving the WAL mode asks for exactly that, and takes `-wal` and `-shm` away: they must not
    be found beside the new file.
    """
    if not path.exists():
        _remove_wal(path)
        yield
        return
    with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE")
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Refused(IN_USE) from None
            raise
        except sqlite3.DatabaseError:
            _remove_wal(path)  # a ruin: it is the reason for the restore
        yield


def _remove_wal(path: Path) -> None:
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _replace(new: Path, old: Path) -> None:
    """Survives a power cut: either file is whole."""
    mode = old.stat().st_mode & 0o777 if old.exists() else 0o640
    os.chmod(new, mode)
    for path in (new, new.parent):
        handle = os.open(path, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)
    new.replace(old)


def settle() -> None:
    """Ends what a commit would end: rows that point nowhere are found, ALTER TABLE goes on.

    Raises IntegrityError.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    else:
        connection.check_constraints()


def sequences(tables: list[Table]) -> dict[str, int]:
    """{table: the last id given out}: ids of what was deleted are not given again, since the audit
    log still names them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = {table.name for table in tables}
            return {name: seq for name, seq in cursor.fetchall() if name in known}
        found = {}
        for name, sequence in _serials(cursor, tables).items():
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")
            if row := cursor.fetchone():
                found[name] = row[0]
        return found


def _serials(cursor, tables: list[Table]) -> dict[str, str]:
    """{table: its sequence} on PostgreSQL."""
    found = {}
    for table in tables:
        column = table.rows.model._meta.pk.column
        quoted = connection.ops.quote_name(table.name)
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, column])
        if sequence := cursor.fetchone()[0]:
            found[table.name] = sequence
    return found


def set_sequences(tables: list[Table], last: dict[str, int]) -> None:
    """New rows get ids beyond all that were ever given out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_sequence")
            there = {row[0] for row in cursor.fetchall()}
            for name, seq in last.items():
                sql = "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s"
                if name not in there:
                    sql = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
                cursor.execute(sql, [seq, name])
            return
        by_name = {table.name: table for table in tables}
        for name, sequence in _serials(cursor, tables).items():
            column = connection.ops.quote_name(by_name[name].rows.model._meta.pk.column)
            table = connection.ops.quote_name(name)
            cursor.execute(f"SELECT max({column}) FROM {table}")
            if highest := max(cursor.fetchone()[0] or 0, last.get(name, 0)):
                cursor.execute("SELECT setval(%s, %s)", [sequence, highest])
