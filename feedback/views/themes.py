"""Themes in the CMS: what belongs together, who says it, and one answer to all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop_site.offline import receipts

from .. import phrases, triage, working_days
from .. import themes as deeds
from ..access import desk_report_or_404
from ..forms import ThemeForm
from ..models import Report, Theme
from ..triage import TriageError
from .desk import deed, of_the_desk, state_choices

SHOWN = 100


def must_triage(request) -> None:
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied


@of_the_desk
@require_safe
def themes(request):
    """All themes of this desk, those with most open reports first."""
    context = {
        "page_title": _("Themes"),
        "header_icon": "comment",
        "themes": deeds.listed(Report.objects.for_desk_of(request.user))[:SHOWN],
    }
    return render(request, "feedback/desk/themes.html", context)


def theme_or_404(request, pk: int) -> Theme:
    """A theme of which the person may read a report."""
    own = Report.objects.for_desk_of(request.user).exclude(theme=None)
    return get_object_or_404(Theme.objects.filter(pk__in=own.values("theme")), pk=pk)


@of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request, pk):
    found = theme_or_404(request, pk)
    form = ThemeForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST":
        must_triage(request)
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            return redirect("feedback_theme", pk=pk)
    return show(request, found, form=form, status=422 if form.errors else 200)


def show(request, found: Theme, *, form=None, typed=None, preview=(), error="", status=200):
    reports = Report.objects.for_desk_of(request.user).with_words().filter(theme=found).for_rows()
    context = {
        "page_title": found.title(request.LANGUAGE_CODE),
        "header_icon": "comment",
        "theme": found,
        "form": form or ThemeForm(instance=found),
        "reports": reports.late_first(),
        "places": deeds.votes_by_place(found),
        "states": state_choices(request.user),
        "phrases": phrases.in_both(),
        "may_triage": request.user.has_perm("feedback.triage_report"),
        "calendar": working_days.calendar(),
        "typed": typed or {},
        "preview": preview,
        "error": error,
    }
    return render(request, "feedback/desk/theme.html", context, status=status)


@of_the_desk
@require_POST
def answer(request, pk):
    """First shows what each sender would read, then, asked once more, sends it."""
    found = theme_or_404(request, pk)
    must_triage(request)
    texts = {language: request.POST.get(f"text_{language}", "") for language in ("lo", "en")}
    state = request.POST.get("state", "")
    passed_to = request.POST.get("passed_to", "")
    own = Report.objects.for_desk_of(request.user).filter(theme=found)
    reports = list(own.select_related("step", "assigned_to").order_by("pk"))
    seen = dict(pair.split(":", 1) for pair in request.POST.getlist("seen") if ":" in pair)
    try:
        if "yes" not in request.POST:
            triage.check_reply(request.user, state, passed_to)
            preview = deeds.replies(reports, texts)
            return show(request, found, typed=request.POST, preview=preview)
        if {str(r.pk): str(r.version) for r in deeds.still_open(reports)} != seen:
            raise TriageError(triage.TOO_LATE)
        sent = deeds.answer(
            reports, actor=request.user, texts=texts, state=state, passed_to=passed_to
        )
    except TriageError as error:
        return show(request, found, typed=request.POST, error=str(error), status=422)
    said = ngettext("%(n)d sender gets the reply.", "%(n)d senders get the reply.", sent)
    messages.success(request, said % {"n": sent})
    return redirect("feedback_theme", pk=pk)


@deed
def merge(request, found):
    must_triage(request)
    other = desk_report_or_404(request, receipts.read(request.POST.get("other", "")[:20]))
    deeds.merge(found, other, actor=request.user)
    return _("Both are one theme now. Its titles are proposed: please look at them.")


@deed
def unmerge(request, found):
    must_triage(request)
    deeds.unmerge(found, actor=request.user)
    return _("Taken out; its words, thread and votes are its own as before.")
