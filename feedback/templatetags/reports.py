"""How a report's state and text are shown."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sop_pages.markdown import render_markdown

from .. import release_answers
from ..models.words import CLOSED, State
from ..said import what_now

register = template.Library()
register.simple_tag(what_now)
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


@register.inclusion_tag("feedback/what_changed.html")
def what_changed(message):
    """Where a release is the answer: its number, and what differs from the one before."""
    release = None if message.state == State.REOPENED else message.release
    return {"release": release, "code": release and release.sop.code}


@register.filter
def said_to_voter(message) -> str:
    """A reply's words; those of a release in the language in which they are read."""
    if message.release is None:
        return message.text
    return release_answers.words(message.release, message.state, get_language(), to_voter=True)


@register.filter
def markdown(text: str):
    """A message's Markdown, cleaned."""
    return render_markdown(text)
