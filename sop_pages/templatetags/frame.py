"""What the frame of every page needs: icons, the language switch."""

from functools import cache
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css_class: str = "icon"):
    """A drawn sign of icons.svg; the words beside it say what it means."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, icons(), name
    )


@register.simple_tag
@cache
def mark_uri() -> str:
    """The site's sign within the page itself: a tab's icon is not worth a request on 2G."""
    drawn = (settings.BASE_DIR / "static" / "icons" / "mark.svg").read_text(encoding="utf-8")
    return mark_safe("data:image/svg+xml," + quote(" ".join(drawn.split())))


def icons() -> str:
    return static("icons/icons.svg")


def other_language() -> str:
    """The language that the reader doesn't see now."""
    return next(code for code, _name in settings.LANGUAGES if code != get_language())


@register.simple_tag
def body_icon(name: str):
    """A sign within a stored body: the address of icons.svg is filled in when it is served."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="icons:#{}"/></svg>', name)


@register.simple_tag
def report_url(**about) -> str:
    """Where a report begins; what it is about (sop, step, language, contact) goes along."""
    try:
        path = reverse("feedback:new")
    except NoReverseMatch:  # the handbook reads well where nobody takes reports
        path = f"/{get_language()}/feedback/new/"
    return f"{path}?{urlencode({name: value for name, value in about.items() if value})}"


@register.simple_tag
def tip_url(**about) -> str:
    """Where an officer tells what worked at a step."""
    return report_url(**about).replace("/new/", "/solutions/new/")


@register.simple_tag(takes_context=True)
def in_other_language(context) -> dict:
    """The same page in the other language: {code, name, url}; query kept, the home page else."""
    code = other_language()
    request = context.get("request")
    path = request.get_full_path() if request else ""
    parts = path.split("/", 2)
    rest = parts[2] if len(parts) == 3 and parts[1] in dict(settings.LANGUAGES) else ""
    name = "English" if code == "en" else "ລາວ"
    return {"code": code, "name": name, "url": f"/{code}/{rest}"}
