"""A note beside its step: as that reads now, and what changed since somebody looked."""

from dataclasses import replace
from uuid import UUID

from django.utils.timezone import localdate

from ..comparing import Shown, shown
from ..content import Document, StepText
from ..models import LocalNote, Release, ReleaseText


def step_of(document: Document | None, step) -> StepText | None:
    """The step in a text, by its block's id, else by its key."""
    if document is None:
        return None
    by_id = {UUID(one.block_id): one for one in document.steps if one.block_id}
    return by_id.get(step.block_id) or next(
        (one for one in document.steps if one.key == step.key), None
    )


def document_of(release: Release | None, language: str) -> Document | None:
    """A release's text in this language, else in the other. One query."""
    texts = {text.language: text for text in release.texts.all()} if release else {}
    text: ReleaseText | None = texts.get(language) or next(iter(texts.values()), None)
    return text.document() if text else None


def step_now(note: LocalNote) -> StepText | None:
    """The step as officers read it today, in the note's language; None where it is gone."""
    holding = Release.objects.in_force(note.step.sop.code, localdate())
    return step_of(document_of(holding, note.language), note.step)


def changes(note: LocalNote) -> Shown | None:
    """What differs in the step since the note was last looked at; None where nothing is known."""
    holding = Release.objects.in_force(note.step.sop.code, localdate())
    before = document_of(note.looked_in, note.language)
    after = document_of(holding, note.language)
    if before is None or after is None or before.language != after.language:
        return None
    return shown(_only(before, note.step), _only(after, note.step))


def _only(document: Document, step) -> Document:
    """A text of this step alone."""
    found = step_of(document, step)
    bare = Document(document.code, document.language, "", document.task)
    return replace(bare, steps=(found,) if found else ())
