"""What a page shows beside a question: a picture, a recording."""

from dataclasses import dataclass

from django.core.files.storage import default_storage

from .content import text_of


@dataclass(frozen=True)
class Beside:
    """A picture or a recording: its address, and its words for who can't see or hear it."""

    address: str
    words: str
    width: int | None = None
    height: int | None = None


def beside_of(content: dict, language: str) -> dict[str, Beside | None]:
    return {"picture": picture_of(content, language), "sound": sound_of(content, language)}


def picture_of(content: dict, language: str) -> Beside | None:
    found = content.get("picture")
    if not found:
        return None
    address, words = default_storage.url(found["file"]), text_of(found["alt"], language)
    return Beside(address, words, found.get("width"), found.get("height"))


def sound_of(content: dict, language: str) -> Beside | None:
    found = content.get("sound")
    if not found:
        return None
    return Beside(default_storage.url(found["file"]), text_of(found["said"], language))
