"""What the modules on the phone need from the page."""

from datetime import date

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag
def months() -> str:
    """The twelve months' names in the language that is shown, joined by "|"."""
    return "|".join(date_format(date(2000, month, 1), "F") for month in range(1, 13))


@register.simple_tag
def icon_path() -> str:
    """The address of the drawn signs, for rows that a module fills."""
    return static("icons/icons.svg")
