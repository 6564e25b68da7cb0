"""The page on which LSSO reads what changes, says from when it holds, and approves."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .. import approvals, before_edit, lints, marks, releases
from ..comparing import shown
from ..models import Release, SOPPage
from ..models.approval import decides, is_last_editor
from .approval_form import ApprovalForm
from .asking_form import AskingForm


def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET shows the changes and asks for the terms, POST approves. Raises PermissionDenied."""
    page = get_object_or_404(SOPPage, pk=page_id)
    draft = approvals.submitted(page)
    if draft is None:
        messages.warning(request, _("This text is not in review any more."))
        return redirect("wagtailadmin_home")
    if not draft.task_state.task.specific.decides(request.user):
        raise PermissionDenied
    drafts = approvals.together(draft, request.user)
    behind = approvals.behind(drafts)
    form, asking = _form(request, drafts, behind), AskingForm(request.POST or None)
    if request.method == "POST" and _approved(request, form, asking, drafts):
        return redirect(reverse("wagtailadmin_home"))
    context = _context(page, drafts, behind) | {"form": form, "asking": asking}
    return render(request, "sop_pages/cms/approve.html", context)


def _form(request: HttpRequest, drafts, behind) -> ApprovalForm:
    return ApprovalForm(
        request.POST or None,
        languages_behind=behind,
        behind_though_minor=approvals.behind(drafts, minor=True),
        emergency=is_last_editor(drafts[0].page, request.user),
    )


def _approved(request: HttpRequest, form: ApprovalForm, asking: AskingForm, drafts) -> bool:
    if not all([form.is_valid(), asking.is_valid()]):
        return False
    seen = [int(pk) for pk in request.POST.getlist("seen") if pk.isdecimal()]
    try:
        approvals.approve(
            drafts, actor=request.user, terms=form.terms(), seen=seen, asking=asking.asking()
        )
    except ValidationError as error:
        about_asking = (
            hasattr(error, "error_dict") and error.error_dict.keys() <= asking.fields.keys()
        )
        (asking if about_asking else form).add_error(None, error)
        return False
    messages.success(request, _("Approved: the release is issued."))
    return True


def _context(page: SOPPage, drafts, behind) -> dict:
    last = Release.objects.standing().filter(sop=page.sop_id).in_order().first()
    texts = {text.language: text.document() for text in last.texts.all()} if last else {}
    pairs = [
        (texts[draft.page.language], draft.document())
        for draft in drafts
        if draft.page.language in texts
    ]
    return {
        "page": page,
        "last": last,
        "touched": before_edit.touched(page, pairs),
        "drafts": [
            {
                "page": draft.page,
                "revision": draft.revision,
                "editor": draft.revision.user,
                "changes": shown(texts.get(draft.page.language), draft.document()),
                "warnings": lints.findings(draft.revision.as_object()),
            }
            for draft in drafts
        ],
        "behind": {
            language: [(one.heading, marks.WHY[one.why]) for one in passages]
            for language, passages in behind.items()
        },
    }


@require_POST
def confirm(request: HttpRequest, release_id: int) -> HttpResponse:
    """LSSO has looked at a release that was issued without its approval."""
    release = get_object_or_404(Release.objects.to_confirm(), pk=release_id)
    if not decides(request.user):
        raise PermissionDenied
    releases.confirm(release, actor=request.user)
    return redirect("wagtailadmin_home")
