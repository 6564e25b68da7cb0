"""My path: the officer's workshops and modules."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..path import runs_of


@require_safe
@login_required
def my_path(request):
    """All workshops that the person is enrolled in, with what is done and what is next."""
    runs = runs_of(request.user)
    context = {
        "tab": "quizzes",
        "runs": runs,
        "has_open_attempt": any(part.has_open_attempt for run in runs for part in run.parts),
    }
    return render(request, "quizzes/workshops/path.html", context)
