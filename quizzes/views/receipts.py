"""Matching the receipt that an officer's phone showed with what has arrived since."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sop_site.offline.receipts import read

from ..hand_in_codes import code_of
from ..models import Attempt

MOST = 5


@require_safe
@login_required
def receipts(request):
    """A field for the code, and then its own page."""
    typed = request.GET.get("code", "").strip()[:30]
    if any(sign.isalnum() for sign in typed):
        return redirect("quizzes:receipt", read(typed))
    return render(request, "quizzes/receipt.html", {"tab": "quizzes", "code": ""})


@require_safe
@login_required
def receipt(request, code):
    """What came of a code: whose attempt it is, and whether its answers are those that were shown.

    Trainers and others see those of their line of duty, everyone their own; a code of someone
    else looks as if nothing had arrived.
    """
    code = read(code[:30])
    mine = Attempt.objects.filter(officer=request.user)
    known = Attempt.objects.results_for(request.user) | mine
    found = known.filter(Q(phone_code=code) & ~Q(phone_code="")).select_related("quiz", "officer")
    context = {
        "tab": "quizzes",
        "code": code,
        "found": [
            {"attempt": attempt, "is_whole": code_of(attempt) == code}
            for attempt in found.order_by("-handed_in_at")[:MOST]
        ],
    }
    return render(request, "quizzes/receipt.html", context)
