"""A file's text as the Markdown that the bank keeps. Nothing else of its HTML survives."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from .drafts import Text

SIGNS = re.compile(r"([\\`*_\[\]>#])")
VALUE = re.compile(r"(\{[a-z][a-z0-9_]*\})")  # as in sop_pages/figures.py, or a drawn number
ENTITY = re.compile(r"&(?=#?\w+;)")
LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.M)
BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
DROPPED = {"script", "style", "head", "title", "template", "object", "iframe"}
BLOCKS = {"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*"}
BLANK_LINES = re.compile(r"\n{3,}")


def to_markdown(text: Text) -> str:
    """Markdown that shows what the text showed: words, emphasis, paragraphs, lists, breaks."""
    if text.format == "markdown":
        return text.text.strip()
    if text.format != "html":
        return _literal(text.text)
    found = _inner(BeautifulSoup(text.text, "html.parser"))
    return BLANK_LINES.sub("\n\n", BLANKS.sub(" ", found)).strip()


def _literal(text: str) -> str:
    """The text with every sign that Markdown would take for a mark written out."""
    parts = VALUE.split(text)  # every second one names a value, and is to go on naming it
    parts[::2] = [SIGNS.sub(r"\\\1", part) for part in parts[::2]]
    text = ENTITY.sub("&amp;", "".join(parts)).replace("<", "&lt;")
    return LINE_START.sub(lambda found: f"{found[1]}{_escaped(found[2])}", text)


def _escaped(bullet: str) -> str:
    return f"{bullet[:-1]}\\{bullet[-1]}"


def _inner(element: Tag) -> str:
    return "".join(_node(node) for node in element.children)


def _node(node) -> str:
    if isinstance(node, NavigableString):
        # Comments and doctypes are kinds of NavigableString too, but not words.
        return _literal(re.sub(r"\s+", " ", node)) if type(node) is NavigableString else ""
    if node.name in DROPPED:
        return ""
    if node.name == "br":
        return "  \n"
    if node.name in AROUND:
        return _emphasis(_inner(node), AROUND[node.name])
    if node.name == "li":
        number = 1 + len(node.find_previous_siblings("li"))
        mark = f"{number}." if node.parent and node.parent.name == "ol" else "-"
        return f"{mark} {_inner(node).strip()}\n"
    inner = _inner(node)
    return f"\n\n{inner.strip()}\n\n" if node.name in BLOCKS else inner


def _emphasis(inner: str, mark: str) -> str:
    """Marks stand at the words: Markdown reads none beside a blank."""
    words = inner.strip()
    if not words:
        return inner
    before, after = inner.split(words, 1)
    return f"{before}{mark}{words}{mark}{after}"
