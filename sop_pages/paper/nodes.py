"""Clean HTML of the handbook as plain data for Typst: texts, and elements with their children."""

import re
from html.parser import HTMLParser

from django.utils.html import escape

from sop_site.lao.text import RUN, line_pieces

KEPT = {
    "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "h4", "h5", "h6",
    "table", "tr", "td", "th", "a",
}  # fmt: skip
MEANT_AS = {"b": "strong", "span": "blank"}
EMPTY = {"br", "hr"}
BLOCKS = {"p", "ul", "ol", "pre", "blockquote", "h4", "h5", "h6", "table", "hr"}
# Longer runs without a place to break would leave the sheet.
LONGEST_RUN, PIECE = 36, 12
BREAK = "\u200b"

# What ends a Lao word stays with it, and what opens one: the line breaker parts them.
CLOSING = re.compile(r"""[.,;:!?)\]}”’»"'%…]+""")
OPENING = re.compile(r"""["'“‘(\[«]+""")
PARTS = re.compile(f"{RUN.pattern}|\\s+|[^\\s\u0e80-\u0ecf\u0edc-\u0eff]+")

Node = str | dict


def nodes(html: str) -> list[Node]:
    """The HTML that Filler and Markdown make: a list of texts and {"is": element, "in": [nodes]}.

    Links have their address in "to", ordered lists where they begin in "from".
    """
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    return reader.top


def line(text: str) -> list[Node]:
    """A plain text, not HTML."""
    return nodes(escape(text))


def tied(text: str) -> list[Node]:
    """The text with {"is": "kept"} about each last syllable and its full stop, and the like."""
    units: list[Node] = []
    parts = PARTS.findall(text)
    opening = ""
    for n, part in enumerate(parts):
        after_space = n == 0 or parts[n - 1].isspace()
        if RUN.fullmatch(part):
            units += _opened(opening, line_pieces(part))
            opening = ""
        elif after_space and OPENING.fullmatch(part) and n + 1 < len(parts):
            opening = part
        else:
            units += _closed(units, opening + part)
            opening = ""
    return _joined(units)


def _opened(opening: str, pieces: list[str]) -> list[Node]:
    if not opening:
        return pieces
    return [{"is": "kept", "in": [opening + pieces[0]]}, *pieces[1:]]


def _closed(units: list[Node], part: str) -> list[Node]:
    """What follows the units; punctuation takes the last syllable with it."""
    found = CLOSING.match(part)
    last = units[-1] if units else None
    if not found or last is None or not RUN.search(_text(last)):
        return [breakable(part)]
    units.pop()
    rest = part[found.end() :]
    kept = {"is": "kept", "in": [_text(last) + found[0]]}
    return [kept, breakable(rest)] if rest else [kept]


def _text(node: Node) -> str:
    return node if isinstance(node, str) else "".join(node["in"])


def _joined(units: list[Node]) -> list[Node]:
    """Neighbouring texts as one: Typst finds the places to break in it by itself."""
    found: list[Node] = []
    for unit in units:
        if found and isinstance(unit, str) and isinstance(found[-1], str):
            found[-1] += unit
        else:
            found.append(unit)
    return found


def breakable(text: str) -> str:
    """Long runs of Latin letters, digits and signs with places to break; Typst knows Lao's."""
    return " ".join(_cut(run) for run in text.split(" "))


def _cut(run: str) -> str:
    if len(run) <= LONGEST_RUN or not run.isascii():
        return run
    return BREAK.join(run[at : at + PIECE] for at in range(0, len(run), PIECE))


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self.open: list[tuple[str, list[Node]]] = [("", self.top)]

    def handle_starttag(self, tag, attrs):
        if tag in EMPTY:
            self._here.append({"is": tag, "in": []})
            return
        name = MEANT_AS.get(tag, tag)
        if name not in {*KEPT, "blank"}:
            return
        given = dict(attrs)
        if given.get("class") == "value":
            name = "strong"
        node = {"is": name, "in": []}
        if name == "a":
            node["to"] = given.get("href") or ""
        if name == "ol" and (given.get("start") or "").isdecimal():
            node["from"] = min(int(given["start"]), 9999)
        self._here.append(node)
        self.open.append((tag, node["in"]))

    def handle_endtag(self, tag):
        if any(tag == opened for opened, _within in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        within = self.open[-1][0]
        # Between the rows of a table and the items of a list stand line feeds of no meaning.
        if not data.strip() and (within in {"ul", "ol", "table", "tr"} or self._after_block()):
            return
        if within != "pre":
            data = data.replace("\n", " ")
        if data.strip() or self._here:
            self._here.extend(tied(data))

    def _after_block(self) -> bool:
        last = self._here[-1] if self._here else None
        return isinstance(last, dict) and last["is"] in BLOCKS

    @property
    def _here(self) -> list[Node]:
        return self.open[-1][1]
