""" "I am here": the officer's own word, with the code that the trainer shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sop_site.offline import inbox

from .. import session_codes
from ..attending import KIND


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def here(request):
    """?code= and ?by=qr where the QR led here; POST notes it, as the outbox would."""
    if request.method != "POST":
        code = session_codes.as_typed(request.GET.get("code", ""))
        return _page(request, code, by_qr=bool(code) and request.GET.get("by") == "qr")
    payload = {"code": request.POST.get("code", "")[:40]}
    by_qr = request.POST.get("by") == "qr"
    if by_qr:
        payload["by"] = "qr"
    outcome = inbox.deliver(request.user, KIND, payload)
    if not outcome.is_kept:
        return _page(request, payload["code"], by_qr=by_qr, error=outcome.message, status=422)
    messages.success(
        request, _("You are noted present: %(module)s.") % {"module": outcome.result["module"]}
    )
    return redirect("workshops:path")


def _page(request, typed: str, *, by_qr: bool, error="", status=200):
    context = {
        "tab": "quizzes",
        "typed": typed,
        "by": "qr" if by_qr else "",
        "error": error,
        "kind": KIND,
    }
    return render(request, "quizzes/workshops/here.html", context, status=status)
