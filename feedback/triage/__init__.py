"""What may be done with a report, by whom, and what follows. Each deed locks the report, logs the
change and can be repeated; a deed that comes too late raises TriageError with a sentence."""

from django.utils.translation import gettext_lazy

from sop_site.officers import audit

from .answering import LSSO_STATES, check_reply, close, note, reply, states_for
from .correcting import CORRECTED, correct
from .holding import assign, may_hold
from .judging import add_information, judge
from .moving import STATE_CHANGED, TOO_LATE, TriageError
from .texts import check_filled, clean_text, text_for

__all__ = [
    "CORRECTED",
    "LSSO_STATES",
    "STATE_CHANGED",
    "TOO_LATE",
    "TriageError",
    "add_information",
    "assign",
    "check_filled",
    "check_reply",
    "clean_text",
    "close",
    "correct",
    "judge",
    "may_hold",
    "note",
    "register",
    "reply",
    "states_for",
    "text_for",
]


def register() -> None:
    audit.label(STATE_CHANGED, gettext_lazy("State of a report changed"))
    audit.label(CORRECTED, gettext_lazy("Category or step of a report corrected"))
