"""The words of a report: what may be chosen, in code, on pages and in files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    SOP = "sop", _("The SOP is unclear or wrong")
    DOCUMENTS = "documents", _("Documents")
    ACCESS = "access", _("Distance and access")
    LANGUAGE = "language", _("Language")
    TRUST = "trust", _("Trust and belief")
    MONEY = "money", _("Money")
    SYSTEMS = "systems", _("Systems and signal")
    SAFETY = "safety", _("Safety")
    OTHER = "other", _("Something else")


class Severity(models.TextChoices):
    STOPS = "stops", _("It stops the work")
    SLOWS = "slows", _("It slows the work")
    IDEA = "idea", _("It is an idea")


class HowOften(models.TextChoices):
    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Each month")
    WEEKLY = "weekly", _("Each week")
    DAILY = "daily", _("Each day")


class Visibility(models.TextChoices):
    NORMAL = "normal", _("LSSO and my province see my name")
    HIDE_FROM_PROVINCE = "hide_from_province", _("Keep my name from my province")
    HIDE_FROM_ALL = "hide_from_all", _("Only the feedback lead sees my name")


class Channel(models.TextChoices):
    APP = "app", _("by the person")
    PAPER = "paper", _("written down from paper")
    CALL = "call", _("taken by phone")


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    LOOKING = "looking", _("Being looked at")
    NEED_INFO = "need_info", _("We need more information")
    ANSWERED = "answered", _("Answered")
    SOP_WILL_CHANGE = "sop_will_change", _("The SOP will change")
    CHANGED = "changed", _("The SOP has changed")
    PASSED_ON = "passed_on", _("Passed on")
    NOT_NOW = "not_now", _("Not now")
    REOPENED = "reopened", _("Opened again")
    CLOSED_SOLVED = "closed_solved", _("Closed: solved")
    CLOSED_PARTLY = "closed_partly", _("Closed: partly solved")
    CLOSED_NOT = "closed_not", _("Closed: not solved")


CLOSED = (State.CLOSED_SOLVED, State.CLOSED_PARTLY, State.CLOSED_NOT)
# Nobody has answered yet, or the answer did not help: LSSO's turn.
OUR_TURN = (State.RECEIVED, State.LOOKING, State.REOPENED)
# An answer was given: the sender may say whether it helped.
ANSWERED = (
    State.ANSWERED,
    State.SOP_WILL_CHANGE,
    State.CHANGED,
    State.PASSED_ON,
    State.NOT_NOW,
)
