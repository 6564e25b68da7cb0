"""The payload of a report as it is sent, checked without a database: what isn't right is refused
with a code, a field and a sentence; what isn't known is ignored."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit
from sop_site.offline.payload import string, text, word, words
from sop_site.offline.text import written

from .models.words import Category, Channel, HowOften, Severity, Visibility

CODE_SIGNS = 20
KEY_SIGNS = 60
SEARCHED_SIGNS = 200


@dataclass(frozen=True)
class Sent:
    """A sound payload. Empty strings stand for what was left out."""

    category: str
    text: str
    severity: str
    language: str
    sop: str
    step: str
    release: str
    district: str
    proposal: str
    how_often: str
    visibility: str
    sensitive: bool
    channel: str
    searched: str


def read(payload: dict) -> Sent:
    """Raises Rejected: `required`, `blank`, `too_long`, `bad_value` or `bad_type`."""
    category = _choice(payload, "category", Category.values)
    if not category:
        raise Rejected("required", _("Please choose what it is about."), "category")
    return Sent(
        category=category,
        text=required_text(payload),
        severity=_choice(payload, "severity", Severity.values),
        language=_choice(payload, "language", dict(settings.LANGUAGES)),
        sop=word(payload, "sop", CODE_SIGNS),
        step=word(payload, "step", KEY_SIGNS),
        release=word(payload, "release", CODE_SIGNS),
        district=word(payload, "district", 4),
        proposal=words(payload, "proposal", limit("report_text")),
        how_often=_choice(payload, "how_often", HowOften.values),
        visibility=_choice(payload, "visibility", Visibility.values) or Visibility.NORMAL,
        sensitive=is_sensitive(payload),
        channel=_choice(payload, "channel", Channel.values) or Channel.APP,
        searched=_searched(payload),
    )


def hides_sender(payload: dict) -> bool:
    """Whether the sender keeps the name from all but the feedback leads."""
    return payload.get("visibility") == Visibility.HIDE_FROM_ALL


def is_sensitive(payload: dict) -> bool:
    """Whether only the feedback leads may read it: what was sent so, and all that is on safety.

    Raises Rejected when `sensitive` is neither true nor false.
    """
    said = payload.get("sensitive")
    if not isinstance(said, bool | None):
        raise Rejected("bad_type", _("This choice cannot be read."), "sensitive")
    return bool(said) or payload.get("category") == Category.SAFETY


def _choice(payload: dict, name: str, known) -> str:
    value = string(payload, name)
    if value and value not in known:
        raise Rejected("bad_value", _("Please choose one."), name)
    return value


def required_text(payload: dict) -> str:
    """Raises Rejected: `required`, `blank`, `too_long` or `bad_type`."""
    blank = _("Please write what happened.")
    if payload.get("text") is None:
        raise Rejected("required", blank, "text")
    return text(payload, most=limit("report_text"), blank=blank)


def _searched(payload: dict) -> str:
    """What was searched for in vain; a help, never a reason to refuse."""
    value = payload.get("searched")
    return written(value)[:SEARCHED_SIGNS] if isinstance(value, str) else ""
