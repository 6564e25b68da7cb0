"""What of the handbook phones keep: home page, lists, contacts, every SOP, as a stranger sees them.

Closed SOPs are added for those who may read them.
"""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Count, Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from sop_site.lao.text import with_breaks
from sop_site.offline import saved

from . import build, privacy, reading
from .models import Contact, ReferenceValue, RenderedSOP
from .reading import place_of
from .rendering import TASKS


def handbook(locale: str, request: HttpRequest | None) -> Iterator[saved.Document]:
    """All open pages of the handbook in this language."""
    yield from saved.documents(addresses(locale), locale)


def closed(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    """The closed SOPs that this person may read."""
    readable = privacy.readable(request, [*_copies(locale, restricted=True)])
    yield from saved.documents(_of_sops(readable, locale), locale, request)


def contacts_here(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    """Whom to call in this person's place, in the stead of the page that strangers see."""
    if any(place_of(request.user)):
        with translation.override(locale):
            address = reverse("sop_pages:contacts")
        yield from saved.documents([address], locale, request)


def addresses(locale: str) -> Iterable[str]:
    with translation.override(locale):
        lists = [
            reverse(f"sop_pages:{name}") for name in ("home", "search", "sops", "contacts", "ask")
        ]
        tasks = [reverse("sop_pages:task", args=[task]) for task in TASKS]
    return [*lists, *tasks, *_of_sops(_copies(locale, restricted=False), locale)]


def _copies(locale: str, *, restricted: bool) -> Iterator[RenderedSOP]:
    """What stands at the SOPs' addresses today; a retired one's says so, without a network too."""
    for found in (RenderedSOP.objects.listed, RenderedSOP.objects.retired):
        yield from found(locale, localdate()).filter(restricted=restricted)


def _of_sops(copies: Iterable[RenderedSOP], locale: str) -> list[str]:
    with translation.override(locale):
        return [reverse("sop_pages:sop", args=[copy.code.lower()]) for copy in copies]


def state(locale: str) -> str:
    """Changes when any page of the handbook does: texts, values, contacts, privacy, templates;
    and with the day, from which values hold."""
    found = [
        RenderedSOP.objects.aggregate(Max("made_at"), Count("pk")),
        Contact.objects.aggregate(Max("updated_at"), Count("pk")),
        ReferenceValue.objects.aggregate(Max("updated_at"), Count("pk")),
        sorted(PageViewRestriction.objects.values_list("pk", "page_id", "restriction_type")),
        localdate(),
        build.of_pages(),
    ]
    return repr(found)


MARK = "khumue-slot-"
SLOT = re.compile(MARK + "([A-Za-z]+)")
AROUND_TEXT = re.compile(rf"\s*({MARK}text)\s*")


def patterns(locale: str) -> Iterator[saved.Pattern]:
    """What every SOP repeats, from the templates themselves: a step, an item to tick off."""
    key, text = MARK + "key", mark_safe(MARK + "text")
    step = {"key": key, "number": MARK + "number", "title": MARK + "title"}
    # In capitals, since its address has the same in small letters.
    about = {"code": MARK + "CODE", "language": locale, "number": MARK + "release"}
    about["step"] = step | {"parts": [{"kind": "text", "html": text}]}
    about["item"] = {"key": key, "text": text}
    with translation.override(locale):
        for name in ("sop_step", "sop_tick"):
            html = render_to_string(f"sop_pages/{name}.html", about)
            html = reading.with_notes(html, {})
            html = reading.with_icons(with_breaks(html) if locale == "lo" else html)
            # A step's texts end in different numbers of empty lines.
            yield saved.Pattern.between(SLOT.split(AROUND_TEXT.sub(r"\1", html)))


def register() -> None:
    saved.register("sop_pages.handbook", handbook, stamp=state, patterns=patterns)
    saved.register("sop_pages.closed", closed)
    saved.register("sop_pages.contacts_here", contacts_here)
