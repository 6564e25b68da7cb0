"""On the desk: category and step are put right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sop_pages.models import Step
from sop_pages.step_titles import titles_of

from .. import triage
from ..models import Report
from ..models.words import Category
from ..triage import TriageError
from .desk import seen
from .redaction import of_triage


@require_http_methods(["GET", "HEAD", "POST"])
@of_triage
def correct(request, found: Report):
    """`place` is "REG-01" or "REG-01#step-key"."""
    if request.method != "POST":
        return show(request, found)
    code, _hash, key = request.POST.get("place", "").partition("#")
    category = request.POST.get("category", "")
    try:
        triage.correct(
            found, actor=request.user, seen=seen(request), category=category, sop=code, step=key
        )
    except TriageError as error:
        found.refresh_from_db()
        return show(request, found, error=str(error), status=422)
    messages.success(request, _("Corrected; the sender is told."))
    if not Report.objects.for_desk_of(request.user).filter(pk=found.pk).exists():
        messages.info(request, _("It is for the feedback leads alone now."))
        return redirect("feedback_desk")
    return redirect("feedback_desk_report", code=found.code.lower())


def show(request, found: Report, *, error: str = "", status: int = 200):
    here = "#".join(filter(None, (found.sop_code, found.step_key)))
    typed = request.POST
    context = {
        "page_title": _("Correct category or step of %(code)s") % {"code": found.code},
        "header_icon": "edit",
        "report": found,
        "categories": Category.choices,
        "category": typed.get("category", found.category),
        "places": places(),
        "place": typed.get("place", here),
        "error": error,
    }
    return render(request, "feedback/desk/correct.html", context, status=status)


def places() -> dict[str, list[tuple[str, str]]]:
    """{SOP's code: [(value, title)]} of all steps that stand in an SOP; one query, and one for
    the numbers in their titles."""
    found: dict[str, list[tuple[str, str]]] = {}
    present = Step.objects.filter(present=True).exclude(key="").select_related("sop")
    steps = list(present.order_by("sop__code", "number"))
    titles = titles_of(steps, get_language())
    for step in steps:
        value = f"{step.sop.code}#{step.key}"
        found.setdefault(step.sop.code, []).append((value, titles[step.pk]))
    return found
