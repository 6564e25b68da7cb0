"""What others see of a report's sender: the name by the sender's choice, the place with it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit, roles
from sop_site.officers.models import User

from .models import Report

NAME_OPENED = "report.name_opened"
# Below this many officers, a district says who it was.
SMALL_DISTRICT = 5


@dataclass(frozen=True)
class Shown:
    """What one person sees of the sender. `may_open`: the name can be opened, which is logged."""

    name: str
    place: str
    is_hidden: bool
    may_open: bool = False


def shown_to(user, report: Report) -> Shown:
    """The sender as this person sees them; the name itself only where the sender's choice and the
    person's duty allow it."""
    if report.sender_id == user.pk:
        return Shown(report.sender.name_here, report.place, is_hidden=False)
    if report.sender is None:
        return Shown(_("removed"), report.place, is_hidden=False)
    if sees_name(user, report):
        return Shown(report.sender.name_here, report.place, is_hidden=False)
    return Shown(
        _("Name kept back"),
        coarse_place(report),
        is_hidden=True,
        may_open=may_open(user, report),
    )


def register() -> None:
    audit.label(NAME_OPENED, gettext_lazy("Name of a sender opened"))


def name_for(user, report: Report) -> str:
    return shown_to(user, report).name


def sees_name(user, report: Report) -> bool:
    """Without opening it. A trainer never; an administrator by opening only."""
    visibility = report.visibility
    if report.sensitive:
        return False
    if user.has_role(roles.REVIEWER, roles.LEAD):
        return visibility in {Report.Visibility.NORMAL, Report.Visibility.HIDE_FROM_PROVINCE}
    if user.has_role(roles.COORDINATOR) and user.province_id == report.province_id:
        return visibility == Report.Visibility.NORMAL
    return False


def may_open(user, report: Report) -> bool:
    """Leads open every name; an administrator those of reports that are not sensitive."""
    if user.has_role(roles.LEAD):
        return True
    return user.has_role(roles.ADMIN) and not report.sensitive


def open_name(report: Report, *, actor) -> str:
    """The name that was kept back; the log says who opened it. Raises PermissionError."""
    if not may_open(actor, report):
        raise PermissionError("This person may not open the name.")
    audit.record(actor, NAME_OPENED, report, visibility=report.visibility)
    return report.sender.name_here if report.sender else _("removed")


def coarse_place(report: Report) -> str:
    """The province alone where the district has so few officers that it would tell the name."""
    if report.district_id is None:
        return report.place
    if is_small(report.district_id):
        return report.province.name if report.province else ""
    return report.place


def is_small(district: str) -> bool:
    """Whether the district has so few officers that it says who it was; one query."""
    officers = User.objects.filter(district_id=district, is_active=True)
    return officers[:SMALL_DISTRICT].count() < SMALL_DISTRICT
