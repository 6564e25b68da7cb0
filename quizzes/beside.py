"""What a page shows beside a question: a picture, a recording."""

from dataclasses import dataclass

from django.core.files.storage import default_storage

from .content import text_of
from .files import BESIDE


@dataclass(frozen=True)
class Beside:
    """A picture or a recording: its address, and its words for who can't see or hear it."""

    address: str
    words: str
    width: int | None = None
    height: int | None = None


def beside_of(content: dict, language: str) -> dict[str, Beside | None]:
    """{picture, sound}: each as it is shown in this language, None where there is none."""
    return {
        name: _shown(content.get(name), words, language) for name, (_p, words) in BESIDE.items()
    }


def _shown(found: dict | None, words: str, language: str) -> Beside | None:
    if not found:
        return None
    return Beside(
        default_storage.url(found["file"]),
        text_of(found[words], language),
        found.get("width"),
        found.get("height"),
    )
