"""Sending a report by the plain form, and the page that says it came."""

from uuid import uuid4

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.models import SOP, Step
from sop_site.officers import roles
from sop_site.officers.models import User
from sop_site.offline.inbox import Outcome
from sop_site.offline.limits import limit

from .. import steps, voting
from ..access import own_report_or_404, personal
from ..forms import About, ReportForm
from ..sending import keep_files, send
from .mine import is_for_saving

WIDEST_ADDRESS = 200


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    language = get_language()
    if request.method != "POST":
        return page(
            request, ReportForm(initial=first(request), sender=request.user, language=language)
        )
    form = ReportForm(request.POST, request.FILES, sender=request.user, language=language)
    if not form.is_valid():
        return came_back(request, form)
    findings = [] if "anyway" in request.POST else form.findings()
    if findings:
        return came_back(request, form, findings=findings)
    outcome = send(request.user, form.payload, form.item_id, form.attached)
    if outcome.is_kept:
        return redirect("feedback:sent", code=outcome.receipt.lower())
    return refused(request, form, outcome)


def first(request) -> dict:
    """What the address brings along; cut, since anybody can write an address."""
    asked = {
        name: request.GET.get(name, "")[:WIDEST_ADDRESS].replace("\x00", "")
        for name in ("sop", "step", "release", "searched")
    }
    sensitive = request.GET.get("sensitive") == "1"
    category = "safety" if sensitive else "sop" if asked["searched"] else ""
    return {
        **asked,
        "sop": asked["sop"].upper(),
        "sensitive": sensitive,
        "category": category,
        "visibility": "normal",
        "channel": "app",
        "item": uuid4(),
    }


def came_back(request, form: ReportForm, **context):
    """The form with what was typed; photos are kept too, a browser can't fill them in again."""
    item_id = form.item_id
    kept = keep_files(request.user, item_id, form.attached)
    form.data = form.data.copy()
    form.data["item"] = str(item_id)
    return page(request, form, kept=kept, status=422 if form.errors else 200, **context)


def refused(request, form: ReportForm, outcome: Outcome):
    """The inbox said no: the same words go under a new id when they are sent again."""
    said = outcome.message
    if outcome.status == "conflict":
        said = _(
            "You have sent this form before, with other words. "
            "Send it once more if this is a new report; the first one is kept."
        )
    form.add_error(outcome.field if outcome.field in form.fields else None, said)
    form.cleaned_data["item"] = uuid4()
    return came_back(request, form)


def page(request, form: ReportForm, *, status=200, kept=0, findings=()):
    saving = is_for_saving(request)
    context = {
        "form": form,
        "saving": saving,  # one saved page serves each step and both routes: its address tells
        "about": about(form),
        "kept": kept,
        "seconds": limit("voice_seconds"),
        "findings": findings,
        **offers(request, form),
        "leads": leads() if form.is_sensitive or saving else [],
        "tab": "feedback",
    }
    return render(request, "feedback/new.html", context, status=status)


def offers(request, form: ReportForm) -> dict:
    """Open reports of others that may be the same; none beside a sensitive one."""
    here = form["sop"].value() or "", form["step"].value() or ""
    if form.is_sensitive:
        return {"offers": [], "here": here}
    found = voting.offers(request.user, get_language(), here)
    return {"offers": found, "here": here, "any_here": any(offer.is_here for offer in found)}


def about(form: ReportForm) -> About:
    """The SOP and step that the report names, as far as they are known."""
    code, key = form["sop"].value() or "", form["step"].value() or ""
    searched = form["searched"].value() or ""
    sop = SOP.objects.filter(code=code[:20]).first() if code else None
    if sop is None:
        return About(searched=searched)
    step = Step.objects.filter(sop=sop, key=key[:60]).first() if key else None
    return About(
        code=sop.code,
        title=steps.title(step, get_language()) if step else "",
        number=step.number if step else 0,
        key=step.key if step else "",
    )


def leads() -> list[str]:
    """The names of those who read sensitive reports: whoever writes one shall know."""
    people = User.objects.filter(groups__name=roles.LEAD, is_active=True)
    return [person.name_here for person in people.order_by("name")]


@personal
@require_safe
def sent(request, code):
    """The receipt. A sensitive report shows its code and nothing of what was written."""
    report = own_report_or_404(request, code)
    photos = report.photos.count()
    refused_files = report.item.files.filter(state="rejected").count() if report.item else 0
    context = {
        "report": report,
        "photos": photos,
        "refused_files": refused_files,
        "tab": "feedback",
    }
    return render(request, "feedback/sent.html", context)
