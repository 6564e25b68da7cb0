"""Takes a proposed note out of the inbox: the one way in, for phones and for the plain form."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.offline import inbox
from sop_site.offline import payload as payloads
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.limits import limit

from .. import privacy
from ..models import SOP, LocalNote, LocalNoteDeed, Release, SOPPage, Step
from ..models.releases import NUMBER

KIND = "sop.note"
SIGNS = {"sop": 12, "step": 60, "release": 12, "language": 2, "place": 4}


@dataclass(frozen=True)
class Sent:
    """A sound payload; `release` is "" where the phone named none."""

    sop: str
    step: str
    release: str
    language: str
    place: str
    text: str


def register() -> None:
    inbox.register(KIND, receive, title=gettext_lazy("Local note"))


def read(payload: dict) -> Sent:
    """Checked without a database. Raises Rejected: `bad_type`, `too_long`, `blank`,
    `bad_language`."""
    words = {name: payloads.word(payload, name, most) for name, most in SIGNS.items()}
    if words["language"] not in dict(settings.LANGUAGES):
        raise Rejected("bad_language", _("The language is missing."), "language")
    written = payloads.text(
        payload, most=limit("note_text"), blank=_("Please write how you do it.")
    )
    return Sent(text=written, **words)


def receive(incoming: Incoming) -> dict:
    """Makes the proposal: {sop, step, state}. Raises Rejected."""
    sent, person = read(incoming.payload), incoming.owner
    step = _step(sent, person)
    note = LocalNote.objects.create(
        step=step,
        **_place(sent, person),
        text=sent.text,
        language=sent.language,
        proposer=person,
        proposed_at=incoming.happened_at,
        received_at=incoming.received_at,
        item=incoming.id,
        looked_in=_release(step.sop, sent.release),
    )
    LocalNoteDeed.objects.create(note=note, deed="proposed", actor_id=person.pk)
    return {"sop": step.sop.code, "step": step.key, "state": note.state}


def begin(step: Step, *, text: str, language: str, proposer, district, province) -> LocalNote:
    """A proposal that LSSO makes of what an officer told otherwise; it is decided on as any."""
    now = timezone.now()
    note = LocalNote.objects.create(
        step=step,
        district=district,
        province=province,
        text=text[: limit("note_text")],
        language=language,
        proposer=proposer,
        proposed_at=now,
        received_at=now,
        looked_in=_release(step.sop, ""),
    )
    LocalNoteDeed.objects.create(
        note=note, deed="proposed", actor_id=proposer.pk if proposer else None
    )
    return note


def _step(sent: Sent, person) -> Step:
    """The step, where the SOP still has it and the person may know of it. Raises Rejected."""
    sop = SOP.objects.filter(code=sent.sop.upper()).first() if sent.sop else None
    page = SOPPage.objects.filter(sop=sop, live=True).first() if sop else None
    if page is None or not privacy.may_know(person, page):
        said = _("Open the procedure, and write the note at its step.")
        raise Rejected("unknown_sop", said, "sop")
    step = sop.steps.filter(key=sent.step, kind=Step.Kind.STEP).select_related("sop").first()
    if step is None or not step.present:
        raise Rejected("step_gone", _("This step is not in the procedure any more."), "step")
    return step


def _place(sent: Sent, person) -> dict:
    """The own district or province, as fields of the note. Raises Rejected."""
    if sent.place and sent.place == person.district_id:
        return {"district_id": sent.place, "province_id": person.province_id}
    if sent.place and sent.place == person.province_id:
        return {"province_id": sent.place}
    said = _("A note can be for your own district or province only.")
    raise Rejected("bad_place", said, "place")


def _release(sop: SOP, number: str) -> Release | None:
    """The release that was read, else the one that holds."""
    parts = NUMBER.fullmatch(number)
    found = parts and sop.releases.filter(major=parts[1], minor=parts[2]).first()
    return found or Release.objects.in_force(sop.code, localdate())
