"""Receipts that officers' phones showed: noted by a trainer, matched with what has arrived."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sop_site.offline import inbox
from sop_site.offline.receipts import read

from .. import noting
from ..hand_in_codes import code_of
from ..matching import notes_of
from ..models import Attempt, Quiz

MOST = 5
FIELDS = ("code", "attempt", "quiz", "officer")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def receipts(request):
    """A field for the code; with ?code= its own page. POST notes it, for those who may."""
    if request.method == "POST":
        return _note(request)
    typed = request.GET.get("code", "").strip()[: noting.LONGEST]
    code, attempt = noting.read(typed)
    attempt = attempt or request.GET.get("attempt", "")[:40]
    if code and attempt:  # scanned: the form keeps what the code alone doesn't say
        return _page(request, code, {"code": code, "attempt": attempt})
    if any(sign.isalnum() for sign in typed):
        return redirect("quizzes:receipt", code or read(typed)[:30])
    return _page(request, "", {})


def _note(request):
    if not request.user.has_perm(noting.MAY_NOTE):
        raise PermissionDenied
    typed = {name: request.POST.get(name, "").strip()[: noting.LONGEST] for name in FIELDS}
    payload = {name: value for name, value in typed.items() if value}
    outcome = inbox.deliver(request.user, noting.KIND, payload)
    if not outcome.is_kept:
        return _page(request, "", typed, error=outcome.message, status=422)
    messages.success(request, _("The receipt is noted."))
    return redirect("quizzes:receipt", outcome.result["code"])


@require_safe
@login_required
def receipt(request, code):
    """What came of a code: whose attempt it is, and whether its answers are those shown."""
    known = noting.read(code)[0]
    return _page(request, known or code[:30].replace("\x00", "?").upper(), {"code": known})


def _page(request, code: str, typed: dict, *, error="", status=200):
    may_note = request.user.has_perm(noting.MAY_NOTE)
    context = {
        "tab": "quizzes",
        "code": code,
        "typed": typed,
        "error": error,
        "may_note": may_note,
        "kind": noting.KIND,
        "found": _found(request.user, code) if code else [],
    }
    if may_note:
        context |= {"notes": notes_of(request.user), "quizzes": Quiz.objects.listed()}
        context["mine"] = next((m for m in context["notes"] if m.note.code == code), None)
    return render(request, "quizzes/receipt.html", context, status=status)


def _found(user, code: str) -> list[dict]:
    """Trainers and others see those of their line of duty, everyone their own; a code of someone
    else looks as if nothing had arrived."""
    known = Attempt.objects.results_for(user) | Attempt.objects.filter(officer=user)
    found = known.with_codes([code]).select_related("quiz", "officer").order_by("-handed_in_at")
    return [{"attempt": attempt, "is_whole": _is_whole(attempt)} for attempt in found[:MOST]]


def _is_whole(attempt: Attempt) -> bool:
    """Whether the answers are those that the phone's code was made of; what was handed in without
    one was here already."""
    return not attempt.phone_code or code_of(attempt) == attempt.phone_code
