"""Keys: the readable names of passages, ASCII in every language."""

import re
from unicodedata import normalize

MAX_LENGTH = 60
PREFIX = {
    "condition": "cond",
    "benefit": "benefit",
    "bring": "bring",
    "step": "step",
    "objection": "obj",
    "check": "check",
}
_NOT_KEY = re.compile(r"[^a-z0-9]+")


def made_from(title: str) -> str:
    """A key of at most five English words: "Agree the day!" → agree-the-day. "" for Lao."""
    ascii_only = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    letters = [c for c in title if c.isalpha()]
    if sum(c.isascii() for c in letters) * 2 < len(letters):
        return ""  # a few Latin letters in a Lao title are no name
    words = _NOT_KEY.sub("-", ascii_only).strip("-").split("-")
    return "-".join(words[:5])[: MAX_LENGTH - 4].strip("-")


def free(wanted: str, taken) -> str:
    """`wanted`, or the first of wanted-2, wanted-3 … that is not taken."""
    if wanted not in taken:
        return wanted
    n = 2
    while f"{wanted}-{n}" in taken:
        n += 1
    return f"{wanted}-{n}"


def by_place(kind: str, number: int) -> str:
    """The key of the n-th passage of a kind that has none of its own: step-3, bring-1."""
    return f"{PREFIX[kind]}-{number}"
