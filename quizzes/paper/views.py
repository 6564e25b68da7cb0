"""Where the QR of a sheet leads: a trainer to typing it in, an officer to what becomes of it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import PaperSheet
from .access import may_type


@require_safe
@login_required
def sheet(request, slug, number):
    """A sheet by its quiz and number."""
    found = get_object_or_404(
        PaperSheet.objects.select_related("quiz", "paper_version", "attempt"),
        quiz__slug=slug,
        number=number,
    )
    if may_type(request.user):
        address = reverse("quiz_paper_type", args=[slug, found.paper_version.paper_id])
        return redirect(f"{address}?sheet={found.number}#sheet-{found.number}")
    attempt = found.attempt
    context = {
        "tab": "quizzes",
        "quiz": found.quiz,
        "sheet": found,
        "attempt": attempt if attempt and attempt.officer_id == request.user.pk else None,
        "is_typed": attempt is not None,
    }
    return render(request, "quizzes/paper/sheet.html", context)
