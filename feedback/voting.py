""" "This happens here too": what others may see of an open report, and a vote on it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.lao import personal
from sop_site.lao.text import truncate
from sop_site.officers.models import District
from sop_site.offline import inbox
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.limits import limit
from sop_site.offline.payload import string
from sop_site.offline.text import is_blank

from . import places
from .models import Report, Vote
from .models.words import Visibility

KIND = "feedback.vote"
OFFERED = 40
EXCERPT = 140
LINE_SIGNS = 280
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """What a colleague sees of an open report or theme: some words, the step, how many; no name,
    no place, no code."""

    pk: int
    text: str
    language: str
    sop: str
    step: str
    votes: int
    is_here: bool


def register() -> None:
    inbox.register(KIND, receive, title=gettext_lazy("Me too"))


def shown(report: Report, language: str) -> str:
    """The words by which a colleague knows it again: the theme's, else the report's first ones."""
    if report.theme:
        return report.theme.title(language)
    return truncate(" ".join(report.text.split()), EXCERPT)


def may_be_shown(report: Report) -> bool:
    """Whether colleagues may see it: nobody's name hangs on it, and none stands in it."""
    if report.sensitive or report.is_closed:
        return False
    if report.theme_id:
        return True
    return report.visibility == Visibility.NORMAL and not personal.findings(report.text)


def offers(user, language: str, here: tuple[str, str] = ("", "")) -> list[Offer]:
    """Open themes and reports of others on which the person has not voted, those with most votes
    first; a theme once. `here` are the SOP's code and the step's key of the form. One query."""
    reports = (
        Report.objects.not_sensitive()
        .open()
        .exclude(sender=user)
        .exclude(votes__voter=user)
        .exclude(theme__in=Vote.objects.filter(voter=user).values("report__theme"))
        .select_related("theme")
        .annotate(n=Count("votes"))
        .order_by("-n", "-received_at")[: 3 * OFFERED]
    )
    found: dict[object, Offer] = {}
    for report in filter(may_be_shown, reports):
        key = ("theme", report.theme_id) if report.theme_id else report.pk
        if key in found:
            continue
        found[key] = Offer(
            report.pk,
            shown(report, language),
            language if report.theme_id else report.language,
            report.sop_code,
            report.step_key,
            report.n,
            bool(report.step_key) and (report.sop_code, report.step_key) == here,
        )
    return list(found.values())[:OFFERED]


def receive(incoming: Incoming) -> dict:
    """`report` is an Offer's number, `district` a code (else the person's own), `line` a word more.
    Sent again, it is one vote. Returns {vote, votes}: its number, and how many there are.
    Raises Rejected."""
    district, line = _place(incoming), _line(incoming.payload)
    report = _report(incoming.payload)
    if report is None or not may_be_shown(report):
        raise Rejected("unknown_report", _("This report is not open any more."), "report")
    if report.sender_id == incoming.owner.pk:
        raise Rejected("own_report", _("This is your own report: it counts already."), "report")
    return vote(report, incoming.owner, district, line)


@transaction.atomic
def vote(report: Report, person, district: District | None, line: str) -> dict:
    recent = Vote.objects.filter(voter=person, at__gte=timezone.now() - DAY)
    known = Vote.objects.filter(report=report, voter=person).exists()
    if not known and recent.count() >= limit("votes_a_day"):
        raise Rejected("too_many", _("That is all the votes for today. Please come back tomorrow."))
    own, _made = Vote.objects.get_or_create(
        report=report, voter=person, defaults={"district": district, "line": line}
    )
    return {"vote": own.pk, "votes": report.votes.count()}


def _report(payload: dict) -> Report | None:
    asked = payload.get("report")
    if not isinstance(asked, str):
        raise Rejected("bad_type", _("This must be text."), "report")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 12):
        return None
    return Report.objects.select_related("theme").filter(pk=asked).first()


def _place(incoming: Incoming) -> District | None:
    asked = incoming.payload.get("district")
    if asked is None:
        return incoming.owner.district
    return places.named(asked)


def _line(payload: dict) -> str:
    line = " ".join(string(payload, "line").split())
    if len(line) > LINE_SIGNS:
        raise Rejected("too_long", _("This is too long."), "line")
    return "" if is_blank(line) else line
