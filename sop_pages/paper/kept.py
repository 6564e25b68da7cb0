"""PDFs that were made, in var/pdf/; they may be deleted at any time and are made anew."""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from . import typesetting

MOST = 400  # files; about 100 kB each


def folder() -> Path:
    return Path(settings.VAR_DIR) / "pdf"


def key_of(data: dict, pictures: dict[str, bytes], template: Path = typesetting.TEMPLATE) -> str:
    """Names the PDF by all that it is made of: texts, values, pictures, template, fonts."""
    found = sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
    for name, content in pictures.items():
        found.update(name.encode() + sha256(content).digest())
    found.update(typesetting.form(template).encode())
    return found.hexdigest()[:40]


def find(key: str) -> bytes | None:
    path = folder() / f"{key}.pdf"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    with suppress(OSError):
        os.utime(path)  # the one that was asked for last is thrown away last
    return content


def name_of(language: str, code: str = "", number: str = "") -> str:
    """The plain name of a release's PDF, or of the handbook's."""
    return f"{code}-{number}-{language}" if code else f"Khumue-{language}"


def size_of(name: str) -> int:
    """Bytes of the PDF of this name as it was last made; 0 when it never was."""
    try:
        return int((folder() / f"{name}.bytes").read_text())
    except (OSError, ValueError):
        return 0


def make(
    key: str,
    data: dict,
    pictures: dict[str, bytes],
    *,
    name: str,
    template: Path = typesetting.TEMPLATE,
) -> bytes:
    """Sets the PDF and keeps it; its size is told under its name. Raises typesetting.Unmakeable
    and Busy."""
    content = typesetting.made(data, pictures, within=folder(), template=template)
    _put(f"{key}.pdf", content)
    _put(f"{name}.bytes", str(len(content)).encode())
    _forget()
    return content


def _put(name: str, content: bytes) -> None:
    fresh = folder() / f"{uuid4().hex}.tmp"
    fresh.write_bytes(content)
    fresh.replace(folder() / name)


def _forget() -> None:
    files = sorted(folder().glob("*.pdf"), key=lambda file: file.stat().st_mtime)
    for old in files[:-MOST]:
        old.unlink(missing_ok=True)
