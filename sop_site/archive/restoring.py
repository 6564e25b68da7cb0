"""Puts an archive in the place of what is there, whole or not at all."""

from collections.abc import Callable
from io import StringIO

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, OperationalError, connection, transaction

from sop_site import prepared
from sop_site.locks import only_one

from . import engines, signals, states
from .form import Archive, Refused
from .media import Files
from .states import Migration
from .tables import Table, digest_of, tables_of

Say = Callable[[str], None]


def restore(archive: Archive, say: Say, *, move: bool = False) -> dict:
    """Puts the data of an archive in place. Returns {made_at, tables, rows, files, removed_files}.

    After a restore nobody is signed in and a new epoch begins, so that phones offer again what
    they sent. A `move` is no step back: sessions, epoch and uploads stay as they are.
    Raises Refused; the old data are untouched then.
    """
    applied = known_migrations(archive)
    files = Files(archive)
    with_files = archive.contents["with_media"]
    with only_one("restore") as alone:
        if not alone:
            raise Refused("Another restore is running.")
        try:
            if with_files:
                files.add()
            with engines.empty_place():
                rows = _fill(archive, applied, say, move)
        except BaseException as error:
            files.take_back()
            if isinstance(error, OperationalError) and "lock timeout" in str(error):
                raise Refused(engines.IN_USE) from error
            raise
        removed = files.finish() if with_files else 0
    _render(say)
    prepared.remember("content", "")
    return {
        "made_at": archive.contents["made_at"],
        "tables": len(archive.contents["tables"]),
        "rows": rows,
        "files": len(archive.contents["media"]),
        "removed_files": removed,
    }


def refuse_what_is_there() -> None:
    """Raises Refused when a move would go over data, ours or another's."""
    tables = connection.introspection.table_names()
    if engines.holds_data():
        raise Refused("The database holds data already; a move needs an empty one.")
    if tables and "officers_user" not in tables:
        raise Refused(f"The database holds tables of something else ({min(tables)}).")


def known_migrations(archive: Archive) -> set[Migration]:
    """What had been applied where the archive was made. Raises Refused for a later version's."""
    applied = {tuple(key) for key in archive.contents["migrations"]}
    if later := states.later_than_ours(applied):
        raise Refused(
            f"{archive.path} was made by a later version of Khumue "
            f"({archive.contents['version']}, with {later}); upgrade first."
        )
    return applied


def _fill(archive: Archive, applied: set[Migration], say: Say, move: bool) -> int:
    """Makes the tables as they were, writes the rows, checks them, brings all up to date."""
    say("Making the tables")
    states.migrate_to(applied, _between)
    tables = tables_of(states.apps_after(applied))
    say(f"Writing {sum(told['rows'] for told in archive.contents['tables'].values())} rows")
    rows = _write(archive, tables)
    _bring_up_to_date(say)
    facts = {"made_at": archive.contents["made_at"], "rows": rows}
    if move:
        signals.data_moved.send(sender=None, facts={**facts, "from": archive.contents["engine"]})
    else:
        _end_sessions()
        signals.data_restored.send(sender=None, facts=facts)
    say("Making the search anew")
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", stdout=StringIO())
    return rows


def _write(archive: Archive, tables: list[Table]) -> int:
    """Writes all rows and reads them again. Raises Refused when they are not the same."""
    told = archive.contents["tables"]
    columns = {table.label: table.columns for table in tables}
    if columns != {label: about["columns"] for label, about in told.items()}:
        raise Refused(f"{archive.path} holds other tables than its version of Khumue has.")
    try:
        _write_rows(archive, tables)
    except IntegrityError as error:
        raise Refused(f"{archive.path} holds rows that don't fit together: {error}") from error
    for table in tables:
        found = digest_of(table)
        if (found.count, found.value) != (told[table.label]["rows"], told[table.label]["digest"]):
            raise Refused(f"The rows of {table.label} are not the same in this database.")
    return sum(about["rows"] for about in told.values())


def _write_rows(archive: Archive, tables: list[Table]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in tables:
                if table.rows.exists():  # what migrations wrote; triggers hold the logs, empty here
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
        for table in tables:
            table.put(archive.rows(table.label))
        engines.settle()
        engines.set_sequences(tables, archive.contents["sequences"])


def _bring_up_to_date(say: Say) -> None:
    if count := states.migrate_on(_between):
        say(f"{count} migrations since then")
        emit_post_migrate_signal(0, False, connection.alias)


def _render(say: Say) -> None:
    """Renders what the backup's version rendered otherwise.

    The data are in place by now, and on a new machine static files may not be: that is said, and
    undoes nothing.
    """
    try:
        call_command("render_sops", stdout=StringIO())
    except Exception as error:
        say(
            f"SOPs could not be rendered ({error}). "
            "Run `manage.py collectstatic --noinput`, then `manage.py render_sops`."
        )


def _between() -> None:
    """As a commit between two migrations would; the next one may change the table."""
    if connection.vendor == "postgresql":
        engines.settle()


def _end_sessions() -> None:
    """A session that was ended since then must not live again."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()
