"""LSSO takes a note over: a draft of the SOP with its text in the step, for all places."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import LocalNote, SOPPage
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
    page = _page(note)
    draft = page.get_latest_revision_as_object()
    step = next((one for one in draft.steps if one.value["key"] == note.step.key), None)
    if step is None:
        raise NoteError(_("The newest draft does not have this step any more."))
    step.value["body"].append(("text", note.text, str(uuid4())))
    try:
        draft.save_revision(user=actor, log_action=True)
    except ValidationError as refused:
        said = _("The newest draft can't be saved as it is. Mend it in the editor first.")
        raise NoteError(said) from refused
    note.state = LocalNote.State.ADOPTED
    decided(note, actor, "adopted")
    return page


def _page(note: LocalNote) -> SOPPage:
    """The SOP in the note's language, held. Raises NoteError."""
    pages = SOPPage.objects.select_for_update(of=("self",)).filter(sop=note.step.sop_id, live=True)
    page = pages.filter(language=note.language).first()
    if page is None:
        raise NoteError(_("The SOP has no page in the language of this note."))
    if page.workflow_in_progress:
        raise NoteError(_("A draft of this SOP waits for approval. Decide on that first."))
    if page.locked:
        raise NoteError(_("The SOP is locked in the CMS. Unlock it first."))
    return page
