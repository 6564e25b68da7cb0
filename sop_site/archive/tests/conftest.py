"""One site through its life: used, backed up, restored, moved to PostgreSQL, restored there.

Each fixture is a station and builds on the one before; a test looks at where it stands. Minutes.
"""

import io
import json
import os
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.conf import settings
from PIL import Image

from sop_site.offline.tests.site import PASSWORD, Site

from .handset import Handset

BIN = settings.BASE_DIR / "bin"
SERVER = os.environ.get("KHUMUE_TEST_POSTGRESQL", "postgres://root@127.0.0.1:5432")


def photo(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(content, "JPEG")
    return content.getvalue()


@dataclass
class Life:
    """The site, a phone, and what was sent: {name: (item, result)}."""

    site: Site
    phone: Handset
    backup: Path
    sent: dict = field(default_factory=dict)
    epochs: list = field(default_factory=list)

    def send(self, name: str, item: dict, content: bytes = b"") -> None:
        (result,) = self.phone.send(item)
        if content:
            self.phone.send_file(item, content)
        self.sent[name] = (item, result)

    def again(self, name: str) -> dict:
        (result,) = self.phone.send(self.sent[name][0])
        return result

    def run(
        self, command: str, *words, expected: int = 0, **options
    ) -> subprocess.CompletedProcess:
        """A program of bin/, on this site's data."""
        done = subprocess.run(
            [BIN / command, *words],
            env=self.site.environment,
            capture_output=True,
            text=True,
            **{"stdin": subprocess.DEVNULL, **options},
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done

    def started(self) -> None:
        self.site.start()
        self.phone = Handset(self.site.address)
        self.phone.sign_in("keo0", PASSWORD)
        self.epochs.append(self.phone.session()["db_epoch"])

    def media(self) -> set[str]:
        folder = self.site.folder / "test-media"
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def manage(self, code: str) -> str:
        return self.site.manage("shell", "-v0", "-c", code).strip()


@pytest.fixture(scope="session")
def life():
    """A site in use: two reports with photos, one of them from before the backup."""
    folder = Path(mkdtemp(prefix="khumue"))
    site = Site(folder)
    site.prepare()
    found = Life(site, None, folder / "backup.zip")
    found.started()
    red = photo("red")
    found.send("before", found.phone.item("ກ່ອນການສຳຮອງ", red), red)
    yield found
    site.close()


@pytest.fixture(scope="session")
def backed_up(life):
    """A backup was made while a phone went on sending."""
    acknowledged, stop = [], threading.Event()

    def go_on():
        while not stop.is_set():
            item = life.phone.item(f"ລາຍງານ {len(acknowledged)}")
            acknowledged.append((item, life.phone.send(item)[0]))

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        life.told = json.loads(life.run("backup", life.backup, "--json").stdout)
    finally:
        stop.set()
        writer.join()
    life.meanwhile = acknowledged
    blue = photo("blue")
    life.send("after", life.phone.item("ຫຼັງການສຳຮອງ", blue), blue)
    life.photos = life.media()
    return life


@pytest.fixture(scope="session")
def stopped(backed_up):
    backed_up.site.stop()
    return backed_up


@pytest.fixture(scope="session")
def restored(stopped):
    life = stopped
    life.restored = json.loads(life.run("restore", life.backup, "--yes", "--json").stdout)
    life.started()
    return life


@pytest.fixture(scope="session")
def database():
    """An empty PostgreSQL database: its address."""
    import psycopg

    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        if os.environ.get("KHUMUE_TEST_SERVICES") == "required":
            raise
        pytest.skip("needs PostgreSQL at 127.0.0.1")
    name = f"khumue_moved_{os.getpid()}"
    server.execute(f"CREATE DATABASE {name}")
    yield f"{SERVER}/{name}"
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


@pytest.fixture(scope="session")
def moved(restored, database):
    life = restored
    life.send("between", life.phone.item("ກ່ອນການຍ້າຍ"))
    life.site.stop()
    life.moved = json.loads(life.run("to-postgres", database, "--json").stdout)
    life.site.environment["DATABASE_URL"] = database
    life.site.start()  # the phone goes on with the session that it has
    yield life
    if life.site.process.poll() is None:
        life.site.stop()


@pytest.fixture(scope="session")
def restored_there(moved):
    """On PostgreSQL: a backup while the site is used, a report more, the backup put back."""
    life = moved
    second = life.backup.with_name("second.zip")
    life.run("backup", second)
    life.send("late", life.phone.item("ຫຼັງສຸດ"))
    life.site.stop()
    life.run("restore", second, "--yes")
    life.started()
    return life


def killed_at(life: Life, words: str, *command, how: int = signal.SIGKILL) -> None:
    """Starts a program of bin/ and kills it when it says these words on stderr."""
    process = subprocess.Popen(
        [BIN / command[0], *command[1:]],
        env=life.site.environment,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    for line in process.stderr:
        if words in line:
            process.send_signal(how)
            break
    process.stderr.close()
    process.wait(60)


def small_files(most: int):
    """For preexec_fn: no file of this process may grow beyond, as on a full disk."""
    import resource

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit
