"""The board of practical solutions as officers see it, and telling one by the plain form."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop_pages.models import Step
from sop_site.offline import inbox

from .. import solutions, steps, telling_solutions
from ..access import personal
from ..models import Solution, Trial
from ..solution_forms import SolutionForm
from .mine import is_for_saving

SHOWN, MINE = 100, 20


@personal
@require_safe
def board(request):
    """All that LSSO ruled on, by SOP and step, and what became of the own ones. Seven queries."""
    mine = list(Solution.objects.filter(author=request.user).for_rows()[:MINE])
    for one in mine:
        one.is_new = one.has_news
    if any(one.is_new for one in mine) and not is_for_saving(request):
        Solution.objects.filter(author=request.user).with_news().update(seen_at=timezone.now())
    ruled = Solution.objects.ruled().for_reader(request.user).for_rows()
    shown = list(ruled.order_by("sop__code", "step__number", "pk")[:SHOWN])
    places, tried = solutions.origins(shown), solutions.tried(shown)
    said = dict(
        Trial.objects.filter(voter=request.user, solution__in=shown).values_list(
            "solution", "worked"
        )
    )
    language = get_language()
    rows = [
        {
            "solution": one,
            "step": one.step.title(language) if one.step else "",
            "place": places[one.pk],
            "tried": tried.get(one.pk),
            "said": said.get(one.pk),
            "own": one.author_id == request.user.pk,
        }
        for one in shown
    ]
    context = {"rows": rows, "mine": mine, "tab": "feedback"}
    return render(request, "feedback/solutions.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """GET shows the form for ?sop=REG-01&step=agree-day, POST puts it into the inbox."""
    if request.method != "POST":
        return _page(request, SolutionForm(initial=_first(request)))
    form = SolutionForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    findings = [] if "anyway" in request.POST else form.findings()
    if findings:
        return _page(request, form, findings=findings)
    outcome = inbox.deliver(
        request.user, telling_solutions.SOLUTION, form.payload, item_id=form.item_id
    )
    if outcome.is_kept:
        messages.success(request, _("Thank you. LSSO reads it; you will see here what it says."))
        return redirect("feedback:solutions")
    form.add_refusal(outcome.field, outcome.message or _("This was sent before, with other words."))
    form.data = form.data.copy()
    form.data["item"] = str(uuid4())
    return _page(request, form)


def _first(request) -> dict:
    """What the address brings along; cut, since anybody can write an address."""
    asked = {
        name: request.GET.get(name, "")[: telling_solutions.SIGNS[name]].replace("\x00", "")
        for name in ("sop", "step")
    }
    return asked | {"language": get_language(), "item": uuid4()}


def _page(request, form: SolutionForm, *, findings=()):
    code, key = form["sop"].value() or "", form["step"].value() or ""
    named = Step.objects.filter(sop__code=code[:12].upper(), key=key[:60]).select_related("sop")
    step = named.first() if code and key else None
    context = {
        "form": form,
        "step": step,
        "title": steps.title(step, get_language()) if step else "",
        "findings": findings,
        "tab": "feedback",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "feedback/solution_new.html", context, status=status)


@personal
@require_POST
def tried(request):
    """ "Worked for me" or "didn't", by the plain form."""
    payload = {name: request.POST.get(name, "") for name in ("solution", "worked")}
    outcome = inbox.deliver(request.user, telling_solutions.TRIAL, payload)
    if outcome.is_kept:
        messages.success(request, _("Thank you. Colleagues see it."))
    else:
        messages.error(request, outcome.message)
    return redirect(f"{reverse('feedback:solutions')}")
