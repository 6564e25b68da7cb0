"""How figures are shown."""

from django import template

from ..figures import words

register = template.Library()
register.filter("working_days", words.days)
