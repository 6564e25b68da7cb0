"""The whole product as a process, with a database of its own: started, stopped, killed."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings

from .proxy import Proxy

PASSWORD = "correct horse battery"
PAIRS = 120
TRAINER = "mali"  # of the officers' province
MAKE_PEOPLE = """
from django.contrib.auth.models import Group
from sop_site.officers.models import District, User
for n in range({pairs}):
    for username, name in ((f"keo{{n}}", "ນາງ ແກ້ວ"), (f"somchai{{n}}", "ທ້າວ ສົມໃຈ")):
        person = User.objects.create_user(
            username, {password!r}, name=name, district=District.objects.first())
        person.groups.set(Group.objects.filter(name="officer"))
trainer = User.objects.create_user(
    {trainer!r}, {password!r}, name="ນາງ ມະລິ", district=District.objects.first())
trainer.groups.set(Group.objects.filter(name="trainer"))
"""


class Site:
    """`address` is the proxy's, before a server that listens elsewhere."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.process = None
        self.server_port = free_port()
        self.proxy = Proxy(self.server_port)
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}},
            "KHUMUE_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "sop_site.offline.tests.server_settings",
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.proxy.port}"

    def prepare(self) -> None:
        """A migrated database with the starting content and some officers."""
        self.manage("migrate", "--verbosity=0")
        self.manage("load_content")
        people = MAKE_PEOPLE.format(pairs=PAIRS, password=PASSWORD, trainer=TRAINER)
        self.manage("shell", "-v0", "-c", people)

    @property
    def database(self) -> Path:
        return self.folder / "khumue.sqlite3"

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = self._process(log)
        self._await_server()
        self.proxy.start()

    def _process(self, log) -> subprocess.Popen:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "sop_site.wsgi"),
                *("--bind", f"127.0.0.1:{self.server_port}", "--threads", "6"),
                *("--worker-class", "gthread", "--no-control-socket"),
            ],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def _await_server(self) -> None:
        for _ in range(240):
            try:
                url = f"http://127.0.0.1:{self.server_port}/api/session"
                urllib.request.urlopen(url, timeout=30).close()
                return
            except OSError:  # nobody there yet, or a killed worker that is not quite dead
                assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
                time.sleep(0.25)
        raise TimeoutError("The server did not start.")

    def stop(self, *, how: int = signal.SIGTERM) -> None:
        """Really: no process, nobody listening. With SIGKILL in the middle of whatever it did."""
        self.proxy.stop()
        os.killpg(self.process.pid, how)
        self.process.wait()

    def kill(self) -> None:
        """SIGKILL in the middle of whatever it does; the proxy stays, before nobody."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def is_dead(self) -> bool:
        return self.process.poll() is not None

    def revive(self) -> bool:
        """Starts the server again if it is dead; says whether it was."""
        if not self.is_dead():
            return False
        with (self.folder / "server.log").open("ab") as log:
            self.process = self._process(log)
        self._await_server()
        return True

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
        self.proxy.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def rows(self, question: str, *values) -> list[tuple]:
        """Asks the server's database, running or not."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def change(self, statement: str, *values) -> None:
        with closing(sqlite3.connect(self.database, timeout=10)) as database, database:
            database.execute(statement, values)

    def uid(self, username: str) -> str:
        question = "SELECT public_id FROM officers_user WHERE lower(username) = ?"
        return self.rows(question, username)[0][0]

    def sign_all_out(self) -> None:
        self.change("DELETE FROM django_session")

    def received(self, username: str) -> list[str]:
        """The texts of this person's reports that were taken, as often as they stand there."""
        found = self.rows(
            "SELECT json_extract(i.payload, '$.text') FROM offline_inboxitem i"
            " JOIN officers_user u ON u.id = i.owner_id WHERE lower(u.username) = ?"
            " AND i.state = 'handled' ORDER BY 1",
            username,
        )
        return [text for (text,) in found]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
