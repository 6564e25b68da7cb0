"""What counts as text in something that was sent."""

import re
import unicodedata

from sop_site.lao.text import TURNING

# Separators, control and format signs (zero-width ones too): a text of these alone says nothing.
EMPTY = {"Cc", "Cf", "Zs", "Zl", "Zp"}
# Letters by their category, yet drawn as nothing.
FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
# Marks that only change the sign before them: joiner, Khmer's inherent vowels, variants.
MARKS = re.compile("[\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return all(
        unicodedata.category(sign) in EMPTY or sign in FILLERS or MARKS.match(sign) for sign in text
    )


def written(text: str) -> str:
    """A text as a person meant it: no space around, lines that end in one sign whichever form sent
    it, no NUL, and none of the signs that turn the direction of writing."""
    return TURNING.sub("", without_nul(text)).replace("\r\n", "\n").strip()


def has_lone_surrogate(text: str) -> bool:
    """Half of a surrogate pair: valid in JSON, but no text, and no database stores it."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def without_nul(value):
    """The same JSON value without NUL signs, which PostgreSQL can't store."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [without_nul(entry) for entry in value]
    if isinstance(value, dict):
        return {without_nul(key): without_nul(entry) for key, entry in value.items()}
    return value
