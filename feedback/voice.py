"""Voice notes: looked into, so that nothing but some seconds of Opus is kept and played."""

from django.utils.translation import gettext as _

from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit

from . import sound

KILOBYTE = 1000
OPUS = {"A_OPUS"}
# A recorder stops at its limit; what it writes may end a moment later.
TOLERANCE = 2.0  # s


def prepare(content: bytes) -> bytes:
    """The recording, unchanged. Raises Rejected (`too_big`, `too_long`, `bad_file`) with a sentence
    for the person."""
    if len(content) > limit("voice_bytes"):
        message = _("The voice note is too big: at most %(n)d kB.")
        raise Rejected("too_big", message % {"n": limit("voice_bytes") // KILOBYTE}, "voice")
    try:
        found = sound.read(content)
    except sound.NotSound as error:
        raise Rejected(
            "bad_file", _("This voice note cannot be read. Please record it again."), "voice"
        ) from error
    if not found.is_only_sound:
        raise Rejected("bad_file", _("This is a video. Please send a voice note."), "voice")
    if found.codecs != OPUS:
        raise Rejected(
            "bad_file", _("This voice note cannot be played. Please record it here."), "voice"
        )
    if found.seconds > limit("voice_seconds") + TOLERANCE:
        message = _("The voice note is too long: at most %(n)d seconds.")
        raise Rejected("too_long", message % {"n": limit("voice_seconds")}, "voice")
    return content
