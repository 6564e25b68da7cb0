"""An SOP as it is read: the rendered copy, with what is this reader's own filled in."""

import re
from datetime import date
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from sop_site.lao.text import with_breaks
from sop_site.memo import Memo

from . import build, calculator_forms, compression, rendering, shell
from .contact_cards import card
from .figures import from_json
from .models import Contact, RenderedSOP
from .paper import kept

_opening, _closing = (re.escape(mark) for mark in rendering.CALCULATORS)
# Cards and empty calculators, about 2 kB each.
_memory = Memo(most=1000)
CALCULATOR = re.compile(_opening.replace(r"\{\}", r"(\w+)") + ".*?" + _closing, re.S)


def place_of(user) -> tuple[str, str]:
    """(district code, province code) of a person, "" where there is none. No query."""
    if not user.is_authenticated:
        return "", ""
    district = user.district_id or ""
    return district, district[:2] or user.province_id or ""


def date_of(request: HttpRequest) -> str:
    return localdate().isoformat() if request.GET else ""


def etag(copy: RenderedSOP, request: HttpRequest, asked: str = "", notes: str = "") -> str:
    """Names what would be sent: the copy (its text, its value set), the build, the contacts'
    state, the reader with name and place, what is `asked` of them, the mark of their `notes`; with
    a query also the day, from which it counts."""
    user = request.user
    reader = (user.pk, user.name, place_of(user)) if user.is_authenticated else ()
    day = date_of(request)
    frame = shell.shell(copy.language, user.is_authenticated).digest
    contacts = str(copy.contacts_at)
    release = (copy.number, copy.effective_from, copy.holds_from)
    pdf = kept.size_of(kept.name_of(copy.language, copy.code, copy.number))
    state = (copy.etag, release, pdf, frame, build.of_pages(), contacts, reader, asked, notes, day)
    return f'W/"{sha256(repr(state).encode()).hexdigest()[:32]}"'


def body(
    copy: RenderedSOP, request: HttpRequest, day: date, notes: dict[str, str] | None = None
) -> SafeString:
    """The body for this reader, `notes` beneath the steps of these keys. One query at most: whom
    to call here."""
    html = copy.body.replace(rendering.CONTACTS, _contacts(copy, place_of(request.user)), 1)
    shown = set()

    def calculator(found: re.Match) -> str:
        if found[1] in shown:  # one of a kind: its fields have names of their own on the page
            return ""
        shown.add(found[1])
        return _calculator(found[1], copy, request.GET, day)

    html = with_notes(CALCULATOR.sub(calculator, html), notes or {})
    return mark_safe(with_icons(html))


def with_notes(html: str, notes: dict[str, str]) -> str:
    """The places beneath the steps filled in, or taken out."""
    return rendering.NOTES.sub(lambda found: notes.get(found[1], ""), html)


def with_icons(html: str) -> str:
    """The signs' address filled in, whose name changes with its content."""
    return html.replace(f'"{rendering.ICONS}#', f'"{static("icons/icons.svg")}#')


def _contacts(copy: RenderedSOP, place: tuple[str, str]) -> str:
    """Whom to call for this SOP at this place, as HTML; the query only where it is new."""

    def make() -> str:
        figures = _figures(copy)
        contacts = Contact.objects.for_sop(copy.sop_id, *place)
        cards = [card(contact, copy.language, figures) for contact in contacts[:1]]
        context = {"cards": cards, "code": copy.code, "language": copy.language}
        return _broken(render_to_string("sop_pages/sop_contacts.html", context), copy.language)

    if not hasattr(copy, "contacts_at"):  # a preview: made anew each time
        return make()
    key = (copy.sop_id, copy.code, copy.language, copy.etag, str(copy.contacts_at), place)
    return _memory.get(key, make)


def _calculator(name: str, copy: RenderedSOP, query, day: date) -> str:
    def make() -> str:
        form = calculator_forms.read(name, query, _figures(copy), day)
        return _broken(calculator_forms.render(form), copy.language)

    if query:
        return make()
    return _memory.get((name, copy.language, copy.etag), make)


def _figures(copy: RenderedSOP) -> dict:
    return {key: from_json(key, kept) for key, kept in copy.figures.items()}


def keep_for_strangers(copy: RenderedSOP) -> bool:
    """Keeps the page for who is not signed in with its copy, compressed. Whether it was new."""
    request = HttpRequest()
    request.user = AnonymousUser()
    request.path = request.path_info = f"/{copy.language}/sops/{copy.code.lower()}/"
    with translation.override(copy.language):
        found = "" if copy.restricted else etag(copy, request)
        if copy.stranger_etag == found:
            return False
        html = shell.page(copy, body(copy, request, localdate()), request) if found else ""
    RenderedSOP.objects.filter(pk=copy.pk).update(
        stranger_etag=found,
        stranger_page=compression.best(html, "br"),
        stranger_gzip=compression.best(html, "gzip"),
    )
    return True


def kept_for(copy: RenderedSOP, coding: str) -> bytes:
    """The page that was kept for strangers in this coding, "br" or "gzip"."""
    return copy.stranger_page if coding == "br" else copy.stranger_gzip


def _broken(html: str, language: str) -> str:
    return with_breaks(html) if language == "lo" else html
