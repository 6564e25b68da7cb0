"""`{% load lao %}`: line breaks, cutting, numbers and kip in the language that is shown.

Dates need nothing of ours: `{{ day|date }}`, `{{ moment|date:"DATETIME_FORMAT" }}`.
"""

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from sop_site.lao import text

register = template.Library()
KIP = "₭"
SHORT = 300  # signs: titles and labels, which come again and again
_broken = lru_cache(maxsize=2000)(text.with_breaks)


@register.filter(is_safe=True)
def breaks(value) -> str:
    """Lets Lao lines break between syllables: escapes what isn't safe, then puts in `<wbr>`."""
    html = str(conditional_escape("" if value is None else value))
    return mark_safe(_broken(html) if len(html) <= SHORT else text.with_breaks(html))


@register.filter
def truncate_syllables(value, length) -> str:
    """At most `length` signs, cut between syllables or words, with "…"."""
    return text.truncate("" if value is None else str(value), int(length))


@register.filter
def number(value, places=None) -> str:
    """A number with its thousands grouped: 2.000.000 in Lao, 2,000,000 in English.

    Without `places` it keeps the decimals that it has. What is no number is given back as it is.
    """
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return value
    if not amount.is_finite():
        return value
    if places is None and amount == amount.to_integral_value():
        places = 0
    return number_format(amount, None if places is None else int(places), force_grouping=True)


@register.filter
def kip(value) -> str:
    """Whole kip with their sign: ₭2.000.000 in Lao, ₭2,000,000 in English."""
    shown = number(value, 0)
    if shown is value:
        return value
    return f"-{KIP}{shown[1:]}" if shown.startswith("-") else f"{KIP}{shown}"
