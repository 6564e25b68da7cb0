"""Photos from phones, as reports keep them."""

from django.utils.translation import gettext as _

from sop_site import pictures
from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit
from sop_site.pictures import size_of

__all__ = ["prepare", "size_of"]
MEGABYTE = 1024 * 1024


def prepare(content: bytes) -> bytes:
    """A JPEG of at most 2,048 px without the camera's notes. Raises Rejected (`too_big`,
    `bad_file`) with a sentence for the person."""
    if len(content) > limit("photo_bytes"):
        message = _("The file is too big: at most %(n)d MB.")
        raise Rejected("too_big", message % {"n": limit("photo_bytes") // MEGABYTE}, "photos")
    try:
        return pictures.drawn_anew(content, side=limit("photo_side"), pixels=limit("photo_pixels"))
    except pictures.OtherKind as error:
        said = _("This kind of file cannot be used. Please send a photo (JPEG, PNG or WebP).")
        raise Rejected("bad_file", said, "photos") from error
    except pictures.TooManyPoints as error:
        said = _("This photo has too many points. Please take a smaller one.")
        raise Rejected("bad_file", said, "photos") from error
    except pictures.Broken as error:
        said = _("This photo cannot be read. Please take another one.")
        raise Rejected("bad_file", said, "photos") from error
