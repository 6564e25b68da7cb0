"""The documents that one reader gets in one language, and their packed form on the disk.

What is the same for all is rendered once for each state of its sources and lies in var/saved/;
the files may be deleted at any time and are made anew.
"""

import gzip
import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import brotli
from django.conf import settings
from django.http import HttpRequest

from ..protocol import PROTOCOL
from . import registry
from .documents import Document, short_hash, version_of
from .patterns import packed

KEPT = 6  # states a language that stay on the disk
QUICK = 10  # brotli's effort while a phone waits: an officer's own pages take 0.12 s, at 11 0.5 s
# What lies on the disk beside the documents: their bundle as "", "br", "gzip" want it.
BUNDLES = {"": ".packed", "br": ".packed.br", "gzip": ".packed.gz"}
_packing = threading.Lock()


@dataclass(frozen=True)
class DocumentSet:
    """All documents of a reader: those that all have, then own pages."""

    locale: str
    documents: tuple[Document, ...]

    @property
    def version(self) -> str:
        return version_of(self.documents)

    @property
    def is_personal(self) -> bool:
        return any(document.own for document in self.documents)

    def bundle(self) -> bytes:
        return as_bytes({"version": self.version, "docs": [d.as_json() for d in self.documents]})


def as_bytes(data: dict) -> bytes:
    text = json.dumps({"protocol": PROTOCOL, **data}, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def for_reader(locale: str, request: HttpRequest) -> DocumentSet:
    """What this reader may keep. A stranger gets what is the same for all.

    Where a person has a page of their own, the one that all have is kept as well: it is what stays
    on the phone after sign-out.
    """
    everybodys = for_everybody(locale)
    if not request.user.is_authenticated:
        return everybodys
    own = [
        document
        for registered in registry.personal()
        for document in registered.source(locale, request)
    ]
    return DocumentSet(locale, (*everybodys.documents, *own))


def for_everybody(locale: str) -> DocumentSet:
    return _set_of(locale, state_of(locale), str(folder()))


def state_of(locale: str) -> str:
    """Names the state that all shared sources are in."""
    return short_hash("|".join(found.stamp(locale) for found in registry.shared()))


def folder() -> Path:
    return Path(settings.VAR_DIR) / "saved"


@lru_cache(maxsize=4)
def _set_of(locale: str, state: str, where: str) -> DocumentSet:
    path = Path(where) / f"{locale}-{state}.json"
    if path.exists():
        docs = json.loads(path.read_bytes())["docs"]
        return DocumentSet(locale, tuple(_read(doc) for doc in docs))
    made = DocumentSet(
        locale,
        tuple(document for found in registry.shared() for document in found.source(locale, None)),
    )
    _keep(path, made.bundle())
    return made


def _read(doc: dict) -> Document:
    return Document(doc["u"], doc["locale"], doc["t"], doc["m"])


def _keep(path: Path, content: bytes) -> None:
    """Writes a file, and forgets old ones of its kind and language."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{uuid4().hex}.tmp")
    fresh.write_bytes(content)
    fresh.replace(path)
    language, ending = path.name.split("-")[0], "".join(path.suffixes)
    kind = path.parent.glob(f"{language}-*{ending}")
    same = [f for f in kind if "".join(f.suffixes) == ending]
    for old in sorted(same, key=lambda f: f.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def bundle_file(found: DocumentSet, encoding: str) -> Path:
    """Where the bundle of what is the same for all lies, packed for this encoding.

    It is made when it is first asked for: as small as it gets takes seconds, and who has most
    pages already never asks.
    """
    path = folder() / f"{found.locale}-{found.version}{BUNDLES[encoding]}"
    if not path.exists():
        with _packing:  # one does the work, the others of this process wait for it
            if not path.exists():
                _keep(path, _smallest(_shortened(found), encoding))
    return path


def _shortened(found: DocumentSet) -> bytes:
    patterns = [
        pattern for source in registry.shared() for pattern in source.patterns(found.locale)
    ]
    docs = [{**d.as_json(), "m": packed(d.m, patterns)} for d in found.documents]
    data = {"version": found.version, "patterns": [p.parts for p in patterns], "docs": docs}
    return as_bytes(data)


def _smallest(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(content, quality=11)
    return gzip.compress(content, mtime=0) if encoding == "gzip" else content


def pack(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(content, quality=QUICK)
    return gzip.compress(content, mtime=0) if encoding == "gzip" else content
