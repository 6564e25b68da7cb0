"""“This number is wrong” without a script: one question, one button."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sop_site.offline import inbox
from sop_site.offline.forms import item_id

from ..contact_cards import card
from ..models import Contact, values_on
from ..numbers_said_wrong import KIND


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, POST puts it into the inbox. Raises Http404 for an unknown contact."""
    contact = get_object_or_404(Contact, key=key)
    error = ""
    if request.method == "POST":
        outcome = _sent(request, key)
        if outcome.is_kept:
            messages.success(request, _said(outcome.result))
            return redirect("sop_pages:contacts")
        error = outcome.message or _("This was sent before, with other words.")
    context = {
        "card": card(contact, get_language(), values_on(localdate())),
        "item": uuid4(),
        "error": error,
        "tab": "home",
    }
    status = 422 if error else 200
    return render(request, "sop_pages/wrong_number.html", context, status=status)


def _sent(request: HttpRequest, key: str):
    payload = {"contact": key}
    if phone := request.POST.get("phone", ""):
        payload["phone"] = phone
    return inbox.deliver(request.user, KIND, payload, item_id=item_id(request.POST.get("item", "")))


def _said(result: dict) -> str:
    if result.get("state") == "mended":
        return _("Thank you. The number has been changed already: load the page again.")
    return _("Thank you. Whoever looks after this number is told.")
