"""What LSSO and the provinces say to a report: replies, notes, and the closing."""

from django.utils.translation import gettext as _

from sop_site.officers import roles

from ..models import Message, Report
from ..models.words import ANSWERED, CLOSED, State
from .judging import OUTCOMES
from .moving import TriageError, check_seen, deed, move
from .texts import check_filled, clean_text

# What LSSO may say with a reply, and what a province may.
LSSO_STATES = (State.LOOKING, State.NEED_INFO, *ANSWERED)
PROVINCE_STATES = (State.LOOKING, State.NEED_INFO, State.ANSWERED, State.PASSED_ON)


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
    check_reply(actor, state, passed_to)
    if report.state in CLOSED:
        raise TriageError(_("This report is closed."))
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


def check_reply(actor, state: str, passed_to: str) -> None:
    """Raises TriageError for a state that this person can't bring a report to."""
    if state not in states_for(actor):
        raise TriageError(_("Please choose a state that goes with a reply."))
    if state == State.PASSED_ON and not passed_to.strip():
        raise TriageError(_("Please say to whom it is passed on."))


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
def close(report: Report, *, actor, seen: int | None, outcome: str) -> Report:
    """LSSO closes an answered report whose sender keeps silent: never without a reply in its
    language."""
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
    if report.state not in ANSWERED:
        # Else one that was asked back, or opened again, would be closed over the sender's head.
        raise TriageError(_("Please answer first: a question, or that you look at it, is none."))
    return move(report, state, actor=actor)


def states_for(actor) -> tuple:
    if actor.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN):
        return LSSO_STATES
    return PROVINCE_STATES if actor.has_role(roles.COORDINATOR) else ()


def side_of(actor) -> str:
    is_lsso = actor.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN)
    return Message.By.LSSO if is_lsso else Message.By.COORDINATOR
