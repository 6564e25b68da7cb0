"""What a person is still asked to confirm: on the home page, and in that person's saved copy."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site.offline import saved

from . import home, privacy
from .acknowledging import Owed, has_confirmed, owed
from .models import RenderedSOP

ROWS = 2
MOST_SAVED = 20  # each is rendered for each look at what is new


def readable(request: HttpRequest) -> list[Owed]:
    """What is asked of whoever asks, without SOPs that they may not read. Two queries, three more
    where one is closed."""
    found = owed(request.user)
    codes = [one.code for one in found if one.closed]
    if not codes:
        return found
    copies = list(RenderedSOP.objects.filter(code__in=codes).defer("body"))
    may = {copy.code for copy in privacy.readable(request, copies)}
    return [one for one in found if not one.closed or one.code in may]


def until(one: Owed) -> str:
    """By which day, or how late it is, in words."""
    if not one.days_late:
        return _("Read and confirm by %(day)s") % {"day": date_format(one.due)}
    words = ngettext("%(n)d day late", "%(n)d days late", one.days_late)
    return words % {"n": one.days_late}


def soon(one: Owed) -> str:
    """A mark in words; not "in 2 days", since it is read from a saved copy too."""
    return _("Due soon") if one.is_soon else ""


def panel(request: HttpRequest) -> Iterator[home.Row]:
    """The most urgent ones, and how many more there are."""
    found = readable(request)
    for one in found[:ROWS]:
        yield home.Row(
            group="asked",
            title=one.title,
            url=reverse("sop_pages:confirm", args=[one.code.lower()]),
            more=one.code if one.days_late else f"{one.code} · {until(one)}",
            icon="check",
            state="todo" if one.days_late or one.is_soon else "",
            state_text=until(one) if one.days_late else soon(one),
        )
    more = len(found) - ROWS
    if more > 0:
        words = ngettext(
            "%(n)d more procedure to confirm", "%(n)d more procedures to confirm", more
        )
        url = reverse("sop_pages:to_confirm")
        yield home.Row(group="asked", title=words % {"n": more}, url=url, icon="check")


def on_page(request: HttpRequest, copy: RenderedSOP) -> str:
    """What stands beneath an SOP for a reader who is asked to confirm it, as HTML; else "".
    No query where nobody is asked, one for who has confirmed, two or three else."""
    if not request.user.is_authenticated or copy.asked_for is None:
        return ""
    # Simple, and true for most readers: what follows costs more to write than to answer.
    if has_confirmed(request.user, copy.asked_for):
        return ""
    found = owed(request.user, release__sop=copy.sop_id)
    if not found:
        return ""
    context = {"owed": found[0], "until": until(found[0])}
    return render_to_string("sop_pages/confirming/asked.html", context)


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    with translation.override(locale):
        paths = [reverse("sop_pages:to_confirm")]
        asked = readable(request)[:MOST_SAVED]
        paths += [reverse("sop_pages:confirm", args=[one.code.lower()]) for one in asked]
    yield from saved.documents(paths, locale, request)


def register() -> None:
    home.register("sop_pages.asked_to_confirm", panel)
    saved.register("sop_pages.asked_to_confirm", own_pages)
