"""How long what came is kept as it came."""

from django.conf import settings
from django.utils import timezone

from .models import InboxFile, InboxItem

AT_ONCE = 500  # rows a transaction: nobody waits long for the write lock


def empty_old_payloads() -> str | None:
    """Empties the raw payload of items that were handled longer ago than RAW_PAYLOADS_KEPT.

    The row stays with id, digest, receipt and state: a phone that sends the same once more is
    still told "duplicate", and "conflict" for other content. What nobody has handled stays whole.
    """
    before = timezone.now() - settings.RAW_PAYLOADS_KEPT
    old = InboxItem.objects.filter(
        state=InboxItem.State.HANDLED, handled_at__lt=before, emptied_at=None
    )
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        # A file that failed still waits for its next try.
        files = InboxFile.objects.filter(item__in=ids).exclude(state=InboxFile.State.FAILED)
        files.exclude(data=b"").update(data=b"")
        count += old.filter(pk__in=ids).update(payload={}, emptied_at=timezone.now())
    return f"{count} payloads were emptied." if count else None
