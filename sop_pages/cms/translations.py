"""Translations in the CMS: which passages are behind, where each is edited, “needs no change”."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from .. import staleness, translating
from ..comparing import KINDS
from ..identity import FIELDS
from ..marks import WHY
from ..models import SOPPage
from ..models.approval import decides
from ..staleness import Behind
from ..translating import Outstanding

MAY_SEE = "sop_pages.view_recording"  # whoever writes or approves SOPs
FIELD_OF = {kind: field for field, kind, _title in FIELDS} | {
    staleness.HEAD: "title",
    staleness.FORMS: "forms",
}


@dataclass(frozen=True)
class Row:
    """One passage to bring up: what it is called in the source, why, since when; `edit` leads to
    its place in the editor, `compare` to what changed in the source ("" where that isn't known)."""

    block_id: str
    kind: str
    heading: str
    why: str
    since: date
    edit: str
    compare: str
    in_draft: bool
    can_be_right: bool


def edit_address(page: SOPPage, one: Behind) -> str:
    """The editor of this page, at this passage; at its list where the passage is missing."""
    place = FIELD_OF[one.kind]
    if one.kind not in (staleness.HEAD, staleness.FORMS) and one.why != staleness.MISSING:
        place = f"{place}.{one.block_id}"
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath={place}"


def rows(found: Outstanding) -> list[Row]:
    """Of one page, in the order of its source."""
    done = translating.done_in_draft(found)
    return [_row(found, one, one.block_id in done) for one in found.behind]


def _row(found: Outstanding, one: Behind, in_draft: bool) -> Row:
    return Row(
        one.block_id,
        str(KINDS.get(one.kind) or {"head": _("Head"), "forms": _("Forms")}[one.kind]),
        one.heading,
        str(WHY[one.why]),
        one.since_day,
        edit_address(found.page, one),
        _compare_address(found, one),
        in_draft,
        one.why == staleness.CHANGED,
    )


def _compare_address(found: Outstanding, one: Behind) -> str:
    number, sop = found.release.number, found.page.sop
    if one.why != staleness.CHANGED or one.made_in in ("", number):
        return ""
    with override(sop.source_language):
        path = reverse("sop_pages:compare", args=[sop.code.lower()])
    return f"{path}?from={one.made_in}&to={number}"


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every translation that is behind, passage by passage."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    context = {
        "page_title": _("Translations"),
        "header_icon": "globe",
        "pages": [
            {
                "found": found,
                "rows": rows(found),
                "may_edit": found.page.permissions_for_user(request.user).can_edit(),
            }
            for found in translating.outstanding()
        ],
        "decides": decides(request.user),
    }
    return render(request, "sop_pages/cms/translations.html", context)


@require_POST
def right(request: HttpRequest, page_id: int) -> HttpResponse:
    """LSSO says that a passage (POST `passage`) needs no change."""
    page = get_object_or_404(SOPPage.objects.select_related("sop"), pk=page_id)
    if translating.say_right(page, request.POST.get("passage", ""), actor=request.user):
        messages.success(request, _("Noted: this passage needs no change."))
    else:
        messages.warning(request, _("This passage is not behind any more."))
    return redirect("sop_translations")
