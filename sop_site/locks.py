"""A lock that one process holds, by name; the others are told so at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.conf import settings
from django.db import connection


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Gives True to the one who got the lock, False to everyone else.

    PostgreSQL: an advisory lock, so that several machines agree. SQLite: a lock on a file in var/,
    which the system lets go when the process dies.
    """
    if connection.vendor == "postgresql":
        with _advisory(crc32(f"khumue.{name}".encode())) as got:
            yield got
    else:
        with _file(name) as got:
            yield got


@contextmanager
def _advisory(key: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        got = cursor.fetchone()[0]
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file(name: str) -> Iterator[bool]:
    with open(settings.VAR_DIR / f"{name}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
