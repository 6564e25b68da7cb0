"""LSSO's yes: a submitted draft, in one language or in both, becomes a release."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from . import acknowledging, staleness
from .acknowledging import Asking
from .content import Document, heading_of
from .models import SOP, Release, ReviewTask, SOPPage, StepTranslation
from .models.approval import is_last_editor
from .releases import Terms, releasing


@dataclass(frozen=True)
class Submitted:
    """A draft in review: its page, newest revision and the review's state."""

    page: SOPPage
    revision: object
    task_state: TaskState

    def document(self) -> Document:
        return self.revision.as_object().content()


def submitted(page: SOPPage) -> Submitted | None:
    """What of this page waits for approval, or None."""
    task_state = page.current_workflow_task_state
    if task_state is None or not isinstance(task_state.task.specific, ReviewTask):
        return None
    return Submitted(page, page.get_latest_revision(), task_state.specific)


def together(first: Submitted, user) -> list[Submitted]:
    """The draft, and the one in the SOP's other language where that is in review too and somebody
    else's."""
    others = SOPPage.objects.filter(sop=first.page.sop_id).exclude(pk=first.page.pk)
    drafts = filter(None, map(submitted, others))
    return [first, *(draft for draft in drafts if not is_last_editor(draft.page, user))]


@transaction.atomic
def approve(
    drafts: Iterable[Submitted],
    *,
    actor,
    terms: Terms,
    seen: Iterable[int],
    asking: Asking | None = None,
) -> None:
    """Makes one release of these drafts. `seen` are the revisions that the person has read,
    `asking` says who shall confirm it (None: nobody).

    Raises PermissionDenied for who may not, ValidationError for terms that can't be and for a
    draft that was changed since it was read: an edit after approval voids it.
    """
    drafts = list(drafts)
    # Its SOP first: two people with a language each would else wait for one another.
    list(SOP.objects.select_for_update().filter(pk__in={draft.page.sop_id for draft in drafts}))
    drafts = [_locked(draft) for draft in drafts]
    for draft in drafts:
        if not draft.task_state.task.specific.decides(actor):
            raise PermissionDenied
        if is_last_editor(draft.page, actor) and terms.way != Release.Way.EMERGENCY:
            raise PermissionDenied(_("Who edited an SOP last cannot approve it."))
    if {draft.revision.pk for draft in drafts} != set(seen):
        raise ValidationError(
            _("The text was changed since you opened this page. Read it again, then decide.")
        )
    with releasing(replace(terms, actor=actor)) as batch:
        for draft in drafts:
            draft.task_state.approve(user=actor)
    if asking:
        _ask(batch.issued.get(drafts[0].page.sop_id), actor, asking)


def _ask(release: Release | None, actor, asking: Asking) -> None:
    if release is None:
        raise ValidationError(_("The text is the one that holds: there is nothing to confirm."))
    acknowledging.ask(release, actor=actor, **asdict(asking))


def _locked(draft: Submitted) -> Submitted:
    """The same as the database has it now, held until the end of the transaction."""
    page = SOPPage.objects.select_for_update().get(pk=draft.page.pk)
    found = submitted(page)
    if found is None:
        raise ValidationError(_("This text is not in review any more."))
    return found


def languages_behind(drafts: Iterable[Submitted]) -> dict[str, list[str]]:
    """{language: headings of passages} that would be behind their source after this approval."""
    drafts = list(drafts)
    sop = drafts[0].page.sop
    texts = {page.language: page.content() for page in sop.pages.filter(live=True)}
    texts |= {draft.page.language: draft.document() for draft in drafts}
    source = texts.get(sop.source_language)
    if source is None:
        return {}
    titles = {passage.key: heading_of(kind, passage) for kind, passage in source.keyed()}
    found = {}
    for language, text in texts.items():
        if language == sop.source_language:
            continue
        keys = staleness.behind(source, text, made_from(sop, language))
        if keys:
            found[language] = [titles[key] for _kind, key in keys]
    return found


def made_from(sop, language: str) -> dict[str, staleness.Made]:
    """What each passage of a translation was made from, by block id. One query."""
    notes = StepTranslation.objects.filter(step__sop=sop, language=language)
    rows = notes.values_list("step__block_id", "source_hash", "own_hash")
    return {str(UUID(str(block))): staleness.Made(source, own) for block, source, own in rows}
