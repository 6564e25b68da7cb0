"""What a sender says to an answer, from the phone: more words, or whether it helped."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.offline import inbox, receipts
from sop_site.offline.inbox import Incoming, Rejected

from . import triage
from .models import Report
from .models.words import Visibility

OUTCOME, ADDITION = "feedback.outcome", "feedback.addition"


def register() -> None:
    for kind, receive, title in (
        (OUTCOME, judged, gettext_lazy("Word on an answer")),
        (ADDITION, added, gettext_lazy("Words added to a report")),
    ):
        inbox.register(
            kind, receive, title=title, is_restricted=is_sensitive, hides_sender=hides_sender
        )


def judged(incoming: Incoming) -> dict:
    """`outcome` is solved, partly or not. Sent again, it changes nothing. Raises Rejected."""
    outcome = _word(incoming.payload, "outcome")
    return said(
        incoming, "outcome", lambda own: triage.judge(own, actor=own.sender, outcome=outcome)
    )


def added(incoming: Incoming) -> dict:
    """`text` is the sender's own. Raises Rejected."""
    text = _word(incoming.payload, "text")
    return said(
        incoming, "text", lambda own: triage.add_information(own, actor=own.sender, text=text)
    )


def said(incoming: Incoming, field: str, deed) -> dict:
    """Does the deed on the owner's report and answers with its state."""
    own = _named(incoming.payload).filter(sender=incoming.owner).first()
    if own is None:
        raise Rejected("unknown_report", _("This report is not one of yours."), "report")
    try:
        deed(own)
    except triage.TriageError as error:
        raise Rejected("refused", str(error), field) from error
    own.refresh_from_db()
    result = {"report": own.code, "state": own.state}
    return {**result, "let_go": True} if own.sensitive else result


def is_sensitive(payload: dict) -> bool:
    """Words on a sensitive report are as closed as the report."""
    return _named(payload).filter(sensitive=True).exists()


def hides_sender(payload: dict) -> bool:
    return _named(payload).filter(visibility=Visibility.HIDE_FROM_ALL).exists()


def _named(payload: dict):
    return Report.objects.filter(code=receipts.read(_word(payload, "report")[:20]))


def _word(payload: dict, name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str):
        raise Rejected("bad_type", _("This must be text."), name)
    return value
