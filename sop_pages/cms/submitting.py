"""Sends a page to its review from where Wagtail's own button is missing: translation."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..models import SOPPage


def can_submit(page: SOPPage, user) -> bool:
    """Whether this person may send the newest draft of this page to its review."""
    asked = page.permissions_for_user(user)
    return asked.can_edit() and page.has_unpublished_changes and asked.can_submit_for_moderation()


def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET asks, POST starts the review. Raises PermissionDenied where it can't be started."""
    page = get_object_or_404(SOPPage, pk=page_id)
    if not can_submit(page, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "sop_pages/cms/submit.html", {"page": page})
    page.get_workflow().start(page, request.user)
    messages.success(request, _("The page was sent to LSSO for approval."))
    return redirect("wagtailadmin_home")
