"""A report that turns out to be on safety is for the feedback leads alone from then on."""

from django.utils.translation import gettext as _

from sop_site.officers import roles
from sop_site.offline.models import InboxItem

from ..models import PublicAnswer, Report, Solution
from .moving import TriageError


def close_off(report: Report) -> None:
    """Keeps back what was sent, and takes it from a holder who may not read it; sets the report's
    fields, doesn't save them. Raises TriageError where others know of it.
    """
    if report.theme_id:
        raise TriageError(_("It is in a theme. Please take it out of that first."))
    if report.votes.exists():
        raise TriageError(_("Colleagues have said “here too”: they know of this report."))
    if PublicAnswer.objects.filter(report=report, taken_back_at=None).exists():
        raise TriageError(_("Its answer is public. Please take that back first."))
    told = Solution.objects.filter(report=report)
    if told.exclude(state=Solution.State.PROPOSED).exists():
        raise TriageError(_("What worked, as it tells, is on the solutions board already."))
    told.delete()
    InboxItem.objects.filter(pk=report.item_id).update(restricted=True)
    report.sensitive = True
    if report.assigned_to and not report.assigned_to.has_role(roles.LEAD):
        report.assigned_to = None
