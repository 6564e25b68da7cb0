"""The signs of the file form, shared by reading and writing.

A line of an author's text that looks like one of these signs is written with a backslash before
it and read without: so every text survives the way there and back.
"""

import re

HEAD_KEYS = (
    "code",
    "language",
    "title",
    "task",
    "audience",
    "when",
    "minutes",
    "owner",
    "tags",
    "related",
    "module",
    "facts",
    "sample",
)
LISTS = ("audience", "tags", "related", "facts")
MANDATORY = ("code", "language", "title", "task")
# Heading of the section, field of the Document, kind of its passages.
SECTIONS = {
    "Conditions": ("conditions", "condition"),
    "Benefits": ("benefits", "benefit"),
    "Bring": ("bring", "bring"),
    "Steps": ("steps", "step"),
    "Objections": ("objections", "objection"),
    "Checklist": ("checklist", "check"),
    "Form": ("forms", ""),
}
TIME_LIMIT = {"en": "Time limit", "lo": "ກຳນົດເວລາ"}
CALLOUTS = ("warning", "example", "documents", "calculator", "audio", "download")

_LABELS = "|".join([*TIME_LIMIT.values(), "ກໍານົດເວລາ"])
SECTION = re.compile(r"^## +(.*\S)\s*$")
PASSAGE = re.compile(r"^### +(.*\S)\s*$")
KEYED = re.compile(r"^(.*?)\s*\{#([^{}]*)\}\s*$")
ITEM = re.compile(r"^[-*] +(.*)$")
LIMIT = re.compile(rf"^(?:{_LABELS})\s*:\s*(.*)$")
CALLOUT = re.compile(r"^> ?\[!([A-Za-z]+)\][ \t]*(.*)$")
PICTURE = re.compile(r"^!\[(.*)\]\((.+)\)\s*$")
LINK = re.compile(r"^\[(.*)\]\((.+)\)$")
VALUE = re.compile(r"(?<![\w{\\])\{([A-Za-z_][A-Za-z0-9_]*)\}")
SCRIPT = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|style|svg|form)\b|javascript\s*:|<[^>]*\son\w+\s*=", re.I
)
_SIGN = rf"(?:#{{1,3}}(?:\s|$)|> ?\[!|\[!|!\[.*\]\(|(?:{_LABELS})\s*:)"
_SIGN_TO_HIDE = re.compile(rf"^(\\*{_SIGN})")
_HIDDEN_SIGN = re.compile(rf"^\\(\\*{_SIGN})")


def hide_signs(text: str) -> str:
    """A text for a file: lines that look like signs of the form get a backslash."""
    return "\n".join(_SIGN_TO_HIDE.sub(r"\\\1", line) for line in text.split("\n"))


def show_signs(text: str) -> str:
    """The text that hide_signs was given."""
    return "\n".join(_HIDDEN_SIGN.sub(r"\1", line) for line in text.split("\n"))
