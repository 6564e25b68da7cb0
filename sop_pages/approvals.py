"""LSSO's yes: a submitted draft, in one language or in both, becomes a release."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from . import acknowledging, causes, translating
from .acknowledging import Asking
from .content import Document
from .models import SOP, Release, ReviewTask, SOPPage
from .models.approval import is_last_editor
from .releases import Terms, releasing
from .staleness import Behind


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
    led_by: Sequence[str] = (),
) -> None:
    """Makes one release of these drafts. `seen` are the revisions that the person has read,
    `asking` says who shall confirm it (None: nobody), `led_by` what was reported (causes.py).

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
    issued = batch.issued.get(drafts[0].page.sop_id)
    causes.freeze(issued, led_by)
    if asking:
        _ask(issued, actor, asking)


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


def behind(drafts: Iterable[Submitted], *, minor: bool = False) -> dict[str, list[Behind]]:
    """{language: passages} that would be behind their source after this approval; with `minor` of
    a change that leaves the meaning as it was."""
    drafts = list(drafts)
    sop = drafts[0].page.sop
    last = sop.releases.standing().in_order().first()
    kept = list(last.texts.all()) if last else []
    texts = {text.language: text.document() for text in kept}
    revisions = {text.language: text.revision_id for text in kept}
    texts |= {draft.page.language: draft.document() for draft in drafts}
    revisions |= {draft.page.language: draft.revision.pk for draft in drafts}
    written = translating.written(revisions)
    day = timezone.localdate()
    issue = translating.Issue(sop, last, texts, day, written=written, minor=minor)
    return {state.language: state.behind for state in translating.states(issue) if state.behind}
