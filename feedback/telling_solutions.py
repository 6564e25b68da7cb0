"""Takes out of the inbox what worked for an officer, and whether another's solution did: the one
way in, for phones and for the plain forms."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_pages import tips
from sop_pages.models import SOP, Step
from sop_pages.tips import Tip
from sop_site.officers.models import District
from sop_site.offline import inbox
from sop_site.offline import payload as payloads
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.limits import limit

from . import places, solutions
from .models import Solution, Trial

SOLUTION, TRIAL = "feedback.solution", "feedback.trial"
SIGNS = {"sop": 12, "step": 60, "language": 2, "district": 4}
WORKED = {"yes": True, "no": False}


@dataclass(frozen=True)
class Sent:
    """A sound payload; "" for what was left out."""

    text: str
    sop: str
    step: str
    language: str
    district: str
    is_named: bool


def register() -> None:
    inbox.register(SOLUTION, receive, title=gettext_lazy("What worked"))
    inbox.register(TRIAL, receive_trial, title=gettext_lazy("Word on a solution"))
    tips.register("feedback.solutions", allowed)


def read(payload: dict) -> Sent:
    """Checked without a database. Raises Rejected: `bad_type`, `too_long`, `blank`, `bad_value`."""
    words = {name: payloads.word(payload, name, most) for name, most in SIGNS.items()}
    if words["language"] and words["language"] not in dict(settings.LANGUAGES):
        raise Rejected("bad_value", _("Please choose one."), "language")
    named = payload.get("named", False)
    if not isinstance(named, bool):
        raise Rejected("bad_type", _("This choice cannot be read."), "named")
    blank = _("Please write what you tried that worked.")
    written = payloads.text(payload, most=limit("solution_text"), blank=blank)
    return Sent(text=written, is_named=named, **words)


def receive(incoming: Incoming) -> dict:
    """Keeps it for LSSO: {state}. Raises Rejected."""
    sent, person = read(incoming.payload), incoming.owner
    sop = SOP.objects.filter(code=sent.sop.upper()).first() if sent.sop else None
    step = Step.objects.filter(sop=sop, key=sent.step, present=True).first() if sop else None
    district = _district(incoming)
    found = Solution.objects.create(
        item=incoming.id,
        author=person,
        is_named=sent.is_named,
        text=sent.text,
        language=sent.language or person.language,
        sop=sop,
        step=step,
        district=district,
        province_id=district.province_id if district else person.province_id,
        received_at=incoming.received_at,
    )
    return {"state": found.state}


def receive_trial(incoming: Incoming) -> dict:
    """`solution` is its number, `worked` yes or no, `district` a code (else the own). The last
    word counts, one a person: {worked, not}. Raises Rejected."""
    worked = WORKED.get(payloads.word(incoming.payload, "worked", 12))
    if worked is None:
        raise Rejected("bad_value", _("Please choose one."), "worked")
    number = payloads.word(incoming.payload, "solution", 12)
    readable = number.isascii() and number.isdecimal()
    ruled = Solution.objects.ruled().for_reader(incoming.owner)
    found = ruled.filter(pk=number).first() if readable else None
    if found is None:
        raise Rejected("unknown_solution", _("This solution is not shown any more."), "solution")
    if found.author_id == incoming.owner.pk:
        raise Rejected("own_solution", _("This is your own: it counts already."), "solution")
    Trial.objects.update_or_create(
        solution=found,
        voter=incoming.owner,
        defaults={
            "worked": worked,
            "district": _district(incoming),
            "at": incoming.received_at,
        },
    )
    said = solutions.tried([found])[found.pk]
    return {"worked": said.worked, "not": said.not_so}


def _district(incoming: Incoming) -> District | None:
    """The district that was named, else the person's own. Raises Rejected."""
    asked = payloads.word(incoming.payload, "district", SIGNS["district"])
    return places.named(asked) if asked else incoming.owner.district


def allowed(sop_id: int, language: str) -> list[Tip]:
    """What stands beneath the steps of an SOP as a tip, the newest first. Two queries."""
    found = list(
        Solution.objects.filter(sop=sop_id, step__present=True, state=Solution.State.ALLOWED)
        .for_rows()
        .order_by("-pk")
    )
    origins = solutions.origins(found)
    return [
        Tip(
            one.step.key,
            one.title,
            one.words,
            origins[one.pk],
            f"/{language}/feedback/solutions/#solution-{one.pk}",
        )
        for one in found
    ]
