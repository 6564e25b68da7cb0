"""`{% load search %}`: texts with what was looked for marked."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from sop_site.lao.text import with_breaks

register = template.Library()


@register.filter
def marked(parts) -> str:
    """Parts of a text (search.snippets.Part) as HTML, matches in `<mark>`, with line breaks."""
    shown = (
        f"<mark>{with_breaks(escape(part.text))}</mark>"
        if part.found
        else with_breaks(escape(part.text))
        for part in parts
    )
    return mark_safe("".join(shown))
