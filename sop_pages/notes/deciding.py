"""What becomes of a note: approved, refused, kept after another look, withdrawn."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..models import LocalNote, LocalNoteDeed, Release
from ..models.local_notes import ADOPTS, DECIDES

MOST_DAYS = 2 * 366
USUAL_DAYS = 365
REASON_SIGNS = 300


class NoteError(Exception):
    """A sentence on why it can't be; `field` names the field at fault, "" for none."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


def may_decide(note: LocalNote, person) -> bool:
    """LSSO, and the coordinator of the note's province; never its writer."""
    if note.proposer_id == person.pk:
        return False
    own = person.has_perm(DECIDES) and person.province_id == note.province_id
    return own or person.has_perm(ADOPTS)


@transaction.atomic
def approve(note: LocalNote, *, actor, until: date) -> LocalNote:
    """Shows it beneath its step up to and with `until`. Raises NoteError."""
    note = locked(note, actor, LocalNote.State.PROPOSED)
    if not note.step.present:
        raise NoteError(_("This step is not in the procedure any more. Refuse the note."))
    note.state, note.expires_on = LocalNote.State.APPROVED, _checked(until)
    note.owner = actor
    return decided(note, actor, "approved", looks=True)


@transaction.atomic
def refuse(note: LocalNote, *, actor, reason: str) -> LocalNote:
    """Says no, with a reason that its writer reads. Raises NoteError."""
    note = locked(note, actor, LocalNote.State.PROPOSED)
    note.state, note.reason = LocalNote.State.REFUSED, _said(reason)
    return decided(note, actor, "refused")


@transaction.atomic
def keep(note: LocalNote, *, actor, until: date) -> LocalNote:
    """Somebody looked at it again: it is right beside the step as that reads now. Raises
    NoteError."""
    note = locked(note, actor, *LocalNote.SHOWN)
    if not note.step.present:
        raise NoteError(_("This step is not in the procedure any more. Withdraw the note."))
    note.expires_on, note.owner = _checked(until), actor
    return decided(note, actor, "kept", looks=True)


@transaction.atomic
def withdraw(note: LocalNote, *, actor, reason: str = "") -> LocalNote:
    """Takes it back: its writer as they like, whoever decides on it with a reason. Raises
    NoteError."""
    own = note.proposer_id == actor.pk
    states = [LocalNote.State.PROPOSED, *LocalNote.SHOWN]
    note = locked(note, None if own else actor, *states)
    note.state, note.reason = LocalNote.State.WITHDRAWN, "" if own else _said(reason)
    if not own:
        return decided(note, actor, "withdrawn")
    note.save(update_fields=["state", "reason"])
    return _noted(note, actor, "withdrawn")


def locked(note: LocalNote, actor, *states: str) -> LocalNote:
    """The note as the database has it, held. Raises NoteError for who may not, and where somebody
    else was quicker."""
    found = LocalNote.objects.select_for_update(of=("self",)).select_related("step__sop")
    note = found.get(pk=note.pk)
    if actor is not None and not may_decide(note, actor):
        raise NoteError(_("Somebody else has to decide on this note."))
    if note.state not in states:
        raise NoteError(_("This was decided meanwhile: load the page again."))
    return note


def decided(note: LocalNote, actor, deed: str, *, looks: bool = False) -> LocalNote:
    """Saves what was decided, for its writer to see, and logs it; with `looks` the note was
    compared with the step as that reads now."""
    if looks:
        note.looked_in = Release.objects.in_force(note.step.sop.code, localdate())
        note.changed_in = None
    note.decided_by, note.news_at = actor, timezone.now()
    note.save()
    return _noted(note, actor, deed)


def _noted(note: LocalNote, actor, deed: str) -> LocalNote:
    LocalNoteDeed.objects.create(note=note, deed=deed, actor_id=actor.pk if actor else None)
    return note


def _said(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise NoteError(_("Say why: whoever wrote the note reads it."), "reason")
    return reason[:REASON_SIGNS]


def _checked(until: date) -> date:
    today = localdate()
    if until <= today:
        raise NoteError(_("Choose a day after today."), "until")
    if until > today + timedelta(days=MOST_DAYS):
        raise NoteError(_("A note holds for two years at most. Choose an earlier day."), "until")
    return until
