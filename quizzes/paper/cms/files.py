"""Sheets down and up as a spreadsheet, in the CMS: what a file would do is shown before it does."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.files.spreadsheets import as_download, kept, shown_before, uploaded
from sop_site.officers import audit

from ...cms.access import needs
from ...models import PaperPrint
from .. import spreadsheet
from ..access import may_type
from ..deeds import DOWNLOADED
from ..people import Officers
from .prints import VIEW

SALT = "quizzes.paper"
FAULTS_SHOWN = 200


def _paper_or_404(request: HttpRequest, slug: str, pk: int) -> PaperPrint:
    if not may_type(request.user):
        raise PermissionDenied
    prints = PaperPrint.objects.select_related("quiz__module")
    return get_object_or_404(prints, quiz__slug=slug, pk=pk)


@never_cache
@require_safe
@needs(VIEW)
def download(request, slug, pk):
    """A row a sheet, to be typed in elsewhere; who took it is logged."""
    paper = _paper_or_404(request, slug, pk)
    content, count = spreadsheet.workbook(paper, request.user)
    audit.record(request.user, DOWNLOADED, paper.quiz, print=pk, rows=count)
    return as_download(content, f"{slug}-{pk}-sheets-{localdate():%Y-%m-%d}.xlsx")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def bring(request, slug, pk):
    """POST with a file shows what it would do; POST with what was shown does it."""
    paper = _paper_or_404(request, slug, pk)
    if request.method != "POST":
        return _page(request, paper)
    is_shown = "shown" in request.POST
    salt = f"{SALT}.{pk}"
    content = shown_before(request, salt) if is_shown else uploaded(request)
    if content is None:
        return _page(request, paper, error=_("Choose a file first."), status=422)
    do = spreadsheet.carry_out if is_shown else spreadsheet.plan
    made = do(content, paper, Officers(request.user, paper.quiz))
    if not made.is_sound:
        return _page(request, paper, plan=made, status=422)
    if not is_shown:
        return _page(request, paper, plan=made, shown=kept(content, salt))
    count = len(made.typed)
    said = ngettext("%(n)d sheet is typed in.", "%(n)d sheets are typed in.", count)
    messages.success(request, said % {"n": count})
    return redirect("quiz_paper_type", slug, pk)


def _page(request, paper: PaperPrint, *, plan=None, shown="", error="", status=200):
    context = {
        "page_title": _("Type in from a spreadsheet"),
        "header_icon": "upload",
        "quiz": paper.quiz,
        "paper": paper,
        "plan": plan,
        "faults": plan.faults[:FAULTS_SHOWN] if plan else [],
        "shown": shown,
        "error": error,
    }
    return render(request, "quizzes/paper/cms/bring.html", context, status=status)
