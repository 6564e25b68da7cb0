"""Who takes part: by hand, from a spreadsheet (shown before it is done), by the wall's code."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sop_pages.files.spreadsheets import kept, shown_before, uploaded
from sop_site.public_addresses import address_of, qr_of

from ...cms.access import needs
from ...models import Workshop
from .. import enrolling, joining
from .access import own_or_403
from .workshops import VIEW

SALT = "quizzes.workshops.enrolling"
FAULTS_SHOWN = 200


@require_POST
@needs(VIEW)
def enrol(request, pk):
    """Puts one officer on the list, by the number."""
    workshop = own_or_403(request, pk)
    try:
        enrolment, is_new = enrolling.enrol(
            workshop, request.POST.get("number", "")[:80], by=request.user
        )
    except enrolling.CannotEnrol as reason:
        messages.error(request, str(reason))
    else:
        said = _("%(name)s is enrolled.") if is_new else _("%(name)s was enrolled before.")
        messages.success(request, said % {"name": enrolment.officer.name_here})
    return redirect("workshop", pk)


@require_POST
@needs(VIEW)
def take_off(request, pk, enrolment):
    workshop = own_or_403(request, pk)
    found = get_object_or_404(workshop.enrolments, pk=enrolment)
    try:
        enrolling.take_off(found, by=request.user)
    except enrolling.CannotEnrol as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken off the list."))
    return redirect("workshop", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def bring(request, pk):
    """POST with a file shows what it would do; POST with what was shown does it."""
    workshop = own_or_403(request, pk)
    if request.method != "POST":
        return _page(request, workshop)
    is_shown = "shown" in request.POST
    content = shown_before(request, SALT) if is_shown else uploaded(request)
    if content is None:
        return _page(request, workshop, error=_("Choose a file first."), status=422)
    plan = enrolling.plan(content, workshop)
    if not plan.is_sound:
        return _page(request, workshop, plan=plan, status=422)
    if not is_shown:
        return _page(request, workshop, plan=plan, shown=kept(content, SALT))
    count = enrolling.carry_out(plan, workshop, by=request.user)
    said = ngettext("%(n)d officer was enrolled.", "%(n)d officers were enrolled.", count)
    messages.success(request, said % {"n": count})
    return redirect("workshop", pk)


def _page(request, workshop: Workshop, *, plan=None, shown="", error="", status=200):
    context = {
        "page_title": _("Enrol from a spreadsheet"),
        "header_icon": "upload",
        "workshop": workshop,
        "plan": plan,
        "faults": plan.faults[:FAULTS_SHOWN] if plan else [],
        "shown": shown,
        "error": error,
    }
    return render(request, "quizzes/workshops/cms/bring.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def wall(request, pk):
    """The join code for the wall; POST shows a fresh one, or takes it away."""
    workshop = own_or_403(request, pk)
    if request.method == "POST":
        _deed(request, workshop)
        return redirect("workshop_wall", pk)
    shown = workshop.takes_join_code()
    context = {"workshop": workshop, "shown": shown}
    if shown:
        address = address_of("workshops:join_with", workshop.join_code, language="lo")
        context |= {
            "place": address_of("workshops:join", language="lo"),
            "qr": qr_of(address),
            "letters": f"{workshop.join_code[:3]} {workshop.join_code[3:]}",
        }
    return render(request, "quizzes/workshops/wall.html", context)


def _deed(request, workshop: Workshop) -> None:
    if request.POST.get("deed") == "take_away":
        joining.take_code_away(workshop)
        return
    try:
        joining.show_code(workshop)
    except joining.CannotJoin as reason:
        messages.error(request, str(reason))
