"""Runs Typst on plain data: bounded in time, memory, room and number."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from django.conf import settings

HERE = Path(__file__).parent
TEMPLATE, SHARED, PRESS = HERE / "handbook.typ", HERE / "nodes.typ", HERE / "press.py"
FONTS = Path(settings.BASE_DIR) / "static" / "fonts" / "print"
SECONDS = 30
PATIENCE = 20  # seconds that a reader waits for the press

_press = BoundedSemaphore(1)  # a process sets one at a time: each takes a core


class Unmakeable(Exception):
    """Typst ended with an error, or took too long; says what it said."""


class Busy(Exception):
    """The press has had work for too long; ask again."""


def form(template: Path = TEMPLATE) -> str:
    """Names the template and the fonts: another form makes another PDF."""
    found = sha256()
    for path in (template, SHARED, *sorted(FONTS.glob("*.ttf"))):
        found.update(path.read_bytes())
    return found.hexdigest()


def made(
    data: dict, pictures: dict[str, bytes], *, within: Path, template: Path = TEMPLATE
) -> bytes:
    """The PDF of this data. `pictures` are files by the names that the data gives them; `within`
    is the folder in which the work is done. Raises Unmakeable and Busy.

    A template of another app reads data.json too, and may import nodes.typ."""
    if not _press.acquire(timeout=PATIENCE):
        raise Busy
    try:
        within.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=within) as folder:
            return _run(Path(folder), data, pictures, template)
    finally:
        _press.release()


def _run(folder: Path, data: dict, pictures: dict[str, bytes], template: Path) -> bytes:
    shutil.copy(template, folder / "main.typ")
    shutil.copy(SHARED, folder / SHARED.name)
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-I", PRESS, folder, FONTS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env={})
    except subprocess.TimeoutExpired as error:
        raise Unmakeable("It took too long.") from error
    if done.returncode:
        raise Unmakeable(done.stderr[-2000:] or f"It ended with {done.returncode}.")
    return (folder / "made.pdf").read_bytes()
