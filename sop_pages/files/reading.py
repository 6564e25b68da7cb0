"""An SOP file → Document, with every fault and the line where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sop_site.lao.decoding import Undecodable, decode

from ..content import CALCULATORS, TEXT, Document, Form, Item, Objection, Part, StepText
from ..keys import by_place, free
from ..models.sops import KEY
from ..normal import markdown_text, plain_line
from ..page_content import join_texts
from . import grammar
from .faults import Fault
from .head import check_head, read_head

MAX_BYTES = 5 * 1024 * 1024
LONG_STEP = 600  # characters; more is not read standing at a door
MAX_LINE = 300

Lines = list[tuple[int, str]]  # (number in the file, text)


@dataclass
class Reading:
    """What came of reading one file: `document` is None where nothing could be made of it."""

    file: str
    document: Document | None = None
    faults: list[Fault] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # line of each head key and passage key
    values: list[tuple[int, str]] = field(default_factory=list)  # {key} of reference values used
    not_taken: list[str] = field(default_factory=list)  # what a Word file lost, a sentence each

    @property
    def refused(self) -> bool:
        return any(fault.serious for fault in self.faults)

    def say(self, line: int, message: str, serious: bool = True) -> None:
        self.faults.append(Fault(self.file, line, message, serious))


def read_bytes(data: bytes, file: str, language: str = "") -> Reading:
    """Reads a file's bytes; `language` serves where the head names none."""
    reading = Reading(file)
    if len(data) > MAX_BYTES:
        reading.say(1, _("The file is larger than 5 MB."))
    else:
        try:
            text = decode(data)
        except Undecodable as error:
            reading.say(error.line, str(error))
        else:
            read_text(text, file, language, into=reading)
    return reading


def read_text(text: str, file: str, language: str = "", into: Reading | None = None) -> Reading:
    """Reads a file's text. What is wrong stands in `faults`; nothing is raised."""
    reading = into or Reading(file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head, places, start = read_head(lines, reading.say)
    if language and head.get("language", language) != language:
        reading.say(
            places["language"],
            _("The head says “%(head)s”, the command “%(asked)s”.")
            % {"head": head["language"], "asked": language},
        )
    if language:
        head.setdefault("language", language)
    reading.places.update(places)
    values = check_head(head, places, reading.say)
    body = list(enumerate(lines[start:], start + 1))
    _look_for_signs(body, reading)
    sections = _Sections(reading, body)
    reading.document = Document(**values, purpose=sections.purpose, **sections.read())
    if len(reading.document.purpose) > 2000:
        reading.say(start + 1, _("The purpose is longer than 2,000 characters."))
    return reading


def _look_for_signs(body: Lines, reading: Reading) -> None:
    for number, line in body:
        if grammar.SCRIPT.search(line):
            reading.say(number, _("This line holds a script or other active HTML."))
        for key in grammar.VALUE.findall(line):
            reading.values.append((number, key))


class _Sections:
    """The body of a file, section by section."""

    def __init__(self, reading: Reading, body: Lines):
        self.reading, self.say = reading, reading.say
        self.keys: set[str] = set()
        self.keyed_steps = 0  # one is mandatory: by it the languages know that they agree
        self.chunks: dict[str, Lines] = {}
        purpose: Lines = []
        current = purpose
        for number, line in body:
            if match := grammar.SECTION.match(line):
                current = self._open(number, match[1])
            else:
                current.append((number, line))
        self.purpose = _joined(purpose)

    def _open(self, number: int, name: str) -> Lines:
        if name not in grammar.SECTIONS:
            self.say(
                number,
                _("“%(name)s” is no section; known are %(known)s.")
                % {"name": name, "known": ", ".join(grammar.SECTIONS)},
            )
        elif name in self.chunks:
            self.say(number, _("The section “%(name)s” stands twice.") % {"name": name})
        else:
            return self.chunks.setdefault(name, [])
        return []

    def read(self) -> dict[str, tuple]:
        found = {}
        for name, (field_name, kind) in grammar.SECTIONS.items():
            chunk = self.chunks.get(name, [])
            if name == "Steps":
                found[field_name] = tuple(self._steps(chunk))
            elif name == "Objections":
                found[field_name] = tuple(self._objections(chunk))
            elif name == "Form":
                found[field_name] = tuple(_form(text) for _n, text in self._items(chunk))
            else:
                found[field_name] = tuple(self._keyed_items(kind, chunk))
        if not self.keyed_steps:
            self.say(1, _("The file has no step: “### Title {#key}” below “## Steps”."))
        return found

    def _key(self, number: int, kind: str, place: int, text: str) -> tuple[str, str]:
        """(text, key) of a line with {#key}; a key is made by its place where there is none."""
        match = grammar.KEYED.match(text)
        if not match:
            key = free(by_place(kind, place), self.keys)
            if kind == "step":
                self.say(
                    number,
                    _("This step has no key; it was given {#%(key)s}.") % {"key": key},
                    False,
                )
        else:
            text, key = match.groups()
            self.keyed_steps += kind == "step"
            if not KEY.regex.search(key) or len(key) > 60:
                self.say(number, str(KEY.message))
            if key in self.keys:
                self.say(number, _("The key {#%(key)s} stands twice.") % {"key": key})
        self.keys.add(key)
        self.reading.places.setdefault(key, number)
        return plain_line(text), key

    def _items(self, chunk: Lines) -> Iterator[tuple[int, str]]:
        """(line, text) of each list item; indented lines go on with the one above."""
        items: list[list] = []
        for number, line in chunk:
            if match := grammar.ITEM.match(line):
                items.append([number, match[1]])
            elif line.strip() and line[0] in " \t" and items:
                items[-1][1] += f" {line.strip()}"
            elif line.strip():
                self.say(number, _("A line of this list begins with a dash and a space."))
        for number, text in items:
            if len(plain_line(text)) > MAX_LINE + 70:
                self.say(number, _("A line of a list is longer than 300 characters."))
            if plain_line(text):
                yield number, plain_line(text)

    def _keyed_items(self, kind: str, chunk: Lines) -> Iterator[Item]:
        for place, (number, line) in enumerate(self._items(chunk), 1):
            text, key = self._key(number, kind, place, line)
            if not text:
                self.say(number, _("This line has a key and no text."))
            if len(text) > MAX_LINE:
                self.say(number, _("A line of a list is longer than 300 characters."))
            yield Item(key, text)

    def _passages(self, chunk: Lines) -> Iterator[tuple[int, str, Lines]]:
        """(line, heading, lines below it) of each ### heading."""
        found: list[tuple[int, str, Lines]] = []
        for number, line in chunk:
            if match := grammar.PASSAGE.match(line):
                found.append((number, match[1], []))
            elif found:
                found[-1][2].append((number, line))
            elif line.strip():
                self.say(number, _("This line stands before the first “### ” of its section."))
        yield from found

    def _heading(self, number: int, kind: str, place: int, heading: str, limit: int):
        title, key = self._key(number, kind, place, heading)
        if not title:
            self.say(number, _("This heading has a key and no text."))
        if len(title) > limit:
            self.say(
                number, _("A heading here has %(limit)s characters at most.") % {"limit": limit}
            )
        return title, key

    def _steps(self, chunk: Lines) -> Iterator[StepText]:
        for place, (number, heading, lines) in enumerate(self._passages(chunk), 1):
            title, key = self._heading(number, "step", place, heading, 200)
            limits = [m[1] for _n, line in lines if (m := grammar.LIMIT.match(line))]
            if len(limits) > 1:
                self.say(number, _("This step has two time limits."))
            time_limit = plain_line(limits[0]) if limits else ""
            if len(time_limit) > 200:
                self.say(number, _("The time limit is longer than 200 characters."))
            kept = [(n, line) for n, line in lines if not grammar.LIMIT.match(line)]
            parts = tuple(join_texts(self._parts(kept)))
            if sum(len(part.text) for part in parts if part.kind == TEXT) > LONG_STEP:
                self.say(number, _("This step has more than 600 characters."), False)
            yield StepText(key, title, parts, time_limit, number=place)

    def _objections(self, chunk: Lines) -> Iterator[Objection]:
        for place, (number, heading, lines) in enumerate(self._passages(chunk), 1):
            question, key = self._heading(number, "objection", place, heading, 250)
            yield Objection(key, question, _joined(lines))

    def _parts(self, lines: Lines) -> Iterator[Part | None]:
        text: Lines = []
        waiting = list(lines)
        while waiting:
            number, line = waiting.pop(0)
            if match := grammar.CALLOUT.match(line):
                yield _text_part(text)
                text, inside = [], []
                while waiting and waiting[0][1].startswith(">"):
                    if grammar.CALLOUT.match(waiting[0][1]):
                        break
                    inside.append((waiting[0][0], _unquoted(waiting.pop(0)[1])))
                yield self._callout(number, match[1].lower(), match[2].strip(), inside)
            elif match := grammar.PICTURE.match(line):
                yield _text_part(text)
                text = []
                yield self._picture(number, plain_line(match[1]), match[2])
            else:
                text.append((number, line))
        yield _text_part(text)

    def _picture(self, number: int, alt: str, file: str) -> Part | None:
        if not alt:
            self.say(number, _("This picture has no alternative text."))
        return Part("picture", alt[:250], file=file)

    def _callout(self, number: int, kind: str, name: str, inside: Lines) -> Part | None:
        if kind not in grammar.CALLOUTS:
            self.say(
                number,
                _("“[!%(kind)s]” is not known; known are %(known)s.")
                % {"kind": kind, "known": ", ".join(grammar.CALLOUTS)},
            )
            return None
        if kind in ("warning", "example"):
            text = _joined([(number, name), *inside] if name else inside)
            return Part(kind, text) if text else None
        if kind == "documents":
            items = tuple(text for _n, text in self._items(inside))
            return Part(kind, items=items) if items else None
        if kind == "calculator":
            if name not in CALCULATORS:
                self.say(
                    number,
                    _("“%(name)s” is no calculator; known are %(known)s.")
                    % {"name": name, "known": ", ".join(CALCULATORS)},
                )
            return Part(kind, name=name)
        title = plain_line(_joined(inside))
        if not name or not title:
            self.say(number, _("Here stand a file's name and, below it, what it is."))
        return Part(kind, title[:150], file=name)


def _unquoted(line: str) -> str:
    return line[1:].removeprefix(" ")


def _joined(lines: Lines) -> str:
    return markdown_text(grammar.show_signs("\n".join(line for _n, line in lines)))


def _text_part(lines: Lines) -> Part | None:
    text = _joined(lines)
    return Part(TEXT, text) if text else None


def _form(text: str) -> Form:
    match = grammar.LINK.match(text)
    return Form(plain_line(match[1]), file=match[2]) if match else Form(text)
