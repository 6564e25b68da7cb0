"""Uploads: taken out of and put into the storage of the settings, a folder or a bucket."""

import hashlib
from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from .form import A_PIECE, Archive, Writer

FOLDER = "media/"


def names(folder: str = "") -> Iterator[str]:
    """All files of the storage, by name."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from names(f"{folder}{name}/")


def take(writer: Writer) -> list[str]:
    """Adds all files to an archive; one that goes away meanwhile is left out."""
    taken = []
    for name in list(names()):
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            continue
        with file, writer.entry(FOLDER + name, packed=False) as entry:
            while piece := file.read(A_PIECE):
                entry.write(piece)
        taken.append(name)
    return taken


class Files:
    """The files of an archive on their way into the storage.

    First come those whose names are free (nothing that is there changes), then, once the rows are
    committed, those that differ; what the archive doesn't know is removed last. A bucket may be
    shared, so there nothing is removed.
    """

    def __init__(self, archive: Archive):
        self._archive = archive
        self._added: list[str] = []
        self._other: list[str] = []

    def add(self) -> None:
        """Adds those whose names are free."""
        for name in self._archive.contents["media"]:
            if not default_storage.exists(name):
                self._added.append(name)
                self._save(name)
            elif self._hash_of(name) != self._archive.sha256_of(FOLDER + name):
                self._other.append(name)

    def take_back(self) -> None:
        """Removes what `add` added."""
        for name in self._added:
            default_storage.delete(name)

    def finish(self) -> int:
        """Puts the rest in place. Returns how many files were removed."""
        for name in self._other:
            default_storage.delete(name)
            self._save(name)
        if not isinstance(default_storage, FileSystemStorage):
            return 0
        unknown = set(names()) - set(self._archive.contents["media"])
        for name in unknown:
            default_storage.delete(name)
        return len(unknown)

    def _save(self, name: str) -> None:
        with self._archive.open(FOLDER + name) as stream:
            default_storage.save(name, File(stream, name))

    def _hash_of(self, name: str) -> str:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
