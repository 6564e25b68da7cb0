"""Uploaded pictures: looked into, turned upright, drawn anew, so that nothing else comes along."""

import io
import warnings

from PIL import Image, ImageOps

QUALITY = 82
# What a picture begins with, and the one decoder that may then open it.
MAGIC = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))


class OtherKind(Exception):
    """The file is no JPEG, PNG or WebP."""


class TooManyPoints(Exception):
    """A small file that would fill the memory."""


class Broken(Exception):
    """The file begins like a picture and can't be read."""


def drawn_anew(content: bytes, *, side: int, pixels: int) -> bytes:
    """A JPEG, `side` points long at most, without the camera's notes. Of more than `pixels` points
    nothing is unpacked. Raises OtherKind, TooManyPoints or Broken."""
    kind = next((kind for magic, kind in MAGIC if content.startswith(magic)), None)
    if kind is None:
        raise OtherKind
    try:
        return _drawn_anew(content, kind, side, pixels)
    except (TooManyPoints, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooManyPoints from error
    # Decoders raise almost anything for a broken file; for the person it is one thing.
    except Exception as error:
        raise Broken from error


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height, in points, of a picture that was drawn anew."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as found:
        return found.size


def _drawn_anew(content: bytes, kind: str, side: int, pixels: int) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > pixels:
                raise TooManyPoints
            picture.verify()
        # verify() leaves the file unusable: open it again.
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            return _as_jpeg(picture, side)


def _as_jpeg(picture: Image.Image, side: int) -> bytes:
    picture.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    if upright.mode in {"RGBA", "LA", "P", "PA"}:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    out = io.BytesIO()
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright.convert("RGB"))
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
