"""What follows when an SOP's page is published or taken back. Connected by SopPagesConfig."""

from django.db import transaction

from . import identity, translators
from .models import SOPPage
from .releases import Terms, releasing
from .signals import sop_unpublished


def on_published(sender, instance, **kwargs) -> None:
    """Steps' rows, translators' source, a release, then whoever renders and indexes: all or
    nothing. Nothing goes live without a release; outside `releasing` it is an import's."""
    page = instance.specific
    if not isinstance(page, SOPPage) or not page.live:
        return
    with releasing(Terms()) as batch:
        identity.write_steps(page)
        translators.offer(page)
        batch.note(page)


@transaction.atomic
def on_unpublished(sender, instance, **kwargs) -> None:
    page = instance.specific
    if isinstance(page, SOPPage):
        identity.mark_present(page.sop)
        sop_unpublished.send(page=page)


@transaction.atomic
def on_deleted(sender, instance, **kwargs) -> None:
    """A deleted page's passages are gone; an SOP that was never read gives its code back."""
    sop = instance.sop
    if sop.pages.exclude(pk=instance.pk).exists() or sop.steps.exists():
        identity.mark_present(sop)
    else:
        sop.delete()
