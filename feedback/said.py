"""What the sender of a report is told of its state, in the language that is active."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models.words import State

SAID = {
    State.RECEIVED: gettext_lazy("It has arrived. Nobody at LSSO has opened it yet."),
    State.LOOKING: gettext_lazy("%(name)s is looking at it."),
    State.REOPENED: gettext_lazy("It is open again, with %(name)s."),
    State.NEED_INFO: gettext_lazy(
        "%(name)s asks you for more. The clock stands still until you reply."
    ),
    State.ANSWERED: gettext_lazy("Answered by %(name)s. Please say whether it helped."),
    State.SOP_WILL_CHANGE: gettext_lazy("The SOP will change. You will be told when it has."),
    State.CHANGED: gettext_lazy("The SOP has changed. Please say whether it helped."),
    State.PASSED_ON: gettext_lazy("Passed on to %(office)s."),
    State.NOT_NOW: gettext_lazy("Not now; the reason stands in the answer."),
    State.CLOSED_SOLVED: gettext_lazy("Closed."),
    State.CLOSED_PARTLY: gettext_lazy("Closed."),
    State.CLOSED_NOT: gettext_lazy("Closed."),
}


def what_now(report) -> str:
    """To the sender: who has the report, and when or from whom the next word comes."""
    said = [
        str(SAID[report.state]) % {"name": holder_of(report), "office": report.passed_to or "–"}
    ]
    if report.is_our_turn:
        said.append(promise(report))
    return " ".join(said)


def promise(report) -> str:
    """When the sender hears; a day that is gone by is no promise any more."""
    day = {"date": date_of(report.due)}
    if report.is_overdue:
        return _("Our answer is late: it was due by %(date)s.") % day
    return _("You will hear from us by %(date)s.") % day


def holder_of(report) -> str:
    if report.assigned_to_id is None:
        return _("LSSO")
    return report.assigned_to.name_here


def date_of(day) -> str:
    return date_format(day, "DATE_FORMAT")
