"""What a sheet of paper leads to: is its release still the newest? And a step's own sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sop_site.public_addresses import address_of, qr_of

from .. import privacy
from ..models import Release, SOPPage, Step
from ..models.sops import CODE, KEY
from .releases import NUMBER, Acts, page_of, retired_said, state_of, why_void

LONGEST = 20  # of what is typed into a field


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where code and release of a sheet are typed. A phone without a network answers here too."""
    code, number = (request.GET.get(name, "").strip()[:LONGEST] for name in ("code", "release"))
    found = bool(CODE.regex.match(code.upper()) and NUMBER.fullmatch(number))
    if found and Release.objects.filter(sop__code=code.upper()).exists():
        return redirect("sop_pages:check", code.lower(), number)
    context = {"code": code, "number": number, "wrong": bool(code or number), "tab": "home"}
    return render(request, "sop_pages/releases/ask.html", context)


@require_safe
def check(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Whether this release is the newest, was replaced (by which, and what changed), is still to
    come, was a mistake, or belongs to an SOP that was taken back. Raises Http404."""
    page = _any_page(code)
    if refused := privacy.refusal(request, page):
        return refused
    rows = list(Release.objects.filter(sop=page.sop_id).in_order())
    release = next((row for row in rows if row.number == number), None)
    if release is None:
        raise Http404
    today = localdate()
    standing = [row for row in rows if not row.ended]
    holding = next((row for row in standing if row.effective_from <= today), None)
    acts = Acts.of(rows, page.sop_id, today)
    withdrawn = not acts.retired and not SOPPage.objects.live().filter(sop=page.sop_id).exists()
    context = {
        "page": page,
        "code": page.sop.code,
        "release": release,
        "holding": holding,
        "coming": next((row for row in reversed(standing) if row.effective_from > today), None),
        "state": "withdrawn" if withdrawn else state_of(release, holding, acts.retired),
        "error": why_void(release, acts.voided),
        "ending": acts.ending,
        **retired_said(acts.retired),
        "notes": _since(release, holding, standing),
        "tab": "home",
    }
    response = render(request, "sop_pages/releases/check.html", context)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def step(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """A step's address and its QR, to be sent or scanned. Raises Http404."""
    page = page_of(code)
    if not page.live or not KEY.regex.match(key):  # a NUL byte, say, which PostgreSQL won't look up
        raise Http404
    if refused := privacy.refusal(request, page):
        return refused
    found = get_object_or_404(Step, sop=page.sop_id, key=key, kind=Step.Kind.STEP, present=True)
    address = address_of("sop_pages:sop", page.sop.code.lower(), language=page.language)
    address = f"{address}#{found.key}"
    context = {
        "page": page,
        "code": page.sop.code,
        "step": found,
        "title": found.title(page.language),
        "address": address,
        "qr": qr_of(address),
        "tab": "home",
    }
    return render(request, "sop_pages/step_sign.html", context)


def _any_page(code: str) -> SOPPage:
    """The SOP's page in the language that is shown, else in another; live or not."""
    if not CODE.regex.match(code.upper()):
        raise Http404
    pages = SOPPage.objects.filter(sop__code=code.upper()).select_related("sop")
    found = {page.language: page for page in pages}
    if not found:
        raise Http404
    return found.get(get_language()) or next(iter(found.values()))


def _since(release: Release, holding: Release | None, standing: list[Release]) -> list[dict]:
    """What the releases after this one changed, up to the one that holds; the latest first."""
    if holding is None:
        return []
    language = get_language()
    place = {row.pk: n for n, row in enumerate(standing)}
    until = place.get(release.pk, place[holding.pk])
    return [
        {"release": row, "note": row.note(language)} for row in standing[place[holding.pk] : until]
    ]
