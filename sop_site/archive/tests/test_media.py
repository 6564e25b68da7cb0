"""Uploads on their way back: nothing that is there changes before the rows are committed."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sop_site.archive import media
from sop_site.archive.form import Archive, Writer, written_whole

FOLDER = "django.core.files.storage.FileSystemStorage"
BUCKET = "django.core.files.storage.InMemoryStorage"


@pytest.fixture(params=[FOLDER, BUCKET], ids=["folder", "bucket"])
def storage(request, settings, tmp_path):
    """The site's storage: a folder, or one that is none, as a bucket."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": request.param}}
    return request.param


def put(**files) -> None:
    for name, content in files.items():
        default_storage.delete(path_of(name))
        default_storage.save(path_of(name), ContentFile(content))


def path_of(name: str) -> str:
    return f"photos/{name}.jpg"


def there() -> dict[str, bytes]:
    found = {}
    for name in media.names():
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


@pytest.fixture
def archive(storage, tmp_path):
    """An archive of two uploads; since then one is other, one is gone, one is new."""
    path = tmp_path / "one.zip"
    put(one=b"1", two=b"2")
    with written_whole(path) as file, Writer(file) as writer:
        writer.close({"media": media.take(writer)})
    put(one=b"other", three=b"3")
    default_storage.delete(path_of("two"))
    with Archive(path) as found:
        yield found


def test_uploads_are_taken_with_their_hashes(archive):
    assert archive.contents["media"] == ["photos/one.jpg", "photos/two.jpg"]
    assert archive.sha256_of("media/photos/one.jpg") == hashlib.sha256(b"1").hexdigest()


def test_first_step_adds_and_changes_nothing(archive):
    media.Files(archive).add()

    assert there() == {path_of("one"): b"other", path_of("two"): b"2", path_of("three"): b"3"}


def test_first_step_can_be_taken_back(archive):
    before = there()
    files = media.Files(archive)
    files.add()

    files.take_back()

    assert there() == before


def test_last_step_leaves_what_the_archive_holds(archive, storage):
    files = media.Files(archive)
    files.add()

    removed = files.finish()

    kept = {path_of("one"): b"1", path_of("two"): b"2"}
    strange = {} if storage == FOLDER else {path_of("three"): b"3"}
    assert (there(), removed) == (kept | strange, 1 if storage == FOLDER else 0)


def test_storage_without_a_folder_holds_nothing(storage):
    assert list(media.names()) == []
