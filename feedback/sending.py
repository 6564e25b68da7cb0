"""From the plain form into the inbox, with the files of a form that came back in between."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sop_site.offline import inbox
from sop_site.offline.inbox import Attachment, Outcome
from sop_site.offline.limits import limit
from sop_site.offline.models import InboxItem

from . import sound
from .models import DraftPhoto
from .receiving import KIND

SOON = timedelta(minutes=10)


def send(user, payload: dict, item_id: UUID, files: list[Attachment]) -> Outcome:
    """Delivers the report with its files, those kept from an earlier try included.

    Going back brings a form with a new id: the very same words and files, sent again within ten
    minutes, are the report that is there.
    """
    files = with_kept(user, item_id, files)
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


def with_kept(user, item_id: UUID, files: list[Attachment]) -> list[Attachment]:
    """The new files after those kept, each once, as many photos as a report may have."""
    kept = [
        Attachment(row.sha256, len(row.data), type_of(row.data), bytes(row.data), prepared=True)
        for row in DraftPhoto.objects.of(user, item_id)
    ]
    each_once = {file.sha256: file for file in [*kept, *files]}.values()
    photos = [file for file in each_once if not is_voice(file)]
    voices = [file for file in each_once if is_voice(file)]
    # What was recorded last is what the person means.
    return [*photos[: limit("report_photos")], *voices[-1:]]


def is_voice(file: Attachment) -> bool:
    return file.type.startswith("audio/")


def type_of(content: bytes) -> str:
    content = bytes(content)
    return sound.read(content).type if sound.is_sound(content) else "image/jpeg"


def keep_files(user, item_id: UUID, files: list[Attachment]) -> int:
    """Keeps files while the form asks back; returns how many are kept. The forgotten go."""
    DraftPhoto.objects.forgotten().delete()
    with transaction.atomic():
        for file in files:
            DraftPhoto.objects.get_or_create(
                owner=user,
                item_id=item_id,
                sha256=file.sha256,
                defaults={"data": file.content},
            )
    return DraftPhoto.objects.of(user, item_id).count()
