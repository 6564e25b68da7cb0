"""What became of what I sent: my reports, one report with its thread, and what I can say to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sop_site import gateways
from sop_site.offline.limits import limit

from .. import triage, voting
from ..access import own_report_or_404, page_of_receipt, personal
from ..models import Report, Vote

A_PAGE = 20


@personal
@require_safe
def mine(request):
    reports = Report.objects.of_sender(request.user).for_rows()
    page = Paginator(reports, A_PAGE).get_page(request.GET.get("p"))
    votes = list(Vote.objects.of(request.user)[:A_PAGE])
    for vote in votes:
        vote.words = voting.shown(vote.report, get_language())
    context = {
        "page": page,
        "votes": votes,
        "has_ways": bool(gateways.channels()),
        "tab": "feedback",
    }
    return render(request, "feedback/mine.html", context)


@personal
@require_safe
def report(request, code):
    """The report of this code; a code of a vote, or of words added, leads to what it belongs to."""
    try:
        found = own_report_or_404(request, code)
    except Http404:
        elsewhere = page_of_receipt(request.user, code)
        if not elsewhere:
            raise
        return redirect(elsewhere)
    if found.has_news and not is_for_saving(request):
        Report.objects.filter(pk=found.pk).update(seen_at=timezone.now())
    return show(request, found)


def show(request, found: Report, *, typed: str = "", error: str = "", status: int = 200):
    context = {
        "report": found,
        "thread": found.messages.for_sender().select_related("release__sop"),
        "photos": found.photos.all(),
        "typed": typed,
        "most": limit("report_text"),
        "error": error,
        "tab": "feedback",
    }
    return render(request, "feedback/report.html", context, status=status)


def is_for_saving(request) -> bool:
    """Whether the page is made for a phone's saved copy: nobody has read it yet."""
    return getattr(request, "is_for_saving", False)


@personal
@require_POST
def add(request, code):
    """The sender adds what was asked for, or what came to mind."""
    found = own_report_or_404(request, code)
    text = request.POST.get("text", "")
    try:
        triage.add_information(found, actor=request.user, text=text)
    except triage.TriageError as error:
        return show(request, found, typed=text, error=str(error), status=422)
    messages.success(request, _("Sent. Thank you."))
    return redirect(found)


@personal
@require_POST
def judge(request, code):
    """The sender says whether the answer helped."""
    found = own_report_or_404(request, code)
    try:
        triage.judge(found, actor=request.user, outcome=request.POST.get("outcome", ""))
    except triage.TriageError as error:
        return show(request, found, error=str(error), status=422)
    messages.success(request, _("Thank you. We know now."))
    return redirect(found)
