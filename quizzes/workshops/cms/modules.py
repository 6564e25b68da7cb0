"""A module of a workshop: its page, its list, its sitting's code, its spreadsheet."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.files.spreadsheets import as_download
from sop_pages.step_titles import titles_of
from sop_site.officers import audit
from sop_site.public_addresses import address_of, qr_of

from ...cms.access import needs, note_own_pools
from .. import module_figures, running, session_codes
from ..attending import note_by_list
from ..deeds import EXPORTED
from .access import known_or_404, module_or_404, own_or_403
from .workshops import VIEW


@require_safe
@needs(VIEW)
def module(request, pk, module):
    """Who is here, who has answered, who passed, what was hard; as far as this person may see."""
    workshop = known_or_404(request, pk)
    found = module_figures.figures_of(workshop, module_or_404(workshop, module), request.user)
    sees_questions = request.user.has_perm("quizzes.view_question")
    hardest = module_figures.hardest(found) if sees_questions else []
    note_own_pools([row.question for row in hardest], request.user)
    steps = [row.question.step for row in hardest if row.question.step]
    titles = titles_of(steps, get_language())
    for row in hardest:
        row.step_title = titles.get(row.question.step_id, "")
    context = {
        "page_title": f"{found.module.code} · {workshop.title}",
        "header_icon": "list-ul",
        "workshop": workshop,
        "found": found,
        "counts": found.counts,
        "hardest": hardest,
        "sees_questions": sees_questions,
        "may_run": workshop.may_run,
    }
    return render(request, "quizzes/workshops/cms/module.html", context)


@require_safe
@needs(VIEW)
def download(request, pk, module):
    """The page's list as xlsx; who took it, and how many rows, is logged."""
    workshop = known_or_404(request, pk)
    found = module_figures.figures_of(workshop, module_or_404(workshop, module), request.user)
    audit.record(request.user, EXPORTED, workshop, module=found.module.code, rows=len(found.lines))
    name = f"workshop-{workshop.pk}-{found.module.code}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return as_download(module_figures.workbook(found), name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def attendance(request, pk, module):
    """The trainer's list with a box for each name; POST keeps what was changed."""
    workshop = own_or_403(request, pk)
    taught = module_or_404(workshop, module)
    if request.method == "POST":
        noted, taken_back = note_by_list(
            workshop,
            taught,
            was=_numbers(request.POST.getlist("was")),
            now=_numbers(request.POST.getlist("here")),
            by=request.user,
        )
        said = _("Noted present: %(noted)d. Taken back: %(back)d.")
        messages.success(request, said % {"noted": noted, "back": taken_back})
        return redirect("workshop_module", pk, module)
    found = module_figures.figures_of(workshop, taught, request.user)
    context = {
        "page_title": _("Who is here: %(module)s") % {"module": taught},
        "header_icon": "list-ul",
        "workshop": workshop,
        "found": found,
    }
    return render(request, "quizzes/workshops/cms/attendance.html", context)


def _numbers(typed: list[str]) -> set[int]:
    return {int(text) for text in typed if text.isascii() and text.isdecimal() and len(text) < 19}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def session(request, pk, module):
    """The sitting's code for the wall, which changes by itself; POST opens or closes it."""
    workshop = own_or_403(request, pk)
    taught = module_or_404(workshop, module)
    if request.method == "POST":
        if request.POST.get("deed") == "close":
            running.close_session(workshop, taught)
            return redirect("workshop_module", pk, module)
        try:
            running.open_session(workshop, taught, by=request.user)
        except running.NotOpen as reason:
            messages.error(request, str(reason))
        return redirect("workshop_session", pk, module)
    now = timezone.now()
    sitting = workshop.sessions.filter(module=taught).running(now).first()
    context = {"workshop": workshop, "module": taught, "session": sitting}
    if sitting:
        code = session_codes.code_at(sitting.secret, now)
        place = address_of("workshops:here", language="lo")
        context |= {
            "digits": f"{code[:3]} {code[3:]}",
            "place": place,
            "qr": qr_of(f"{place}?code={code}&by=qr"),
            "here": sitting.attendances.count(),
            "until": now + timedelta(seconds=session_codes.seconds_left(now)),
        }
    response = render(request, "quizzes/workshops/session.html", context)
    if sitting:
        # The next code by itself, without a script; the old one is taken a while longer.
        response["Refresh"] = str(session_codes.seconds_left(now) + 1)
    return response
