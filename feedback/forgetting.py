"""Names, words and photos of reports that were closed long ago go; what counts stays as numbers.

The row keeps category, step, state, days and place, so that figures of past years don't change;
a theme keeps LSSO's own words, and the log its numbers.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sop_site import timed
from sop_site.offline.models import InboxFile, InboxItem

from .models import Gram, Message, Recording, Redaction, Report, ReportPhoto, Solution, Vote
from .models.words import CLOSED

AT_ONCE = 200  # reports a transaction: nobody waits long for the write lock


def register() -> None:
    timed.register("forget_old_reports", forget_old, every=timedelta(hours=1))


def forget_old() -> str | None:
    """Forgets what was closed longer ago than settings.REPORT_NAMES_KEPT."""
    before = timezone.now() - settings.REPORT_NAMES_KEPT
    old = Report.objects.filter(state__in=CLOSED, closed_at__lt=before, forgotten_at=None)
    count = 0
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        count += forget(ids)
    return f"{count} old reports were forgotten." if count else None


@transaction.atomic
def forget(ids: Iterable[int]) -> int:
    """Takes names, words and photos off these reports. Returns how many there were."""
    reports = Report.objects.filter(pk__in=ids)
    drop_photos(ReportPhoto.objects.filter(report__in=reports))
    drop_recordings(reports)
    Message.objects.filter(report__in=reports).update(text="", author=None)
    Vote.objects.filter(report__in=reports).update(voter=None, line="")
    Gram.objects.filter(report__in=reports).delete()
    drop_originals(reports)
    told = Solution.objects.filter(report__in=reports)
    told.exclude(state__in=Solution.RULED).delete()
    told.update(text="", author=None, is_named=False)
    items = InboxItem.objects.filter(report__in=reports)
    InboxFile.objects.filter(item__in=items).update(data=b"")
    items.update(payload={}, emptied_at=timezone.now())
    return reports.update(
        sender=None,
        text="",
        proposal="",
        searched="",
        folded="",
        passed_to="",
        forgotten_at=timezone.now(),
    )


def drop_originals(reports) -> None:
    """What was blacked out and kept goes with the rest."""
    kept = Redaction.objects.filter(report__in=reports)
    drop_files([redaction.image for redaction in kept if redaction.image])
    kept.delete()


def drop_recordings(reports) -> None:
    recordings = Recording.objects.filter(report__in=reports)
    drop_files([recording.sound for recording in recordings])
    recordings.delete()


def drop_photos(photos) -> None:
    """Deletes the rows, and the files once the rows are surely gone."""
    drop_files([photo.image for photo in photos])
    photos.delete()


def drop_files(files: list) -> None:
    def dropped():
        for file in files:
            file.storage.delete(file.name)

    transaction.on_commit(dropped)
