"""Joining a workshop by the code on its wall."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import joining


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request, code=""):
    """A field for the code, filled in where the QR led here; POST joins."""
    if request.method != "POST":
        return _page(request, joining.as_typed(code))
    typed = request.POST.get("code", "")[:40]
    try:
        enrolment, is_new = joining.join(
            request.user, typed, address=request.META.get("REMOTE_ADDR", "")
        )
    except joining.CannotJoin as reason:
        return _page(request, typed.strip(), error=str(reason), status=422)
    title = enrolment.workshop.title
    said = _("You have joined: %(title)s.") if is_new else _("You had joined before: %(title)s.")
    messages.success(request, said % {"title": title})
    return redirect("workshops:path")


def _page(request, typed: str, *, error="", status=200):
    context = {"tab": "quizzes", "typed": typed, "error": error}
    return render(request, "quizzes/workshops/join.html", context, status=status)
