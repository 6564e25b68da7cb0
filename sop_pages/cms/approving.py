"""The page on which LSSO reads what changes, says from when it holds, and approves."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .. import approvals, before_edit, causes, lints, marks, releases
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
    pairs = _pairs(page, drafts)
    form, asking = _form(request, drafts, behind, pairs), AskingForm(request.POST or None)
    if request.method == "POST" and _approved(request, form, asking, drafts):
        return redirect(reverse("wagtailadmin_home"))
    context = _context(page, drafts, behind, pairs) | {"form": form, "asking": asking}
    return render(request, "sop_pages/cms/approve.html", context)


def _form(request: HttpRequest, drafts, behind, pairs) -> ApprovalForm:
    return ApprovalForm(
        request.POST or None,
        languages_behind=behind,
        behind_though_minor=approvals.behind(drafts, minor=True),
        choices=_reported(drafts[0].page, pairs, request.user),
        emergency=is_last_editor(drafts[0].page, request.user),
    )


def _approved(request: HttpRequest, form: ApprovalForm, asking: AskingForm, drafts) -> bool:
    if not all([form.is_valid(), asking.is_valid()]):
        return False
    seen = [int(pk) for pk in request.POST.getlist("seen") if pk.isdecimal()]
    try:
        approvals.approve(
            drafts,
            actor=request.user,
            terms=form.terms(),
            seen=seen,
            asking=asking.asking(),
            led_by=form.cleaned_data.get("led_by", ()),
        )
    except ValidationError as error:
        about_asking = (
            hasattr(error, "error_dict") and error.error_dict.keys() <= asking.fields.keys()
        )
        (asking if about_asking else form).add_error(None, error)
        return False
    messages.success(request, _("Approved: the release is issued."))
    return True


def _last(page: SOPPage) -> Release | None:
    return Release.objects.standing().filter(sop=page.sop_id).in_order().first()


def _pairs(page: SOPPage, drafts) -> list[tuple]:
    """(language, the text that holds or None, the draft) of each draft. Two queries."""
    last = _last(page)
    texts = {text.language: text.document() for text in last.texts.all()} if last else {}
    return [
        (draft.page.language, texts.get(draft.page.language), draft.document()) for draft in drafts
    ]


def _both(pairs) -> list[tuple]:
    return [(before, after) for _language, before, after in pairs if before]


def _reported(page: SOPPage, pairs, person) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was reported of this SOP, as groups for a form: of the steps that change first."""
    offered = causes.offered(page.sop_id, person)
    blocks = before_edit.changed_blocks(_both(pairs)) if offered else {}
    changed = set(page.sop.steps.filter(block_id__in=blocks).values_list("pk", flat=True))
    groups = {_("On what changes"): [], _("On the rest of this SOP"): []}
    here, elsewhere = groups.values()
    for one in offered:
        near = one.is_likely or one.step_id in changed
        (here if near else elsewhere).append((one.key, _labelled(one)))
    return [(name, choices) for name, choices in groups.items() if choices]


def _labelled(choice: causes.Choice) -> str:
    people = ngettext("%(n)d person hears of it", "%(n)d people hear of it", choice.count)
    return f"{choice.label} – {people % {'n': choice.count}}"


def _context(page: SOPPage, drafts, behind, pairs) -> dict:
    texts = {language: before for language, before, _after in pairs}
    return {
        "page": page,
        "last": _last(page),
        "touched": before_edit.touched(page, _both(pairs)),
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
