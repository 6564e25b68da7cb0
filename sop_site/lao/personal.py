"""Finds what looks like a member's number or name in a text. It warns; it never stops anyone."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

LAO_DIGITS = str.maketrans("໐໑໒໓໔໕໖໗໘໙", "0123456789")
# Eight digits or more, with single spaces or dashes between: phones (020 5555 1234), cards.
NUMBER = re.compile(r"(?<![\d.,])\+?\d(?:[ -]?\d){7,}(?![\d]|[.,]\d)")
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|(?:19|20)\d\d ?- ?(?:19|20)\d\d")
MONEY = re.compile(r"^\s*(?:ກີບ|₭|kip\b|LAK\b)", re.IGNORECASE)
# A form of address and what follows it. Words that follow a title without being a name.
LAO_NAME = re.compile(r"(?:ທ້າວ|ນາງ|ທ\.|ນ\.)\s*([ກ-ໝ][ກ-ໝະ-ໄ່-ໍ]{2,})")
NO_NAMES = ("ງາມ", "ສາວ", "ໃດ", "ນັ້ນ", "ນີ້")
LATIN_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Thao|Nang)\.?\s+([A-Z][a-z]+)")


@dataclass(frozen=True)
class Finding:
    """What was found: "number" or "name", and the passage as it was typed."""

    kind: str
    passage: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


LABELS = {
    "number": _("This looks like an ID or phone number."),
    "name": _("This looks like a person's name."),
}


def findings(*texts: str) -> list[Finding]:
    """All passages of the texts that look personal, numbers first, each once."""
    found = [Finding("number", passage) for text in texts for passage in numbers_in(text)]
    found += [Finding("name", passage) for text in texts for passage in names_in(text)]
    return list(dict.fromkeys(found))


def numbers_in(text: str) -> list[str]:
    plain = text.translate(LAO_DIGITS)
    return [
        text[match.start() : match.end()]
        for match in NUMBER.finditer(plain)
        if not DATE.fullmatch(match.group()) and not MONEY.match(plain[match.end() :])
    ]


def names_in(text: str) -> list[str]:
    lao = [match.group() for match in LAO_NAME.finditer(text) if not match[1].startswith(NO_NAMES)]
    return lao + [match.group() for match in LATIN_NAME.finditer(text)]
