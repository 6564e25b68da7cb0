"""The one form in which texts are compared: what a file and a page say alike is equal here."""

import re
from unicodedata import normalize

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def markdown_text(text: str | None) -> str:
    """Markdown as stored: NFC, LF, no control signs, no blank lines around. Spaces inside stay."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", normalize("NFC", text)).strip()


def plain_line(text: str | None) -> str:
    """One line: NFC, every run of blanks one space."""
    return " ".join(_CONTROL.sub(" ", normalize("NFC", text or "")).split())
