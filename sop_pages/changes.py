"""What makes rendered copies untrue, and what is done then. Connected by SopPagesConfig."""

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

from . import copies
from .models import Contact, ReferenceValue, RenderedSOP, SOPPage
from .privacy import is_restricted
from .signals import RENDERING, sop_published, sop_unpublished


def connect() -> None:
    """Connects each change to the copies that it touches. Connecting twice changes nothing."""
    sop_published.connect(_published, stage=RENDERING, name="copies")
    sop_unpublished.connect(_unpublished, stage=RENDERING, name="copies")
    pre_save.connect(_note_key, sender=ReferenceValue, dispatch_uid="copies_key")
    for signal in (post_save, post_delete):
        signal.connect(_value_changed, sender=ReferenceValue, dispatch_uid="copies_value")
        signal.connect(_privacy_changed, sender=PageViewRestriction, dispatch_uid="copies_privacy")
    post_delete.connect(_contact_gone, sender=Contact, dispatch_uid="copies_contact")
    post_page_move.connect(_moved, dispatch_uid="copies_move")


def _published(page) -> None:
    copies.publish(page)


def _unpublished(page) -> None:
    copies.drop(page)


def _note_key(sender, instance, **kwargs) -> None:
    """A value that gets another key touches those that named it by the old one too."""
    before = ReferenceValue.objects.filter(pk=instance.pk).values_list("key", flat=True).first()
    instance.keys_touched = {before, instance.key} - {None}


def _value_changed(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        copies.keep_naming(getattr(instance, "keys_touched", {instance.key}))


def _privacy_changed(sender, instance, **kwargs) -> None:
    if instance.page_id:
        _mark_restricted(instance.page)


def _moved(sender, instance, **kwargs) -> None:
    """In another section an SOP has another task, and perhaps another privacy setting."""
    pages = SOPPage.objects.live().descendant_of(instance, inclusive=True)
    for page in pages:
        copies.keep(page)


def _mark_restricted(page) -> None:
    for below in SOPPage.objects.descendant_of(page, inclusive=True):
        RenderedSOP.objects.filter(page=below).update(restricted=is_restricted(below))
        copies.keep_linking(below)
        copies.keep_translations(below)


def _contact_gone(sender, instance, **kwargs) -> None:
    """The state of the contacts is told by the newest of them: one that goes must show too."""
    newest = Contact.objects.order_by("-updated_at").first()
    if newest:
        newest.save(update_fields=["updated_at"])
