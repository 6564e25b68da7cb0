"""How a deed changes a report: on the locked row, by compare-and-swap, with a line in the log."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from sop_site.officers import audit

from .. import working_days
from ..models import Report, StateChange
from ..models.words import CLOSED, OUR_TURN, State

TOO_LATE = gettext_lazy(
    "Someone else changed this meanwhile. Please look again; what you wrote is kept."
)
# All that a deed may change on a report's row.
MOVES = (
    "state",
    "version",
    "assigned_to",
    "passed_to",
    "due",
    "paused_on",
    "first_reply_at",
    "closed_at",
    "news_at",
    "times_reopened",
)
STATE_CHANGED = "report.state_changed"


class TriageError(Exception):
    """A deed that can't be done now; says why in the person's language."""


def deed(change: Callable) -> Callable:
    """Runs a deed on the locked, current row: deed(report, *, actor, seen=None, …).

    `seen` is the report's version that the person acted on; another one means that someone else
    was quicker.
    """

    @wraps(change)
    def done(report: Report, *, actor, seen: int | None = None, **details):
        with transaction.atomic():
            current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
            return change(current, actor=actor, seen=seen, **details)

    return done


def check_seen(report: Report, seen: int | None) -> None:
    if seen is not None and seen != report.version:
        raise TriageError(TOO_LATE)


def tell(report: Report) -> None:
    """There is news for the sender and for those who said "here too"."""
    report.news_at = timezone.now()


def swap(report: Report, before: str, also: Iterable[str] = ()) -> None:
    """Saves the report, and the fields `also`, if its row is still in the state and version that
    were read; else whoever was quicker has won, and this deed is taken back."""
    here = Report.objects.filter(pk=report.pk, version=report.version, state=before)
    report.version += 1
    if not here.update(**{name: getattr(report, name) for name in (*MOVES, *also)}):
        raise TriageError(TOO_LATE)


def move(report: Report, state: str, *, actor) -> Report:
    """Saves the locked report in its new state, with the clock, the log and the sender's news."""
    before, today = report.state, timezone.localdate()
    report.state = state
    if state == State.NEED_INFO and report.paused_on is None:
        report.paused_on = today
    if state in OUR_TURN and report.paused_on:
        days = working_days.calendar()
        report.due = days.add(report.due, days.between(report.paused_on, today))
        report.paused_on = None
    report.closed_at = timezone.now() if state in CLOSED else None
    if actor.pk != report.sender_id and before != state:
        tell(report)
    swap(report, before)
    StateChange.objects.create(
        report=report,
        before=before,
        after=state,
        actor_id=actor.pk,
        assigned_id=report.assigned_to_id,
    )
    if actor.pk != report.sender_id:
        audit.record(actor, STATE_CHANGED, report, before=before, after=state)
    return report
