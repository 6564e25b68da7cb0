""" "This happens here too", by the plain form, and what became of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from sop_site.offline import inbox

from .. import voting
from ..access import personal
from ..models import Vote
from ..models.words import State
from .mine import is_for_saving


@personal
@require_POST
def say(request):
    payload = {name: request.POST[name] for name in ("report", "line") if request.POST.get(name)}
    outcome = inbox.deliver(request.user, voting.KIND, payload)
    if vote := outcome.result.get("vote"):
        return redirect("feedback:voted", vote)
    messages.error(request, outcome.message)
    return redirect("feedback:mine")


@personal
@require_safe
def voted(request, pk):
    """The replies to a report that this person said "me too" to; nothing that its sender wrote."""
    found = get_object_or_404(Vote.objects.of(request.user), pk=pk)
    if found.has_news and not is_for_saving(request):
        Vote.objects.filter(pk=found.pk).update(seen_at=timezone.now())
    context = {
        "vote": found,
        "report": found.report,
        "words": voting.shown(found.report, get_language()),
        # What LSSO asks a sender back is between the two.
        "replies": found.report.messages.replies()
        .exclude(state=State.NEED_INFO)
        .select_related("release__sop"),
        "tab": "feedback",
    }
    return render(request, "feedback/voted.html", context)
