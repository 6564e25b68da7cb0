"""Which reports a person may know of; 404 for all others."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sop_site.offline import receipts
from sop_site.offline.models import InboxItem

from .models import Report, Vote


def personal(view):
    """A page of one signed-in person: sign-in first, and no copy is kept on the way."""
    return login_required(never_cache(view))


def own_report_or_404(request, code: str) -> Report:
    """The person's own report; another's looks as if it didn't exist."""
    reports = Report.objects.of_sender(request.user).for_page()
    return get_object_or_404(reports, code=receipts.read(code))


def page_of_receipt(person, code: str) -> str:
    """Where a code leads that the person got for a vote, or for words on an own report; "" for
    all else. What the vote is on stays as little known as before: its page shows what a voter sees.
    """
    items = InboxItem.objects.filter(owner=person, receipt=receipts.read(code))
    result = items.values_list("result", flat=True).first() or {}
    if vote := Vote.objects.filter(voter=person, pk=result.get("vote")).first():
        return reverse("feedback:voted", args=[vote.pk])
    own = Report.objects.of_sender(person).filter(code=result.get("report")).first()
    return own.get_absolute_url() if own else ""


def desk_report_or_404(request, code: str) -> Report:
    """A report that the person reads in the line of duty."""
    reports = (
        Report.objects.for_desk_of(request.user).with_words().for_page().select_related("sender")
    )
    return get_object_or_404(reports, code=receipts.read(code))
