"""Practical solutions in the CMS: what waits, and one page each on which it is ruled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sop_site.lao import personal

from .. import solutions
from ..models import Solution
from ..solution_forms import RulingForm
from ..solutions import SolutionError
from .desk import of_the_desk

A_PAGE = 30


def _admit(request) -> None:
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied


@of_the_desk
@require_safe
def listed(request):
    """?state=proposed (the first), allowed, not_allowed, adopted, aside."""
    _admit(request)
    states = dict(Solution.State.choices)
    state = request.GET.get("state", "")
    state = state if state in states else Solution.State.PROPOSED.value
    found = Solution.objects.filter(state=state).for_rows()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Practical solutions"),
        "header_icon": "pick",
        "page": page,
        "states": states.items(),
        "state": state,
    }
    return render(request, "feedback/desk/solutions.html", context)


@of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk):
    """GET shows it beside its step, POST does one deed: rule, adopt, note."""
    _admit(request)
    found = get_object_or_404(Solution.objects.for_rows().select_related("report", "note"), pk=pk)
    form = RulingForm(request.POST if request.POST.get("deed") == "rule" else None, instance=found)
    error = ""
    if request.method == "POST":
        try:
            said = _done(request, found, form)
        except SolutionError as refused:
            error = _placed(form, refused)
        else:
            if said:
                messages.success(request, said)
                return redirect("feedback_solution", pk)
    return render(
        request,
        "feedback/desk/solution.html",
        _context(request, found, form) | {"error": error},
        status=422 if request.method == "POST" else 200,
    )


def _done(request, found: Solution, form: RulingForm) -> str:
    """Does the deed that was asked for; "" where the form says what is missing."""
    deed = request.POST.get("deed", "")
    if deed == "adopt":
        solutions.adopt(found, actor=request.user)
        return _("A draft of the SOP holds it now. Somebody else approves the draft.")
    if deed == "note":
        solutions.make_note(found, actor=request.user)
        return _("It is proposed as a local note of its place.")
    if not form.is_valid():
        return ""
    state = form.cleaned_data["state"]
    solutions.rule(found, actor=request.user, state=state, words=form.words())
    return _("Saved. Its officer is told.")


def _placed(form: RulingForm, refused: SolutionError) -> str:
    """Puts a refusal at its field; what belongs to none is returned."""
    if form.is_bound and refused.field in form.fields:
        form.add_error(refused.field, str(refused))
        return ""
    return str(refused)


def _context(request, found: Solution, form: RulingForm) -> dict:
    pages = found.sop.pages.filter(live=True).order_by("language") if found.sop else []
    return {
        "page_title": _("Practical solution"),
        "header_icon": "pick",
        "solution": found,
        "title": found.step.title(get_language()) if found.step else "",
        "place": solutions.origins([found])[found.pk],
        "tried": solutions.tried([found]).get(found.pk),
        "findings": personal.findings(found.text),
        "pages": pages,
        "form": form,
        "own": found.author_id == request.user.pk,
    }
