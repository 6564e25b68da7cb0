"""How a report's state and text are shown."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sop_pages.markdown import render_markdown

from .. import release_answers
from ..models.words import CLOSED, State

register = template.Library()
SAID = {
    State.RECEIVED: gettext_lazy("It has arrived. Nobody at LSSO has opened it yet."),
    State.LOOKING: gettext_lazy("%(name)s is looking at it."),
    State.REOPENED: gettext_lazy("It is open again, with %(name)s: the answer did not help."),
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
SIGNS = {
    State.NEED_INFO: ("info", "state--todo"),
    State.RECEIVED: ("inbox", ""),
    State.LOOKING: ("clock", ""),
    State.REOPENED: ("clock", ""),
    State.PASSED_ON: ("onward", ""),
    State.NOT_NOW: ("stop", ""),
}


@register.inclusion_tag("feedback/state.html")
def state_of(report):
    """The state in a word, with its sign."""
    return state_word(report.state, report.get_state_display())


@register.inclusion_tag("feedback/state.html")
def turn_of(report, calendar):
    """For the desk: how long until an answer is due while it is our turn, else the state."""
    if not report.is_our_turn:
        return state_word(report.state, report.get_state_display())
    days = calendar.between(timezone.localdate(), report.due)
    if days < 0:
        text = ngettext("%(n)d working day late", "%(n)d working days late", -days)
        return {"icon": "clock", "css_class": "state--todo", "text": text % {"n": -days}}
    if days == 0:
        return {"icon": "clock", "css_class": "state--todo", "text": _("Due today")}
    text = ngettext("%(n)d working day left", "%(n)d working days left", days)
    return {"icon": "clock", "css_class": "", "text": text % {"n": days}}


def state_word(state: str, text: str) -> dict:
    icon, css_class = SIGNS.get(state, ("check", "state--well"))
    return {"icon": icon, "css_class": "" if state in CLOSED else css_class, "text": text}


@register.simple_tag
def what_now(report) -> str:
    """To the sender: who has the report, and when or from whom the next word comes."""
    said = [
        str(SAID[report.state]) % {"name": holder_of(report), "office": report.passed_to or "–"}
    ]
    if report.is_our_turn:
        said.append(_("You will hear from us by %(date)s.") % {"date": date_of(report.due)})
    return " ".join(said)


def holder_of(report) -> str:
    if report.assigned_to_id is None:
        return _("LSSO")
    return report.assigned_to.name


def date_of(day) -> str:
    return date_format(day, "DATE_FORMAT")


@register.inclusion_tag("feedback/what_changed.html")
def what_changed(message):
    """Where a release is the answer: its number, and what differs from the one before."""
    return {"release": message.release, "code": message.release and message.release.sop.code}


@register.filter
def said_to_reader(message) -> str:
    """A reply's words; those of a release in the language in which they are read."""
    if message.release is None:
        return message.text
    return release_answers.words(message.release, message.state, get_language())


@register.filter
def markdown(text: str):
    """A message's Markdown, cleaned."""
    return render_markdown(text)
