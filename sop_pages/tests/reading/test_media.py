"""Which uploads anyone may fetch."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@pytest.fixture
def stored(settings, tmp_path):
    """Stores a file under a name and gives its address."""
    settings.MEDIA_ROOT = tmp_path

    def put(name):
        return f"/media/{default_storage.save(name, ContentFile(b'bytes'))}"

    return put


@pytest.mark.parametrize("name", ["images/a.webp", "recordings/a.mp3"])
def test_picture_and_recording_are_served(client, stored, name):
    response = client.get(stored(name))

    assert b"".join(response.streaming_content) == b"bytes"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["reports/photo.jpg", "documents/a.pdf", "original_images/a.jpg", "a.jpg"]
)
def test_other_uploads_are_not(client, stored, name):
    assert client.get(stored(name)).status_code == 404


@pytest.mark.parametrize(
    "path", ["images/", "images/none.webp", "images/../reports/a.jpg", "images/%00", "../x"]
)
def test_what_is_not_there_is_not_found(client, stored, path):
    stored("reports/a.jpg")

    assert client.get(f"/media/{path}").status_code == 404
