"""Percentages in templates, by the one rule of quizzes/percents.py; "–" for what is not known."""

from django import template
from django.template.defaultfilters import floatformat

from .. import percents

register = template.Library()
UNKNOWN = "–"


@register.filter
def percent(percentage, places: int = 0) -> str:
    """16.667 is "17%"; with `places` digits behind the point where they are asked for."""
    if percentage in (None, ""):
        return UNKNOWN
    if places:
        return f"{floatformat(percentage, places)}%"
    return f"{percents.whole(percentage)}%"


@register.filter
def towards(percentage, needed: int) -> str:
    """The percentage that a reader compares with what passes."""
    return f"{percents.towards(percentage, needed)}%"


@register.filter
def share(part) -> str:
    """A share of one: 0.16667 is "17%"."""
    return UNKNOWN if part in (None, "") else f"{percents.whole_share(part)}%"
