"""What has been brought up to date, and from what: kept in var/prepared.json."""

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from .demo_password import demo_password

SECONDS_BETWEEN_LINES = 5


def _file() -> Path:
    return settings.VAR_DIR / "prepared.json"


def _read() -> dict[str, str]:
    try:
        return json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def state_of(name: str) -> str:
    return _read().get(name, "")


def remember(name: str, state: str) -> None:
    _file().write_text(json.dumps({**_read(), name: state}), encoding="utf-8")


def migrations_waiting() -> int:
    """How many migrations are not applied; all of them where there is no database yet."""
    try:
        executor = MigrationExecutor(connection)
    except Error:
        executor = MigrationExecutor(None)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_files() -> list[tuple[str, Path]]:
    """Each static file as (its name, its place)."""
    found = {}
    for finder in get_finders():
        for path, storage in finder.list([]):
            name = f"{getattr(storage, 'prefix', None) or ''}/{path}".strip("/")
            found.setdefault(name, Path(storage.path(path)))
    return sorted(found.items())


def static_state() -> str:
    state = hashlib.sha256()
    for name, path in static_files():
        stat = path.stat()
        state.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return f"{state.hexdigest()} {manifest.exists()}"


def content_state() -> str:
    """Changes with the data, the loaders and the demonstration people's password."""
    state = hashlib.sha256(demo_password().encode())
    for path in sorted((settings.BASE_DIR / "content").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            state.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return state.hexdigest()


def collect_static(progress: Callable[[int, int], None]) -> None:
    """collectstatic, which compresses each file; says every few seconds how far it is."""
    total = len(static_files())
    finished = threading.Event()

    def watch():
        while not finished.wait(SECONDS_BETWEEN_LINES):
            made = sum(1 for _ in settings.STATIC_ROOT.rglob("*.gz"))
            progress(min(made, total), total)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    finally:
        finished.set()
        watcher.join()
