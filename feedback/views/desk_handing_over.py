"""Someone is away: all that is open in their hands is given to another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import handing_over, triage
from .desk import chosen, of_the_desk


@of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request):
    """All that is open in one person's hands goes to another's."""
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "feedback/desk/hand_over.html", context(request.user))
    try:
        giver, to = (chosen(request.POST.get(name, "")) for name in ("giver", "to"))
        done = handing_over.hand_over(actor=request.user, giver=giver, to=to)
    except triage.TriageError as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(n)d report handed over.", "%(n)d reports handed over.", done.given) % {
            "n": done.given
        }
        if done.left:
            said += " " + ngettext(
                "%(n)d stays: only a feedback lead may have it.",
                "%(n)d stay: only a feedback lead may have them.",
                done.left,
            ) % {"n": done.left}
        messages.success(request, said)
    return redirect("feedback_desk")


def context(user) -> dict:
    return {
        "page_title": _("Someone is away: hand over their reports"),
        "header_icon": "comment",
        "givers": handing_over.givers(user),
        "takers": handing_over.takers(),
    }
