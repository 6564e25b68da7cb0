"""Looks at a step's notes when its SOP is published: does the step still say what it said?

A release whose meaning is unchanged asks nobody to look again, and one that takes a note's text
over ends the note: the step itself says it then.
"""

from django.utils import timezone
from django.utils.timezone import localdate

from ..content import StepText, passage_hash
from ..markdown import plain_text
from ..models import LocalNote, LocalNoteDeed, Release, ReleaseText
from .looking import document_of, step_of


def on_published(page) -> None:
    """The receiver: notes of this SOP that officers see, or are about to. One query where there
    are none."""
    alive = [LocalNote.State.PROPOSED, *LocalNote.SHOWN]
    notes = LocalNote.objects.filter(step__sop=page.sop_id, state__in=alive, in_release=None)
    notes = list(notes.select_related("step__sop", "looked_in", "changed_in"))
    holding = Release.objects.in_force(page.sop.code, localdate()) if notes else None
    for note in notes:
        if holding:
            _look(note, holding)


def _look(note: LocalNote, holding: Release) -> None:
    changed = changed_in(note, holding)
    if changed and _says_it(note, holding):
        note.in_release, note.changed_in, note.news_at = holding, None, timezone.now()
        note.save(update_fields=["in_release", "changed_in", "news_at"])
        LocalNoteDeed.objects.create(note=note, deed="released")
    elif changed != note.changed_in:
        note.changed_in = changed
        note.save(update_fields=["changed_in"])
        if changed:
            LocalNoteDeed.objects.create(note=note, deed="changed")


def _says_it(note: LocalNote, holding: Release) -> bool:
    """Whether the step holds the text of a note that LSSO took over."""
    step = step_of(document_of(holding, note.language), note.step)
    if note.state != LocalNote.State.ADOPTED or step is None:
        return False
    said = " ".join(" ".join(map(plain_text, step.plain_parts())).split())
    return " ".join(plain_text(note.text).split()) in said


def changed_in(note: LocalNote, holding: Release) -> Release | None:
    """The first release since the note was looked at that changed what its step says, where it
    reads otherwise now; None where it doesn't, or nothing is known of before. A few queries."""
    if note.looked_in is None or note.looked_in_id == holding.pk:
        return None
    texts = _texts(note, holding)
    if len(texts) < 2 or texts[0].release_id != note.looked_in_id:
        return None
    said = [_hash(step_of(text.document(), note.step)) for text in texts]
    if said[0] == said[-1]:
        return None
    for before, after, text in zip(said, said[1:], texts[1:], strict=False):
        if before != after and not text.release.meaning_unchanged:
            return text.release
    return None


def _texts(note: LocalNote, holding: Release) -> list[ReleaseText]:
    """In the note's language (else in the SOP's own), from the release that was looked at to the
    one that holds, in the order of coming into force."""
    releases = list(Release.objects.filter(sop=note.step.sop_id).in_order())[::-1]
    order = [r for r in releases if not r.ended or r.pk == note.looked_in_id]
    ids = [r.pk for r in order]
    if holding.pk not in ids or ids.index(note.looked_in_id) > ids.index(holding.pk):
        return []
    between = ids[ids.index(note.looked_in_id) : ids.index(holding.pk) + 1]
    for language in (note.language, note.step.sop.source_language):
        rows = ReleaseText.objects.filter(release__in=between, language=language)
        found = {text.release_id: text for text in rows.select_related("release")}
        if len(found) == len(between):
            return [found[pk] for pk in between]
    return []


def _hash(step: StepText | None) -> str:
    return passage_hash(step) if step else ""
