"""Who has a report."""

from django.utils.translation import gettext as _

from sop_site.officers import roles

from ..models import Report
from ..models.words import State
from .moving import TriageError, check_seen, deed, move


@deed
def assign(report: Report, *, actor, seen: int | None, to) -> Report:
    """Gives the report to a person who answers reports; a new one is then being looked at."""
    if to is not None and not may_hold(to, report):
        raise TriageError(_("This person does not answer reports."))
    if report.assigned_to_id == (to.pk if to else None):
        return report
    check_seen(report, seen)
    report.assigned_to = to
    takes = to is not None and report.state in {State.RECEIVED, State.REOPENED}
    return move(report, State.LOOKING if takes else report.state, actor=actor)


def may_hold(person, report: Report) -> bool:
    if report.sensitive:
        return person.has_role(roles.LEAD)
    return person.has_role(roles.REVIEWER, roles.LEAD, roles.COORDINATOR)
