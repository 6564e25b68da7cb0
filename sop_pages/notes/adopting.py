"""LSSO takes a note over: a draft of the SOP with its text in the step, for all places."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import LocalNote, SOPPage, Step
from ..models.local_notes import ADOPTS
from .deciding import NoteError, decided, locked


@transaction.atomic
def adopt(note: LocalNote, *, actor) -> SOPPage:
    """Writes the note's text at the end of its step into the newest draft, in the note's language,
    and tells its writer. Returns the page. Raises NoteError.

    The draft is `actor`'s: somebody else approves it.
    """
    if not actor.has_perm(ADOPTS):
        raise NoteError(_("Only LSSO takes a note over into an SOP."))
    note = locked(note, actor, LocalNote.State.APPROVED)
    page = write(note.step, note.language, note.text, actor=actor)
    note.state = LocalNote.State.ADOPTED
    decided(note, actor, "adopted")
    return page


@transaction.atomic
def write(step: Step, language: str, text: str, *, actor) -> SOPPage:
    """Puts a text at the end of a step in the newest draft of a language. Raises NoteError."""
    page = _page(step, language)
    draft = page.get_latest_revision_as_object()
    found = next((one for one in draft.steps if one.value["key"] == step.key), None)
    if found is None:
        raise NoteError(_("The newest draft does not have this step any more."))
    found.value["body"].append(("text", text, str(uuid4())))
    try:
        draft.save_revision(user=actor, log_action=True)
    except ValidationError as refused:
        said = _("The newest draft can't be saved as it is. Mend it in the editor first.")
        raise NoteError(said) from refused
    return page


def _page(step: Step, language: str) -> SOPPage:
    """The step's SOP in a language, held. Raises NoteError."""
    pages = SOPPage.objects.select_for_update(of=("self",)).filter(sop=step.sop_id, live=True)
    page = pages.filter(language=language).first()
    if page is None:
        raise NoteError(_("The SOP has no page in the language of this note."))
    if page.workflow_in_progress:
        raise NoteError(_("A draft of this SOP waits for approval. Decide on that first."))
    if page.locked:
        raise NoteError(_("The SOP is locked in the CMS. Unlock it first."))
    return page
