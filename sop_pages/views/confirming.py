"""What changed since you last confirmed, and the button that says: I have read it."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sop_site.offline import inbox
from sop_site.offline.forms import item_id

from .. import privacy
from ..acknowledging import KIND, last_confirmed
from ..asked_to_confirm import readable, until
from ..comparing import shown
from ..models import Acknowledgement, Release, ReleaseText, SOPPage
from .releases import page_of

CONFIRMED_SHOWN = 30
FIELDS = ("sop", "release", "language", "since")


@login_required
@never_cache
@require_safe
def to_confirm(request: HttpRequest) -> HttpResponse:
    """All that is asked of this person, and what they have confirmed."""
    texts = {"language": get_language()}
    words = Acknowledgement.objects.filter(person=request.user).select_related("release__sop")
    done = list(words[:CONFIRMED_SHOWN])
    titles = dict(
        ReleaseText.objects.filter(
            release__in=[word.release_id for word in done], **texts
        ).values_list("release_id", "title")
    )
    context = {
        "asked": [{"owed": one, "until": until(one)} for one in readable(request)],
        "done": [{"word": word, "title": titles.get(word.release_id, "")} for word in done],
        "tab": "home",
    }
    return render(request, "sop_pages/confirming/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows what differs from the release that this person confirmed last (the first time:
    leads to the whole SOP), POST puts their word into the inbox. Raises Http404."""
    page = _page(code)
    if refused := privacy.refusal(request, page):
        return refused
    if page.language != get_language():
        with override(page.language):
            return redirect("sop_pages:confirm", code.lower())
    error = ""
    if request.method == "POST":
        outcome = _sent(request)
        if outcome.is_kept:
            messages.success(request, _said(outcome.result))
            return redirect("sop_pages:to_confirm")
        error = outcome.message or _("This was sent before, with other words.")
    context = _context(request, page) | {"error": error, "item": uuid4(), "tab": "home"}
    return render(
        request, "sop_pages/confirming/confirm.html", context, status=422 if error else 200
    )


def _page(code: str) -> SOPPage:
    """In the language that is shown, else in the one that there is. Raises Http404."""
    try:
        return page_of(code)
    except Http404:
        with override("lo" if get_language() == "en" else "en"):
            return page_of(code)


def _context(request: HttpRequest, page: SOPPage) -> dict:
    holding = Release.objects.in_force(page.sop.code, localdate())
    if holding is None:  # retired, or never in force
        raise Http404
    texts = _documents(page, holding)
    last = last_confirmed(request.user, [page.sop_id]).get(page.sop_id)
    before = _documents(page, last.release).get(page.language) if last else None
    asked = [one for one in readable(request) if one.code == page.sop.code]
    return {
        "page": page,
        "code": page.sop.code,
        "release": holding,
        "note": holding.note(page.language),
        "last": last,
        "since": last.release.number if before else "",
        "changes": shown(before, texts[page.language]) if page.language in texts else None,
        "asked": asked[0] if asked else None,
        "until": until(asked[0]) if asked else "",
    }


def _documents(page: SOPPage, release: Release) -> dict:
    texts = release.texts.filter(language=page.language)
    return {text.language: text.document() for text in texts}


def _sent(request: HttpRequest):
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    payload = {name: value for name, value in typed.items() if value}
    return inbox.deliver(request.user, KIND, payload, item_id=item_id(request.POST.get("item", "")))


def _said(result: dict) -> str:
    if result.get("state") == "newer":
        return _("Thank you. A later release holds by now: please confirm that one too.")
    return _("Thank you. Your confirmation has arrived.")
