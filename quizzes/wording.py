"""Text of questions as it stands on a page: Markdown cleaned, values filled in, Lao breakable."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sop_pages.figures import KEY
from sop_pages.markdown import plain_text, render_markdown
from sop_site.lao.text import with_breaks

from .content import text_of
from .values import written

ONE_PARAGRAPH = re.compile(r"^\s*<p>((?:(?!</?p>).)*)</p>\s*$", re.S)


def rich(both: dict | None, language: str, values: dict) -> SafeString:
    """HTML of a text of a version, in this language, else in the other; "" when there is none.

    `values` are those that the attempt keeps. A single paragraph comes without its <p>, so that
    it fits a heading or a label.
    """
    return mark_safe(with_breaks(printed(both, language, values)))


def printed(both: dict | None, language: str, values: dict) -> str:
    """The same HTML without places to break: the press finds them by itself."""
    return KEY.sub(lambda found: _value(values, found[1]), _html(text_of(both, language)))


@lru_cache(maxsize=4096)
def _html(text: str) -> str:
    """Kept: a phone's saved pages hold hundreds of texts, each time the same."""
    html = render_markdown(text)
    only = ONE_PARAGRAPH.match(html)
    return only[1] if only else html


def plain(both: dict | None, language: str, values: dict, unknown: str = "[LSSO]") -> str:
    """The same without marks of any kind, for titles of pages and lists; `unknown` stands where a
    value is not among these."""
    text = " ".join(plain_text(text_of(both, language)).split())
    return KEY.sub(lambda found: written(values, found[1]) or unknown, text)


def _value(values: dict, key: str) -> str:
    found = written(values, key)
    # What LSSO has not given is an open field, never a guess.
    return '<span class="blank"><b>LSSO</b></span>' if found is None else escape(found)
