"""The SQLite file: made once, by the first migrate, and never silently again.

Beside `khumue.sqlite3` lies `khumue.sqlite3.made`, empty. Where it lies and the database doesn't,
the database was lost: a new and empty one would make phones believe that all is well.
"""

from pathlib import Path

from django.core.management.base import CommandError


def is_guarded(connection) -> bool:
    """Whether this is a file that must not be made anew; a test's database may."""
    name = str(connection.settings_dict["NAME"])
    free = connection.settings_dict["OPTIONS"].get("create", False)
    return connection.vendor == "sqlite" and not free and not name.startswith(("file:", ":"))


def mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".made")


def allow_first_creation(connection) -> None:
    """Lets this connection make its file when there never was one.

    Raises CommandError when the file was there once and is gone.
    """
    path = Path(connection.settings_dict["NAME"])
    if path.exists():
        return
    if mark_of(path).exists():
        raise CommandError(
            f"The database {path} is gone; it was there once. Put it back from a backup, or "
            f"remove {mark_of(path)} to begin with an empty one."
        )
    options = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {**options, "create": True}


def remember(connection) -> None:
    """Notes that the file exists; it is never made anew after this."""
    path = Path(connection.settings_dict["NAME"])
    connection.settings_dict["OPTIONS"].pop("create", None)
    mark_of(path).touch()
