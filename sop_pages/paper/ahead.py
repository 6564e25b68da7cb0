"""Makes the PDFs of what holds today before somebody asks; readers then see how large they are."""

from django.conf import settings
from django.utils import timezone

from ..models import ReleaseText
from . import asked, kept
from .handbook import handbook_data
from .typesetting import Busy, Unmakeable

MOST = 6  # in one run of the timer: some seconds


def make_ahead() -> str | None:
    """The timed deed. Only what was never made, and everybody may read; the rest is made when it
    is asked for. Safe to repeat."""
    count = 0
    for language, _name in settings.LANGUAGES:
        copies = asked.in_handbook(language, timezone.localdate())
        for copy in [copy for copy in copies if not copy.restricted]:
            name = kept.name_of(language, copy.code, copy.number)
            if count < MOST and not kept.size_of(name):
                count += _make(*_release(copy, language), name)
        name = kept.name_of(language)
        if copies and count < MOST and not kept.size_of(name):
            count += _make(*_handbook(copies, language), name)
    return f"{count} PDFs made." if count else None


def _release(copy, language: str) -> tuple[dict, dict]:
    texts = ReleaseText.objects.select_related("release__sop")
    text = texts.get(release=copy.release_id, language=language)
    pictures: dict[str, bytes] = {}
    return asked.of_release(text).data(pictures), pictures


def _handbook(copies, language: str) -> tuple[dict, dict]:
    everybodys = [copy for copy in copies if not copy.restricted]
    sops = asked.of_copies(everybodys, language, timezone.localdate())
    pictures: dict[str, bytes] = {}
    return handbook_data(language, sops, pictures), pictures


def _make(data: dict, pictures: dict[str, bytes], name: str) -> int:
    key = kept.key_of(data, pictures)
    try:
        kept.make(key, data, pictures, name=name)
    except (Busy, Unmakeable):
        return 0  # whoever asks for it is told, and the log
    return 1
