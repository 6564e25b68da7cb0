"""The panel on the CMS's home: which SOPs wait, and for whom."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from .. import translators
from ..models import Release, ReleaseText, Retirement, SOPPage
from ..models.approval import decides

LIMIT = 50


@dataclass
class Waiting:
    """SOP pages by what they wait for: their author again, their author still, a reviewer, a day.

    Those approved have `holds_from`.
    """

    returned: list[SOPPage] = field(default_factory=list)
    drafts: list[SOPPage] = field(default_factory=list)
    in_review: list[SOPPage] = field(default_factory=list)
    approved: list[SOPPage] = field(default_factory=list)


def waiting() -> Waiting:
    """The newest 50 pages with words that readers don't see yet. Five queries.

    Each page's `translated_here` says that the translation editor owns it, where Wagtail's own
    button for sending it to review is missing.
    """
    pages = list(
        SOPPage.objects.filter(has_unpublished_changes=True)
        .select_related("sop", "locale", "latest_revision__user")
        .order_by("-latest_revision_created_at")[:LIMIT]
    )
    states = dict(
        WorkflowState.objects.active()
        .filter(
            content_type=ContentType.objects.get_for_model(SOPPage),
            object_id__in=[str(page.pk) for page in pages],
        )
        .values_list("object_id", "status")
    )
    owned = translators.owned()
    days = _days_to_come(pages)
    found = Waiting()
    for page in pages:
        if page.latest_revision_id in days:
            page.holds_from = days[page.latest_revision_id]
            found.approved.append(page)
            continue
        page.translated_here = (page.translation_key, page.locale_id) in owned
        status = states.get(str(page.pk))
        if status == WorkflowState.STATUS_NEEDS_CHANGES:
            found.returned.append(page)
        elif status == WorkflowState.STATUS_IN_PROGRESS:
            found.in_review.append(page)
        else:
            found.drafts.append(page)
    return found


def _days_to_come(pages: list[SOPPage]) -> dict[int, date]:
    """{revision: the day from which it holds} of drafts that are approved already."""
    texts = ReleaseText.objects.filter(
        revision_id__in=[page.latest_revision_id for page in pages],
        release__ended=Release.Ended.NO,
        release__effective_from__gt=localdate(),
    ).exclude(release__sop__in=Retirement.objects.standing().values("sop"))
    return dict(texts.values_list("revision_id", "release__effective_from"))


class WaitingPanel(Component):
    name = "waiting_sops"
    template_name = "sop_pages/cms/waiting.html"
    order = 200

    def get_context_data(self, parent_context):
        return {"waiting": waiting(), "decides": decides(parent_context["request"].user)}
