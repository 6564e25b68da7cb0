"""What may be done with a report, by whom, and what follows. Each deed locks the report, logs the
change and can be repeated; a deed that comes too late raises TriageError with a sentence."""

import re
from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit, roles
from sop_site.offline.limits import limit
from sop_site.offline.text import is_blank, without_nul

from . import working_days
from .models import Message, Report, StateChange
from .models.words import ANSWERED, CLOSED, OUR_TURN, State

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
# What LSSO may say with a reply, and what a province may.
LSSO_STATES = (State.LOOKING, State.NEED_INFO, *ANSWERED)
PROVINCE_STATES = (State.LOOKING, State.NEED_INFO, State.ANSWERED, State.PASSED_ON)
# A field of a saved phrase: {owner}, {review_date}.
UNFILLED = re.compile(r"\{[a-z_]+\}")
OUTCOMES = {
    "solved": State.CLOSED_SOLVED,
    "partly": State.CLOSED_PARTLY,
    "not": State.REOPENED,
}


class TriageError(Exception):
    """A deed that can't be done now; says why in the person's language."""


def register() -> None:
    audit.label(STATE_CHANGED, gettext_lazy("State of a report changed"))


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


@deed
def reply(
    report: Report, *, actor, seen: int | None, text: str, state: str, passed_to: str = ""
) -> Message:
    """Answers the sender and brings the report to `state`. Sent twice, it is one message."""
    text = check_filled(clean_text(text))
    last = report.messages.order_by("-pk").first()
    if last and (last.author_id, last.text, last.state) == (actor.pk, text, state):
        return last
    check_seen(report, seen)
    if state not in states_for(actor):
        raise TriageError(_("Please choose a state that goes with a reply."))
    if report.state in CLOSED:
        raise TriageError(_("This report is closed."))
    if state == State.PASSED_ON and not passed_to.strip():
        raise TriageError(_("Please say to whom it is passed on."))
    report.passed_to = passed_to.strip()[:120] if state == State.PASSED_ON else report.passed_to
    message = Message.objects.create(
        report=report,
        author=actor,
        by=side_of(actor),
        to=Message.To.SENDER,
        text=text,
        language=report.language,
        state=state,
    )
    report.first_reply_at = report.first_reply_at or message.at
    report.news_at = message.at
    move(report, state, actor=actor)
    return message


@deed
def note(report: Report, *, actor, seen: int | None, text: str) -> Message:
    """An internal note: it never leaves the desk and changes no state."""
    text = clean_text(text)
    last = report.messages.order_by("-pk").first()
    if last and (last.author_id, last.text, last.to) == (actor.pk, text, Message.To.INTERNAL):
        return last
    return Message.objects.create(
        report=report,
        author=actor,
        by=side_of(actor),
        to=Message.To.INTERNAL,
        text=text,
        language=report.language,
    )


@deed
def add_information(report: Report, *, actor, seen: int | None, text: str) -> Message:
    """The sender's own words in the thread; what was asked for lets the clock run again."""
    if report.sender_id != actor.pk:
        raise TriageError(_("Only the sender can add to this report."))
    text = clean_text(text)
    last = report.messages.order_by("-pk").first()
    if last and (last.author_id, last.text) == (actor.pk, text):
        return last
    if report.state in CLOSED:
        raise TriageError(_("This report is closed."))
    message = Message.objects.create(
        report=report,
        author=actor,
        by=Message.By.SENDER,
        to=Message.To.LSSO,
        text=text,
        language=report.language,
    )
    if report.state == State.NEED_INFO:
        move(report, State.LOOKING if report.assigned_to_id else State.RECEIVED, actor=actor)
    return message


@deed
def judge(report: Report, *, actor, seen: int | None, outcome: str) -> Report:
    """The sender says whether the answer helped: "solved", "partly" or "not". "not" opens the
    report again, once."""
    if report.sender_id != actor.pk:
        raise TriageError(_("Only the sender can say whether it is solved."))
    state = OUTCOMES.get(outcome)
    if state is None:
        raise TriageError(_("Please choose one."))
    if state == State.REOPENED and report.times_reopened and report.state != state:
        state = State.CLOSED_NOT
    if report.state == state:
        return report
    if report.state not in ANSWERED:
        raise TriageError(_("There is no answer yet that could be judged."))
    if state == State.REOPENED:
        report.times_reopened += 1
        days = working_days.first_reply_days(report.severity)
        report.due = working_days.calendar().add(timezone.localdate(), days)
    return move(report, state, actor=actor)


@deed
def close(report: Report, *, actor, seen: int | None, outcome: str) -> Report:
    """LSSO closes a report whose sender keeps silent: never without a reply in its language."""
    state = {**OUTCOMES, "not": State.CLOSED_NOT}.get(outcome)
    if state is None:
        raise TriageError(_("Please choose one."))
    if report.state == state:
        return report
    check_seen(report, seen)
    if report.state in CLOSED:
        raise TriageError(_("This report is closed."))
    if not report.messages.replies().filter(language=report.language).exists():
        raise TriageError(_("Please reply first: no report is closed without a reply."))
    return move(report, state, actor=actor)


def states_for(actor) -> tuple:
    if actor.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN):
        return LSSO_STATES
    return PROVINCE_STATES if actor.has_role(roles.COORDINATOR) else ()


def side_of(actor) -> str:
    is_lsso = actor.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN)
    return Message.By.LSSO if is_lsso else Message.By.COORDINATOR


def clean_text(text: str) -> str:
    """Raises TriageError for a text that says nothing or too much."""
    text = without_nul(text).strip()
    if is_blank(text):
        raise TriageError(_("Please write something."))
    if len(text) > limit("report_text"):
        raise TriageError(
            _("The text is too long: at most %(n)d signs.") % {"n": limit("report_text")}
        )
    return text


def check_filled(text: str) -> str:
    """Raises TriageError where a saved phrase still has a field in braces."""
    if left := UNFILLED.findall(text):
        raise TriageError(
            _("Please fill in %(fields)s in your reply.") % {"fields": ", ".join(left)}
        )
    return text


def swap(report: Report, before: str) -> None:
    """Saves the report if its row is still in the state and version that were read; else whoever
    was quicker has won, and this deed is taken back."""
    here = Report.objects.filter(pk=report.pk, version=report.version, state=before)
    report.version += 1
    if not here.update(**{name: getattr(report, name) for name in MOVES}):
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
        report.news_at = timezone.now()
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
