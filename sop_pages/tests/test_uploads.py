"""What authors upload in the CMS: only what it says it is, within bounds; refused in words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from sop_pages.files.importing import import_files
from sop_pages.tests.conftest import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handbook")]
BY_SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((200, 100), 50).convert("RGB").save(made, kind)
    return made.getvalue()


def archive(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, "x")
    return made.getvalue()


def sent(client, what: str, name: str, content: bytes) -> dict:
    """The answer of the page on which files are dropped."""
    files = [SimpleUploadedFile(name, content)]
    fields = {"title": "T", "collection": "1", "files[]": files}
    return client.post(f"/cms/{what}/multiple/add/", fields, **BY_SCRIPT).json()


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_picture_is_taken(as_, trainer, name, kind):
    assert sent(as_(trainer), "images", name, picture(kind))["success"] is True
    assert get_image_model().objects.get().width == 200


BAD_PICTURES = {
    "cut.jpg": picture("JPEG")[:1500],
    "cut.png": picture("PNG")[:1500],
    "page.jpg": b"<html><script>1</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "big.jpg": picture("JPEG") + b"a" * 10 * 1024 * 1024,
    "huge.jpg": picture("JPEG") + bytes(40 * 1024 * 1024),
    "other.jpg": picture("PNG"),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
@pytest.mark.parametrize("language", ["lo", "en"])
def test_bad_picture_is_refused_in_words(as_, trainer, speaks, name, language):
    speaks(trainer, language)

    said = sent(as_(trainer), "images", name, BAD_PICTURES[name])

    assert said["success"] is False
    assert ("ຮູບ" in said["error_message"]) is (language == "lo")
    assert not get_image_model().objects.exists()


def test_bad_picture_keeps_what_was_typed(as_, trainer):
    upload = SimpleUploadedFile("cut.jpg", BAD_PICTURES["cut.jpg"])
    fields = {"title": "ຮູບປະທັບ", "collection": "1", "file": upload, "description": "ກາ"}

    answer = as_(trainer).post("/cms/images/add/", fields)

    assert (answer.status_code, "ຮູບປະທັບ" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 x"),
        ("a.docx", archive("word/document.xml")),
        ("a.xlsx", archive("xl/workbook.xml")),
    ],
)
def test_document_is_taken(as_, trainer, name, content):
    assert sent(as_(trainer), "documents", name, content)["success"] is True


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.pdf", b"<html>", "“page.pdf” is not what its name says."),
        ("tool.pdf", b"MZ" + b"\0" * 90, "“tool.pdf” is not what its name says."),
        ("sheet.docx", archive("xl/workbook.xml"), "“sheet.docx” is not what its name says."),
        ("half.xlsx", archive("xl/a")[:30], "“half.xlsx” is not what its name says."),
        ("big.pdf", b"%PDF-" + b"a" * 20 * 1024 * 1024, "The file is too big: at most 20 MB."),
    ],
    ids=["html", "program", "sheet", "half", "big"],
)
def test_bad_document_is_refused_in_words(as_, trainer, speaks, name, content, words):
    speaks(trainer, "en")

    said = sent(as_(trainer), "documents", name, content)

    assert (said["success"], said["error_message"]) == (False, words)
    assert not get_document_model().objects.exists()


def test_cut_picture_beside_a_file_is_refused_by_line(write_file, tmp_path):
    (tmp_path / "stamp.png").write_bytes(BAD_PICTURES["cut.png"])
    text = TEXT["en"].replace("> [!warning]", "![Stamp](stamp.png)\n\n> [!warning]")

    [outcome] = import_files([write_file("en", text)])

    assert [(fault.line, outcome.state) for fault in outcome.faults] == [(19, "refused")]
