"""Reading the parts of an item's payload, checked without a database."""

from django.utils.translation import gettext as _

from .inbox import Rejected
from .text import is_blank


def word(payload: dict, name: str, most: int) -> str:
    """A text of at most `most` signs, "" where it was left out. Raises Rejected: `bad_type`."""
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise Rejected("bad_type", _("This must be a short text."), name)
    return value.strip()


def text(payload: dict, *, most: int, blank: str) -> str:
    """What the person wrote in `text`; `blank` is the sentence for who wrote nothing.

    Raises Rejected: `bad_type`, `too_long` or `blank`.
    """
    value = payload.get("text", "")
    if not isinstance(value, str):
        raise Rejected("bad_type", _("This must be text."), "text")
    if len(value) > most:
        said = _("The text is too long: at most %(n)d signs.") % {"n": most}
        raise Rejected("too_long", said, "text")
    if is_blank(value):
        raise Rejected("blank", blank, "text")
    return value.strip()
