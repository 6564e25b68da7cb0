"""Word files as SOPs: the first heading is the title, each later one a step."""

import io
import re
import zipfile
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePath
from urllib.parse import quote

import mammoth
from django.utils.translation import gettext as _

from ..content import TEXT, Document, Part, StepText
from ..keys import by_place, free, made_from
from ..normal import markdown_text, plain_line
from .reading import MAX_BYTES, Reading, read_text
from .writing import write_text

CODE = re.compile(r"[A-Z]{2,4}-[0-9]{2}")
NOTE = re.compile(r"(?:foot|end)note-")
IN_ADDRESSES = "%/:?#[]@!$&'*+,;=~"
MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml$")
# What Markdown would take for a sign of its own.
SIGNS = re.compile(r"[*`]")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
MAX_UNPACKED = 50 * 1024 * 1024
# LSSO's codes begin with the task; a file of another kind says where it belongs by being moved.
TASK_OF = {
    "COM": "tell",
    "REG": "register",
    "CON": "contributions",
    "CLM": "claims",
    "DAT": "records",
}


def read_word(data: bytes, file: str, language: str) -> Reading:
    """A Word file → Reading, checked like a Markdown file.

    The code stands in the file's name or in the title. Lines of faults count in the SOP file that
    was made of it. What could not be taken is listed in `not_taken`, a sentence each.
    """
    reading = Reading(file)
    words = _words_of(data, reading)
    if words is None:
        return reading
    found = CODE.search(PurePath(file).name.upper()) or CODE.search(words.title)
    if not found:
        reading.say(1, _("Neither the file's name nor its title holds a code such as REG-01."))
        return reading
    code = found.group()
    task = TASK_OF.get(code.partition("-")[0], "records")
    document = Document(
        code=code,
        language=language or "lo",
        title=words.title,
        task=task,
        purpose=words.purpose,
        steps=tuple(_steps(words.steps)),
    )
    reading = read_text(write_text(document), file, language)
    reading.not_taken = words.lost()
    return reading


def _words_of(data: bytes, reading: Reading) -> "_Words | None":
    if len(data) > 4 * MAX_BYTES:
        reading.say(1, _("The file is larger than 20 MB."))
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                reading.say(1, _("The file is too large when unpacked."))
                return None
            names = archive.namelist()
        made = mammoth.convert_to_html(io.BytesIO(data))
    except Exception:  # broken XML, nesting without end, encryption: each reader has its own kinds
        reading.say(1, _("The file is no Word document (.docx)."))
        return None
    words = _Words()
    words.feed(made.value)
    words.close()
    words.note_lost(
        margins=sum(MARGIN.match(name) is not None for name in names),
        other=sum("unrecognised element" in message.message for message in made.messages),
    )
    return words


def _steps(found: list[tuple[str, str]]):
    taken: set[str] = set()
    for number, (title, text) in enumerate(found, 1):
        key = free(made_from(title) or by_place("step", number), taken)
        taken.add(key)
        body = markdown_text(text)
        yield StepText(key, title, (Part(TEXT, body),) if body else ())


class _Words(HTMLParser):
    """Mammoth's HTML → title, purpose and steps in Markdown."""

    BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
    MARKS = {"strong": "**", "em": "*"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.title, self.purpose = "", ""
        self.steps: list[tuple[str, str]] = []
        self._text, self._lists = "", []
        self._lost: Counter = Counter()
        self._table = 0
        self._note = False
        self._href = ""

    def lost(self) -> list[str]:
        sentences = {
            "img": _("Pictures that were left out: %(count)s."),
            "margins": _("Headers and footers that were left out: %(count)s."),
            "notes": _("Footnotes that were left out: %(count)s."),
            "other": _("Formulas and other parts that were left out: %(count)s."),
            "table": _("Tables that were left out: %(count)s."),
        }
        return [sentences[what] % {"count": n} for what, n in sorted(self._lost.items()) if n]

    def note_lost(self, **counts: int) -> None:
        self._lost.update(counts)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self._table += 1
        if tag == "li" and NOTE.match(dict(attrs).get("id") or ""):
            self._note = True
            self._lost["notes"] += 1
        if tag == "img" or (tag == "table" and self._table == 1):
            self._lost[tag] += 1
        elif tag in {"ul", "ol"}:
            self._flush("p")
            self._lists.append([tag, 0])
        elif tag == "br":
            self._put("\n")
        elif tag in self.MARKS:
            self._put(self.MARKS[tag])
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            if self._href.startswith("http"):
                self._put("[")

    def handle_endtag(self, tag):
        if tag == "table":
            self._table -= 1
        elif tag in {"ul", "ol"} and self._lists:
            self._flush("li")
            self._lists.pop()
            self._add("\n")
        elif tag in self.BLOCKS:
            self._flush(tag)
            self._note = self._note and tag != "li"
        elif tag in self.MARKS:
            self._close_mark(self.MARKS[tag])
        elif tag == "a":
            if self._href.startswith("http"):
                self._put(f"]({quote(self._href, safe=IN_ADDRESSES)})")
            self._href = ""

    def handle_data(self, data):
        if not self._href.startswith(("#footnote", "#endnote")):
            self._put(TAG.sub("&lt;", SIGNS.sub(r"\\\g<0>", data)))

    def _put(self, text: str) -> None:
        if not self._table:
            self._text += text

    def _close_mark(self, mark: str) -> None:
        """Word marks the blank after a word too; in Markdown a mark ends at a letter."""
        text = self._text.rstrip(" ")
        blanks = self._text[len(text) :]
        self._text = text.removesuffix(mark) if text.endswith(mark) else text + mark
        self._text += blanks

    def _flush(self, tag: str) -> None:
        text, self._text = self._text.strip(), ""
        if self._note:
            return
        if not text:
            return
        if tag.startswith("h"):
            bare = re.sub(r"(?<!\\)\*+|\\(?=[*`])", "", text)
            heading = plain_line(unescape(bare))
            if self.title:
                self.steps.append((heading, ""))
            else:
                self.title = heading
        elif self._lists:
            self._lists[-1][1] += 1
            mark = "-" if self._lists[-1][0] == "ul" else f"{self._lists[-1][1]}."
            indent = "    " * (len(self._lists) - 1)
            self._add(f"{indent}{mark} {text}\n")
        else:
            self._add(f"{text}\n\n")

    def _add(self, text: str) -> None:
        if self.steps:
            title, before = self.steps[-1]
            self.steps[-1] = (title, before + text)
        else:
            self.purpose += text
