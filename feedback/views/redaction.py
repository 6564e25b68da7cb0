"""On the desk: words and parts of photos are blacked out; leads may look at what stood there."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import redaction
from ..access import desk_report_or_404
from ..models import Report, ReportPhoto
from .desk import of_the_desk, show
from .photos import as_picture


def of_triage(view):
    """For those who triage; the report is found or is not there."""

    @of_the_desk
    @wraps(view)
    def guarded(request, code, **kwargs):
        found = desk_report_or_404(request, code)
        if not request.user.has_perm("feedback.triage_report"):
            raise PermissionDenied
        return view(request, found, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@of_triage
def words(request, found: Report):
    """First what would be left is shown, then it is done."""
    typed, error, status = request.POST.get("words", ""), "", 200
    passages, is_shown_before = redaction.passages(found), False
    if request.method == "POST":
        try:
            chosen = redaction.words_in(typed)
            if "sure" in request.POST:
                return _done(request, found, chosen)
            passages, is_shown_before = redaction.passages(found, chosen), True
        except redaction.RedactionError as refused:
            error, status = str(refused), 422
    context = {
        "page_title": _("Black out words in %(code)s") % {"code": found.code},
        "header_icon": "edit",
        "report": found,
        "typed": typed,
        "error": error,
        "passages": [passage for passage in passages if passage.before],
        "is_shown_before": is_shown_before,
    }
    return render(request, "feedback/desk/redact.html", context, status=status)


def _done(request, found: Report, chosen: list[str]):
    count = redaction.black_out(found, actor=request.user, words=chosen)
    messages.success(
        request,
        ngettext("Blacked out in %(n)d text.", "Blacked out in %(n)d texts.", count) % {"n": count},
    )
    return redirect("feedback_desk_report", found.code.lower())


@require_http_methods(["GET", "HEAD", "POST"])
@of_triage
def photo(request, found: Report, pk: int):
    chosen = get_object_or_404(ReportPhoto, pk=pk, report=found)
    error, status = "", 200
    if request.method == "POST":
        try:
            boxes = redaction.boxes_in(request.POST.getlist("box"))
            redaction.black_out_photo(chosen, actor=request.user, boxes=boxes)
        except redaction.RedactionError as refused:
            error, status = str(refused), 422
        else:
            messages.success(request, _("The photo is blacked out there."))
            return redirect("feedback_desk_report", found.code.lower())
    context = {
        "page_title": _("Black out parts of a photo"),
        "header_icon": "edit",
        "report": found,
        "photo": chosen,
        "boxes": request.POST.getlist("box") or [""],
        "error": error,
        "originals": chosen.redactions.all() if redaction.may_see_originals(request.user) else [],
    }
    return render(request, "feedback/desk/redact_photo.html", context, status=status)


@of_the_desk
@require_POST
def originals(request, code):
    """What stood in the texts, shown once; the log says who looked."""
    found = desk_report_or_404(request, code)
    if not redaction.may_see_originals(request.user):
        raise PermissionDenied
    return show(request, found, originals=redaction.originals(found, actor=request.user))


@of_the_desk
@require_POST
def original_photo(request, code, pk):
    found = desk_report_or_404(request, code)
    if not redaction.may_see_originals(request.user):
        raise PermissionDenied
    kept = get_object_or_404(found.redactions.exclude(photo=None), pk=pk)
    return as_picture(redaction.original_photo(kept, actor=request.user))
