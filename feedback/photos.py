"""Photos from phones: looked into, turned upright, drawn anew, so that nothing else comes along."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit

MEGABYTE = 1024 * 1024
QUALITY = 82
# What a photo begins with, and the one decoder that may then open it.
MAGIC = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))


def prepare(content: bytes) -> bytes:
    """A JPEG of at most 2,048 px without the camera's notes. Raises Rejected (`too_big`,
    `bad_file`) with a sentence for the person."""
    if len(content) > limit("photo_bytes"):
        message = _("The file is too big: at most %(n)d MB.")
        raise Rejected("too_big", message % {"n": limit("photo_bytes") // MEGABYTE}, "photos")
    kind = next((kind for magic, kind in MAGIC if content.startswith(magic)), None)
    if kind is None:
        raise Rejected(
            "bad_file",
            _("This kind of file cannot be used. Please send a photo (JPEG, PNG or WebP)."),
            "photos",
        )
    try:
        return _drawn_anew(content, kind)
    except Rejected:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_many_points() from error
    # Decoders raise almost anything for a broken file; for the person it is one thing.
    except Exception as error:
        raise Rejected(
            "bad_file", _("This photo cannot be read. Please take another one."), "photos"
        ) from error


def too_many_points() -> Rejected:
    message = _("This photo has too many points. Please take a smaller one.")
    return Rejected("bad_file", message, "photos")


def size_of(photo: bytes) -> tuple[int, int]:
    """Width and height, in points, of a photo that was prepared."""
    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as found:
        return found.size


def _drawn_anew(content: bytes, kind: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=[kind]) as photo:
            if photo.width * photo.height > limit("photo_pixels"):
                raise too_many_points()
            photo.verify()
        # verify() leaves the file unusable: open it again.
        with Image.open(io.BytesIO(content), formats=[kind]) as photo:
            return _as_jpeg(photo)


def _as_jpeg(photo: Image.Image) -> bytes:
    side = limit("photo_side")
    photo.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(photo)
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
