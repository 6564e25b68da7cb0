"""Notes beneath their steps, for one reader; never in what is shared by all."""

from collections import defaultdict
from hashlib import sha256

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from sop_site.lao.text import with_breaks

from ..models import LocalNote, RenderedSOP

Beneath = dict[str, SafeString]  # by the step's key


def beneath(copy: RenderedSOP, person) -> Beneath:
    """What stands beneath the steps of an SOP for this person, as HTML. No query for a stranger,
    or where nobody sees a note; else one, and one for the roles of who has none near by."""
    if not (person.is_authenticated and copy.has_notes):
        return {}
    if not (copy.has_notes_here or person.enters_cms):
        return {}
    notes = LocalNote.objects.shown_on(localdate()).for_reader(person).for_rows()
    nearest = F("district").asc(nulls_last=True)
    by_step: dict[str, list[LocalNote]] = defaultdict(list)
    for note in notes.filter(step__sop=copy.sop_id).order_by(nearest, "pk"):
        by_step[note.step.key].append(note)
    return {key: _html(found, person, copy.language) for key, found in by_step.items()}


def _html(notes: list[LocalNote], person, language: str) -> SafeString:
    """Those of the own place in the open, others that somebody sees by their office folded."""
    here = [note for note in notes if _is_here(note, person)]
    others = [note for note in notes if not _is_here(note, person)]
    context = {"here": here, "others": others, "language": language}
    html = render_to_string("sop_pages/notes/beneath.html", context)
    return mark_safe(with_breaks(html) if language == "lo" else html)


def _is_here(note: LocalNote, person) -> bool:
    if note.district_id:
        return note.district_id == person.district_id
    return note.province_id == person.province_id


def mark_of(found: Beneath) -> str:
    """Names what stands beneath, for an ETag; "" for nothing."""
    if not found:
        return ""
    return sha256(repr(sorted(found.items())).encode()).hexdigest()[:16]
