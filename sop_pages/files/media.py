"""Files that an SOP file names beside its text: pictures, recordings, downloads, forms."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha1
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..content import Document
from ..models import Recording
from ..uploads import PictureField, check_document

SUFFIXES = {
    "picture": (".jpg", ".jpeg", ".png", ".webp"),
    "audio": (".mp3", ".ogg", ".opus", ".m4a"),
    "download": (".pdf", ".docx", ".xlsx"),
}

Load = Callable[[str, str], tuple[str, bytes]]  # (kind, name) → (digest, bytes)


class BadFile(Exception):
    """A file that can't be taken; the message says why."""


def find(folder: Path, name: str, kind: str) -> tuple[str, bytes]:
    """(SHA-1, bytes) of a file beside the SOP file. Raises BadFile."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadFile(_("“%(name)s” lies outside the SOP file's folder.") % {"name": name})
    if not path.is_file():
        raise BadFile(_("The file “%(name)s” is not there.") % {"name": name})
    if path.suffix.lower() not in SUFFIXES[kind]:
        raise BadFile(
            _("“%(name)s” is of a kind that is not taken; taken are %(kinds)s.")
            % {"name": name, "kinds": ", ".join(SUFFIXES[kind])}
        )
    if path.stat().st_size > settings.LIMITS["document_bytes"]:
        raise BadFile(_("“%(name)s” is larger than 20 MB.") % {"name": name})
    data = path.read_bytes()
    _check(kind, path.name, data)
    return sha1(data, usedforsecurity=False).hexdigest(), data


def _check(kind: str, name: str, data: bytes) -> None:
    upload = ContentFile(data, name=name)
    try:
        if kind == "picture":
            PictureField().clean(upload)
        elif kind == "audio":
            for check in Recording._meta.get_field("file").validators:
                check(upload)
        else:
            check_document(upload)
    except ValidationError as error:
        raise BadFile(f"{name}: {' '.join(error.messages)}") from error


def digests(document: Document, folder: Path, say) -> Document:
    """The Document with the digest of each file that it names; say(file name, sentence) if bad."""

    def with_digest(kind: str, passage):
        if not passage.file:
            return passage
        try:
            return replace(passage, digest=find(folder, passage.file, kind)[0])
        except BadFile as error:
            say(passage.file, str(error))
            return passage

    steps = tuple(
        replace(step, parts=tuple(with_digest(part.kind, part) for part in step.parts))
        for step in document.steps
    )
    forms = tuple(with_digest("download", form) for form in document.forms)
    return replace(document, steps=steps, forms=forms)


@contextmanager
def taken_back(*, unless: bool) -> Iterator[list]:
    """Gives a list for `store`; its files are deleted at the end, and after a failure always."""
    made: list = []
    kept = False
    try:
        yield made
        kept = unless
    finally:
        for row in [] if kept else made:
            row.file.storage.delete(row.file.name)


def store(document: Document, folder: Path, made: list) -> Document:
    """Stores each named file that the handbook doesn't hold yet, and fills in `pk`.

    The rows that are new are added to `made`.
    """

    def stored(kind: str, passage):
        if not passage.file:
            return passage
        return replace(passage, pk=_stored(kind, passage, folder, made).pk)

    steps = tuple(
        replace(step, parts=tuple(stored(part.kind, part) for part in step.parts))
        for step in document.steps
    )
    return replace(
        document, steps=steps, forms=tuple(stored("download", form) for form in document.forms)
    )


def _stored(kind: str, passage, folder: Path, made: list):
    model = {"picture": get_image_model(), "audio": Recording}.get(kind, get_document_model())
    same = model.objects.filter(file_hash=passage.digest).order_by("pk").first()
    if same:
        return same
    digest, data = find(folder, passage.file, kind)
    name = Path(passage.file).name
    row = model(title=(passage.text or name)[:150], file=ContentFile(data, name=name))
    if hasattr(row, "file_size"):
        row.file_size, row.file_hash = len(data), digest
    row.save()
    made.append(row)
    return row


def copy_out(document: Document, folder: Path) -> list[str]:
    """Writes the files that a Document names beside its text. Returns their names."""
    models = {"picture": get_image_model(), "audio": Recording}
    named = [part for step in document.steps for part in step.parts if part.pk]
    named += [form for form in document.forms if form.pk]
    for passage in named:
        model = models.get(getattr(passage, "kind", ""), get_document_model())
        with model.objects.get(pk=passage.pk).file.open("rb") as source:
            (folder / passage.file).write_bytes(source.read())
    return [passage.file for passage in named]
