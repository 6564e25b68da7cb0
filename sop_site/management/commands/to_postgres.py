import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

from sop_site.archive.command import ArchiveCommand
from sop_site.archive.form import Refused

URL = "postgres://user:password@host:port/name"


class Command(ArchiveCommand):
    help = (
        "Takes all data from the SQLite database in var/ to an empty PostgreSQL database. "
        "Nobody can write meanwhile; the SQLite database stays as it is."
    )
    untouched = "The PostgreSQL database is as it was."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "url", nargs="?", metavar="DATABASE_URL", help=f"{URL}; else from the environment"
        )

    def deed(self, url, **options):
        target = url or os.environ.get("DATABASE_URL", "").strip()
        if not target.startswith(("postgres://", "postgresql://")):
            raise Refused(f"Name the database to move to, as {URL}.")
        archive = settings.VAR_DIR / f"moving.{os.getpid()}.zip"
        with nobody_writes(settings.VAR_DIR / "khumue.sqlite3"):
            try:
                self._run("", "backup", str(archive), "--without-media", "--yes")
                told = self._run(target, "restore", str(archive), "--move")
            finally:
                archive.unlink(missing_ok=True)
        self.say(
            f"Moved and compared: {told['rows']} rows of {told['tables']} tables. Uploads stay "
            "where they are. Set DATABASE_URL and start the server; what is written to the SQLite "
            "database from now on does not come along."
        )
        return {name: told[name] for name in ("rows", "tables", "made_at")}

    def _run(self, database: str, *words: str) -> dict:
        """Runs a command of ours on a database; its words go on to our stderr. Raises Refused."""
        process = subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", *words, "--json"],
            env={**os.environ, "DATABASE_URL": database},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            said, complaint = process.communicate()
        except BaseException:
            process.send_signal(signal.SIGTERM)
            process.communicate()
            raise
        try:
            told = json.loads(said)
        except ValueError:
            raise Refused(complaint.strip().splitlines()[-1] if complaint else "") from None
        if "error" in told:
            raise Refused(told["error"])
        return told


@contextmanager
def nobody_writes(path: Path) -> Iterator[None]:
    """Holds the write lock, so that nothing is written between the copy and the end."""
    if not path.exists():
        raise Refused(f"There is no SQLite database {path}.")
    with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=10)) as database:
        database.isolation_level = None
        try:
            database.execute("PRAGMA journal_mode=WAL")  # else readers would have to wait as well
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise Refused(f"The SQLite database can't be held still: {error}.") from None
        yield
