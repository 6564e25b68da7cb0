"""Reading the parts of an item's payload, checked without a database."""

from django.utils.translation import gettext as _

from .inbox import Rejected
from .text import is_blank, written


def string(payload: dict, name: str) -> str:
    """A text as `written`, "" where it was left out. Raises Rejected: `bad_type`."""
    value = payload.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Rejected("bad_type", _("This must be text."), name)
    return written(value)


def word(payload: dict, name: str, most: int) -> str:
    """A short one, of at most `most` signs. Raises Rejected: `bad_type` or `too_long`."""
    value = string(payload, name)
    if len(value) > most:
        raise Rejected("too_long", _("This is too long."), name)
    return value


def words(payload: dict, name: str, most: int) -> str:
    """What a person wrote, "" where nothing can be seen of it.

    Raises Rejected: `bad_type` or `too_long`.
    """
    value = string(payload, name)
    if len(value) > most:
        said = _("The text is too long: at most %(n)d characters.") % {"n": most}
        raise Rejected("too_long", said, name)
    return "" if is_blank(value) else value


def text(payload: dict, *, most: int, blank: str) -> str:
    """What the person wrote in `text`; `blank` is the sentence for who wrote nothing.

    Raises Rejected: `bad_type`, `too_long` or `blank`.
    """
    value = words(payload, "text", most)
    if not value:
        raise Rejected("blank", blank, "text")
    return value
