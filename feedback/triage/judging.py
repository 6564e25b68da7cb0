"""What the sender says in the own thread: more words, and whether the answer helped."""

from django.utils.translation import gettext as _

from .. import working_days
from ..models import Message, Report
from ..models.words import ANSWERED, CLOSED, State
from .moving import TriageError, deed, move
from .texts import clean_text

OUTCOMES = {
    "solved": State.CLOSED_SOLVED,
    "partly": State.CLOSED_PARTLY,
    "not": State.REOPENED,
}


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
        report.due = working_days.due_again(report, working_days.calendar())
    return move(report, state, actor=actor)
