"""From the plain form into the inbox, with the photos of a form that came back in between."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sop_site.offline import inbox
from sop_site.offline.inbox import Attachment, Outcome
from sop_site.offline.limits import limit
from sop_site.offline.models import InboxItem

from .models import DraftPhoto
from .receiving import KIND

SOON = timedelta(minutes=10)


def send(user, payload: dict, item_id: UUID, photos: list[Attachment]) -> Outcome:
    """Delivers the report with its photos, those kept from an earlier try included.

    Going back brings a form with a new id: the very same words and photos, sent again within ten
    minutes, are the report that is there.
    """
    files = with_kept(user, item_id, photos)
    twin = sent_before(user, payload, files)
    if twin and twin.pk != item_id:
        outcome = inbox.run_again(twin)
    else:
        outcome = inbox.deliver(user, KIND, payload, item_id=item_id, files=files)
    if outcome.is_kept:
        DraftPhoto.objects.of(user, item_id).delete()
    return outcome


def sent_before(user, payload: dict, files: list[Attachment]) -> InboxItem | None:
    """What this person has just sent with the same content, and was taken."""
    digest = inbox.digest_of(KIND, payload, [file.sha256 for file in files])
    recent = InboxItem.objects.filter(received_at__gte=timezone.now() - SOON)
    handled = recent.filter(owner=user, kind=KIND, state=InboxItem.State.HANDLED)
    return handled.filter(digest=digest).first()


def with_kept(user, item_id: UUID, photos: list[Attachment]) -> list[Attachment]:
    """The new photos after those kept, each once, as many as a report may have."""
    kept = [
        Attachment(photo.sha256, len(photo.data), "image/jpeg", bytes(photo.data), prepared=True)
        for photo in DraftPhoto.objects.of(user, item_id)
    ]
    each_once = {photo.sha256: photo for photo in [*kept, *photos]}
    return list(each_once.values())[: limit("report_photos")]


def keep_photos(user, item_id: UUID, photos: list[Attachment]) -> int:
    """Keeps photos while the form asks back; returns how many are kept. The forgotten go."""
    DraftPhoto.objects.forgotten().delete()
    with transaction.atomic():
        for photo in photos:
            DraftPhoto.objects.get_or_create(
                owner=user,
                item_id=item_id,
                sha256=photo.sha256,
                defaults={"data": photo.content},
            )
    return DraftPhoto.objects.of(user, item_id).count()
