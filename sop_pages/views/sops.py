"""An SOP's address: by language and code, in one look-up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from sop_site.encodings import accepted

from .. import asked_to_confirm, compression, privacy, reading, shell
from ..models import RenderedSOP
from ..models.sops import CODE
from ..notes import showing

# POST only for the password of a page that asks for one.
allowed = require_http_methods(["GET", "HEAD", "POST"])


@allowed
def sop(request: HttpRequest, code: str) -> HttpResponse:
    """The SOP as it is read today. Not modified, not yet translated, not found: each says so."""
    if not CODE.regex.match(code.upper()):  # a NUL byte, say, which PostgreSQL won't look up
        raise Http404
    if code != code.lower():
        return redirect(_in_small_letters(request, code), permanent=True)
    day, language = localdate(), get_language()
    copy = RenderedSOP.objects.in_force(language, code.upper(), day, request.user)
    if copy is None:
        return _not_translated(request, code.upper(), day)
    refused = privacy.refusal(request, copy.page) if copy.restricted else None
    if refused:
        return refused
    asked = asked_to_confirm.on_page(request, copy)
    notes = showing.beneath(copy, request.user)
    etag = reading.etag(copy, request, asked, showing.mark_of(notes))
    response = get_conditional_response(request, etag=etag)
    response = response or _page(request, copy, day, etag, asked, notes)
    return _with_headers(request, response, etag)


def _page(request, copy: RenderedSOP, day, etag: str, asked: str, notes) -> HttpResponse:
    coding = accepted(request)
    if coding and copy.stranger_etag == etag:
        return HttpResponse(reading.kept_for(copy, coding), headers={"Content-Encoding": coding})
    body = reading.body(copy, request, day, notes)
    response = HttpResponse(shell.page(copy, body, request, asked))
    if not request.user.is_authenticated and not copy.restricted:
        compression.compress(request, response)
    return response


def _with_headers(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Kept by phones, asked for again each time; a person's own page is for that person only."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def _in_small_letters(request: HttpRequest, code: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return reverse("sop_pages:sop", args=[code.lower()]) + (f"?{query}" if query else "")


def _not_translated(request: HttpRequest, code: str, day) -> HttpResponse:
    """A page that leads to the other language, where the SOP exists there. Raises Http404 else."""
    language = get_language()
    others = RenderedSOP.objects.filter(code=code, holds_from__lte=day).exclude(language=language)
    other = others.order_by("-holds_from").first()
    if other is None or not privacy.readable(request, [other]):
        raise Http404
    # Not 404: the address is right, and the words come one day.
    return render(request, "sop_pages/not_translated.html", {"other": other})
