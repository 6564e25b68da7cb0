"""Where in a version's content something stands, and what is said of it there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..content import LANGUAGES

ROWS = {
    "options": ("text", "feedback"),
    "pairs": ("left", "right", "feedback"),
    "distractors": ("text", "feedback"),
    "items": ("text", "feedback"),
    "known_wrong": ("text", "feedback"),
}


@dataclass(frozen=True)
class Place:
    """("stem", "lo"), or in a row: ("options", "en", 2, "text"). A part alone means all of it."""

    part: str
    language: str = ""
    row: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """A translated sentence that says what to do; `blocks`: not ready while it stands."""

    place: Place
    message: str
    blocks: bool


def texts(content: dict) -> Iterator[tuple[Place, str]]:
    """Each text that is written, with its place."""
    for place, both in in_both(content):
        for language in LANGUAGES:
            text = (both.get(language) or "").strip()
            if text:
                yield replace(place, language=language), text


def in_both(content: dict) -> Iterator[tuple[Place, dict]]:
    """Each text in both languages, {"lo", "en"}, with its place but for the language."""
    for part in ("stem", "story", "unit", "explanation", "hint"):
        if content.get(part):
            yield Place(part), content[part]
    for part, names in ROWS.items():
        for row, entry in enumerate(rows_of(content, part)):
            for name in names:
                if isinstance(entry.get(name), dict):
                    yield Place(part, "", row, name), entry[name]


def rows_of(content: dict, part: str) -> list[dict]:
    """The rows of a part as they stand on the form: steps in their right order."""
    rows = content.get(part) or []
    if part != "items":
        return rows
    place = {key: n for n, key in enumerate(content.get("order") or [])}
    return sorted(rows, key=lambda row: place.get(row.get("key"), len(place)))


def written(both: dict | None, language: str) -> str:
    return ((both or {}).get(language) or "").strip()
