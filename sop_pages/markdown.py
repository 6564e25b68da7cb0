"""Markdown to HTML, cleaned; and to plain text. Nothing typed reaches a page by another way."""

import re
from html import unescape

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "a", "blockquote", "br", "code", "em", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_LIST_AFTER_TEXT = re.compile(
    r"^(?![ \t]*(?:[-*+]|\d+\.)[ \t])(.*\S.*)\n(?=(?:[-*+]|1\.)[ \t])", re.M
)
_BLOCK_END = re.compile(r"</(?:p|li|h\d|tr|blockquote|pre)>|<br ?/?>")


def render_markdown(text: str) -> SafeString:
    """HTML of a text in Markdown: paragraphs, lists, emphasis, links, tables.

    Any HTML in the text is dropped, except what is in ATTRIBUTES and TAGS; scripts lose their
    content too. `{keys}` and `[LSSO: …]` come through as typed, for the filter that fills them in.
    """
    html = markdown.markdown(_roomy(text), extensions=["tables", "sane_lists"])
    return mark_safe(
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    )


def _roomy(text: str) -> str:
    """Authors begin a list right below a sentence; Markdown wants an empty line between."""
    return _LIST_AFTER_TEXT.sub(r"\1\n\n", text or "")


def plain_text(text: str) -> str:
    """The words of a Markdown text, one line a paragraph or list item."""
    html = _BLOCK_END.sub("\n", render_markdown(text))
    words = unescape(nh3.clean(html, tags=set()))
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())
