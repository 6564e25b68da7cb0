"""GIFT's signs: which are escaped, what an escape stands for, where a text splits."""

import re

from .drafts import NOTHING, Text

ESCAPE = re.compile(r"\\([~=#{}:\\n])")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown|auto)\]")
FOLDED = re.compile(r"[ \t\n]+")
SIGN = re.compile(r"\\[~=#{}:\\n]|####|->|::|[~=#{}]")


def signs(text: str) -> list[tuple[int, str]]:
    """(place, sign) of each unescaped `~ = # { } ####  -> ::`, in order."""
    found = ((match.start(), match[0]) for match in SIGN.finditer(text))
    return [(place, sign) for place, sign in found if not sign.startswith("\\")]


def first(text: str, sign: str) -> int:
    """Where this sign first stands unescaped, -1 if nowhere."""
    return next((place for place, found in signs(text) if found == sign), -1)


def split(text: str, sign: str) -> tuple[str, str]:
    """What stands before and after the first such sign; ("text", "") when there is none."""
    place = first(text, sign)
    return (text, "") if place < 0 else (text[:place], text[place + len(sign) :])


def plain(text: str) -> str:
    """Without escapes, white space folded: for titles, right-hand sides, answers."""
    return read(text, "moodle").text


def read(text: str, inherited: str) -> Text:
    """A raw text with its format: the one named in front of it, else the inherited one."""
    text = text.strip()
    named = FORMAT.match(text)
    kind = named[1] if named else inherited
    if named:
        text = text[named.end() :].strip()
    if not text:
        return NOTHING._replace(format=kind)
    if kind not in ("html", "markdown"):
        text = FOLDED.sub(" ", text)
    return Text(ESCAPE.sub(_unescaped, text), kind)


def _unescaped(found: re.Match) -> str:
    return "\n" if found[1] == "n" else found[1]
