import io

import pytest
from django.utils import translation
from PIL import Image

from feedback import photos
from sop_site.offline.inbox import Rejected


def opened(content):
    return Image.open(io.BytesIO(content))


def test_photo_is_scaled_and_loses_its_notes(photo):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (17.0, 58.0, 0.0)}
    exif[0x010F] = "Maker"

    clean = photos.prepare(photo((4000, 3000), exif=exif))

    assert opened(clean).size == (2048, 1536)
    assert len(opened(clean).getexif()) == 0
    assert b"Maker" not in clean


def test_photo_is_turned_upright(photo):
    exif = Image.Exif()
    exif[0x0112] = 6

    assert opened(photos.prepare(photo((80, 40), exif=exif))).size == (40, 80)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_photos_of_each_kind_become_jpeg(photo, kind):
    assert opened(photos.prepare(photo((20, 10), kind))).format == "JPEG"


def test_clear_png_stands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")

    assert opened(photos.prepare(out.getvalue())).getpixel((4, 4)) == (255, 255, 255)


def huge_png() -> bytes:
    """20,000 × 20,000 points in few bytes: the head says so."""
    import struct
    import zlib

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 2501 * 20_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_file"),
        (b"<html><script>alert(1)</script>", "bad_file"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "bad_file"),
        (b"MZ\x90\x00", "bad_file"),
        (b"PK\x03\x04", "bad_file"),
        (b"\xff\xd8\xff\xe0 and then nothing", "bad_file"),
        (huge_png(), "bad_file"),
        (b"\xff\xd8\xff" + b"x" * (40 * 1024 * 1024), "too_big"),
    ],
    ids=["empty", "html", "svg", "exe", "zip", "broken", "20,000 px", "40 MB"],
)
def test_what_is_no_photo_is_refused(content, code):
    with pytest.raises(Rejected) as refused:
        photos.prepare(content)

    assert (refused.value.code, refused.value.field) == (code, "photos")
    assert str(refused.value)


def test_cut_photo_is_refused(photo):
    whole = photo((600, 600), quality=95)

    with pytest.raises(Rejected):
        photos.prepare(whole[: len(whole) // 2])


def test_photo_of_too_many_points_says_so():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    with translation.override("en"), pytest.raises(Rejected, match="too many points"):
        photos.prepare(out.getvalue())
