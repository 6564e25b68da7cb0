"""GIFT → drafts. What Moodle accepts is accepted; what it would silently spoil is refused.

The format: https://docs.moodle.org/en/GIFT_format. Only blank lines end a question; a line that
starts with // is a comment wherever it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from .drafts import CATEGORY, DESCRIPTION, Bundle, Draft
from .gift_answers import Bad, add_answers
from .gift_text import FORMAT, first, plain, read, signs

CATEGORY_LINE = re.compile(r"\s*\$CATEGORY:(.*)")
IDENTIFIER = re.compile(r"\[id:([^\]\n]+)\]")
TAG = re.compile(r"\[tag:([^\]\n]+)\]")
BLANK = " _____ "


@dataclass
class Block:
    """The lines of one question, without comments, and what its comments said."""

    lines: list[tuple[int, str]] = field(default_factory=list)  # (number in the file, text)
    identifier: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for _number, line in self.lines)

    def line_at(self, place: int) -> int:
        """The file's line in which this place of the text stands."""
        return self.lines[self.text.count("\n", 0, place)][0]


def read_gift(text: str) -> Bundle:
    """The questions of a file. Raises Refused, which names all that is wrong with it."""
    bundle, faults = Bundle(), []
    for block in _blocks(text.split("\n")):
        category = CATEGORY_LINE.fullmatch(block.lines[0][1])
        if category:
            line, _text = block.lines.pop(0)
            bundle.drafts.append(Draft(CATEGORY, line, path=category[1].strip()))
        if not block.lines:
            continue
        try:
            bundle.drafts.append(_question(block))
        except Bad as bad:
            faults.append(Fault(block.line_at(bad.place), bad.message))
    if not faults and not any(draft.type != CATEGORY for draft in bundle.drafts):
        faults.append(Fault(1, _("The file holds no question.")))
    if faults:
        raise Refused(faults)
    return bundle


def _blocks(lines: list[str]) -> Iterator[Block]:
    block = Block()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if block.lines:
                yield block
            block = Block()
        elif line.lstrip().startswith("//"):
            if not block.lines:
                named = IDENTIFIER.search(line)
                block.identifier = named[1].strip() if named else block.identifier
                block.tags += [tag.strip() for tag in TAG.findall(line)]
        else:
            block.lines.append((number, line))
    if block.lines:
        yield block


def _question(block: Block) -> Draft:
    text = block.text
    title, start = _title(text)
    opened, closed = _braces(text, start)
    draft = Draft(
        DESCRIPTION, block.lines[0][0], title=title, identifier=block.identifier, tags=block.tags
    )
    before = text[start:] if opened < 0 else text[start:opened]
    after = "" if opened < 0 else text[closed + 1 :]
    _look_for_tildes(before, start)
    _look_for_tildes(after, closed + 1)
    if after.strip():
        named = FORMAT.match(before.lstrip())
        if not before.strip() or (named and not before.strip()[named.end() :].strip()):
            before += BLANK.lstrip()
        else:
            before = before.rstrip() + BLANK
        before += after.lstrip()
    draft.stem = read(before, "moodle")
    if opened >= 0:
        if not draft.stem.text:
            raise Bad(opened, _("The question has no text before its answers."))
        add_answers(draft, text[opened + 1 : closed], opened + 1)
    return draft


def _title(text: str) -> tuple[str, int]:
    """The title between two ::, and where the question's text begins."""
    start = len(text) - len(text.lstrip())
    if not text.startswith("::", start):
        return "", start
    end = first(text[start + 2 :], "::")
    if end < 0:
        raise Bad(start, _("The title's second :: is missing."))
    return plain(text[start + 2 : start + 2 + end]), start + 2 + end + 2


def _braces(text: str, start: int) -> tuple[int, int]:
    """Where the answers open and close; -1, -1 for a text without answers."""
    found = [(place, sign) for place, sign in signs(text) if sign in "{}" and place >= start]
    match [sign for _place, sign in found]:
        case []:
            return -1, -1
        case ["{", "}"]:
            return found[0][0], found[1][0]
        case ["{"]:
            raise Bad(found[0][0], _("The closing } of the answers is missing."))
        case ["}", *_rest]:
            raise Bad(found[0][0], _("There is a } without a {."))
        case ["{", "{", *_rest]:
            raise Bad(found[1][0], _("There is a { within the answers: is a } missing?"))
        case ["{", "}", "{", *_rest]:
            raise Bad(found[2][0], _("A question has one block of answers, this one has two."))
        case _:
            raise Bad(found[2][0], _("There is a } without a {."))


def _look_for_tildes(text: str, offset: int) -> None:
    place = first(text, "~")
    if place >= 0:
        raise Bad(offset + place, _("Write \\~ for a ~ in the question's text."))
