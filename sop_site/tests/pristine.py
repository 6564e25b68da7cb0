"""After a test that commits, puts the database back as migrations made it.

Django empties every table after a transactional test: the roles' groups, Wagtail's root page and
its locales would be gone for all that follow. Here the rows are kept before the first such test
and written back after each, on both engines:

- SQLite: the whole file by its backup API (search tables, triggers and all), some milliseconds.
- PostgreSQL: COPY out once, TRUNCATE and COPY in; triggers rest meanwhile (append-only logs).

So `@pytest.mark.django_db(transaction=True)`, `transactional_db` and `live_server` may be used
freely, without serialized_rollback. A run that is killed in the middle of such a test leaves its
rows behind: run once with --create-db then.
"""

import io
import sqlite3

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase

_kept: dict[str, object] = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's own, then a copy of what migrations made."""
    with django_db_blocker.unblock():
        for connection in connections.all():
            _kept[connection.alias] = _keep(connection)
            connection.close()
    TransactionTestCase._fixture_teardown = _restore_all
    return django_db_setup


def _restore_all(_test_case) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        connection.set_rollback(True)
    _restore(connection, _kept[connection.alias])


def _keep(connection):
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)
        return copy
    return {table: _copy_out(connection, table) for table in _tables(connection)}


def _restore(connection, kept) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        kept.backup(connection.connection)
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL session_replication_role = replica")
        names = ", ".join(connection.ops.quote_name(table) for table in kept)
        cursor.execute(f"TRUNCATE {names}")
        for table, rows in kept.items():
            _copy_in(connection, cursor, table, rows)
        cursor.execute("COMMIT")


def _tables(connection) -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _copy_out(connection, table: str) -> bytes:
    rows = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as copy,
    ):
        for block in copy:
            rows.write(block)
    return rows.getvalue()


def _copy_in(connection, cursor, table: str, rows: bytes) -> None:
    if rows:
        with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN") as copy:
            copy.write(rows)
