"""A connection that lives through many requests must not outlive its file."""

import sqlite3

import pytest
from django.db.utils import OperationalError

from sop_site.sqlite3.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # the guard on databases lies on the engine's class


def filled(path, word):
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE words (word TEXT)")
        file.execute("INSERT INTO words VALUES (?)", [word])
    file.close()


@pytest.fixture
def connection(tmp_path, settings):
    filled(tmp_path / "a.sqlite3", "first")
    found = DatabaseWrapper(
        {
            **settings.DATABASES["default"],
            "NAME": tmp_path / "a.sqlite3",
            "OPTIONS": {},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "TIME_ZONE": None,
            "AUTOCOMMIT": True,
        }
    )
    yield found
    found.close()


def word(connection) -> str:
    connection.close_if_unusable_or_obsolete()  # what each request begins with
    with connection.cursor() as cursor:
        return cursor.execute("SELECT word FROM words").fetchone()[0]


def test_connection_is_kept_while_file_is_the_same(connection):
    word(connection)
    before = connection.connection

    assert word(connection) == "first"
    assert connection.connection is before


def test_connection_follows_file_put_in_its_place(connection, tmp_path):
    word(connection)
    filled(tmp_path / "b.sqlite3", "second")
    (tmp_path / "b.sqlite3").replace(tmp_path / "a.sqlite3")

    assert word(connection) == "second"


def test_connection_is_refused_when_file_is_gone(connection, tmp_path):
    word(connection)
    (tmp_path / "a.sqlite3").unlink()

    with pytest.raises(OperationalError, match="is missing"):
        word(connection)
    assert not (tmp_path / "a.sqlite3").exists()
