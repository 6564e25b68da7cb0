"""The file: a zip with `khumue.json`, `rows/<table>.jsonl` and `media/<name>`.

`khumue.json` is written last and names every other entry with its hash: a file that is torn or
spoilt is known for it before anything is touched.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

FORMAT = "khumue-backup"
NUMBER = 1
CONTENTS = "khumue.json"
MOST_CONTENTS = 64 * 1024 * 1024
A_PIECE = 1024 * 1024


class Refused(Exception):
    """What can't be done, in a sentence for the operator; nothing was changed."""


class Writer:
    """Adds entries to a new archive; `close` writes the contents. Used in a `with`."""

    def __init__(self, file: BinaryIO):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._hashes: dict[str, str] = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        # Of what broke off nothing is kept; else it would be ended later, in a closed file.
        with suppress(OSError, ValueError):
            self._zip.close()

    @contextmanager
    def entry(self, name: str, *, packed: bool = True) -> Iterator["Hashing"]:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as stream:
            hashing = Hashing(stream)
            yield hashing
        self._hashes[name] = hashing.value

    def close(self, contents: dict) -> None:
        whole = {"format": FORMAT, "number": NUMBER, **contents, "entries": self._hashes}
        self._zip.writestr(CONTENTS, json.dumps(whole, ensure_ascii=False, indent=1))
        self._zip.close()


class Hashing:
    """Writes on and hashes what was written."""

    def __init__(self, stream):
        self._stream, self._hash = stream, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._stream.write(data)

    @property
    def value(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only once it is whole, readable by its owner alone.

    Whatever happens in between, what lay there before stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Archive:
    """An archive that was looked through: each entry is there and is what it was.

    `contents` is {version, made_at, engine, migrations: [[app, name]], tables: {label: {columns,
    rows, digest}}, with_media, media: [name],
    sequences: {table: last id}}.
    """

    def __init__(self, path: Path):
        """Raises Refused."""
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise Refused(f"There is no file {path}.") from None
        except OSError as error:
            raise Refused(f"{path} can't be read: {error.strerror}.") from None
        except zipfile.BadZipFile:
            raise Refused(_what_it_is(path)) from None
        try:
            self.contents = self._contents()
            self._look_through()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self) -> None:
        self._zip.close()

    def _contents(self) -> dict:
        try:
            if self._zip.getinfo(CONTENTS).file_size > MOST_CONTENTS:
                raise ValueError
            found = json.loads(self._zip.read(CONTENTS))
            if found["format"] != FORMAT or type(found["number"]) is not int:
                raise ValueError
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile, NotImplementedError):
            raise Refused(f"{self.path} is no backup of Khumue.") from None
        if found["number"] > NUMBER:
            raise Refused(f"{self.path} was made by a later version of Khumue; upgrade first.")
        return found

    def _look_through(self) -> None:
        """Raises Refused when an entry is missing, added or other than it was."""
        spoilt = Refused(f"{self.path} is spoilt: not all in it is as it was written.")
        try:
            wanted = self.contents["entries"]
            names = self._zip.namelist()
            if sorted(names) != sorted([*wanted, CONTENTS]) or not all(map(is_safe, names)):
                raise spoilt
            for name, sha256 in wanted.items():
                if self._hash_of(name) != sha256:
                    raise spoilt
        except (KeyError, TypeError, AttributeError, ValueError):
            raise spoilt from None
        except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, NotImplementedError):
            raise spoilt from None

    def _hash_of(self, name: str) -> str:
        with self._zip.open(name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def open(self, name: str) -> BinaryIO:
        return self._zip.open(name)

    def sha256_of(self, name: str) -> str:
        return self.contents["entries"][name]

    def rows(self, label: str) -> Iterator[list]:
        with self._zip.open(f"rows/{label}.jsonl") as stream:
            for line in stream:
                yield json.loads(line.decode("utf-8", "surrogatepass"))


def is_safe(name: str) -> bool:
    """Whether a name stays within the folder that it is unpacked into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not {"\\", "\0"} & set(name)


def _what_it_is(path: Path) -> str:
    """A sentence on a file that is no whole zip."""
    with path.open("rb") as file:
        ours = file.read(2) == b"PK"
    return f"{path} is torn: its end is missing." if ours else f"{path} is no backup of Khumue."
