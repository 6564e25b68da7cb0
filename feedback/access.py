"""Which reports a person may know of; 404 for all others."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from sop_site.offline import receipts

from .models import Report


def personal(view):
    """A page of one signed-in person: sign-in first, and no copy is kept on the way."""
    return login_required(never_cache(view))


def own_report_or_404(request, code: str) -> Report:
    """The person's own report; another's looks as if it didn't exist."""
    reports = Report.objects.of_sender(request.user).for_page()
    return get_object_or_404(reports, code=receipts.read(code))


def desk_report_or_404(request, code: str) -> Report:
    """A report that the person reads in the line of duty."""
    reports = (
        Report.objects.for_desk_of(request.user).with_words().for_page().select_related("sender")
    )
    return get_object_or_404(reports, code=receipts.read(code))
