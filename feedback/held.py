"""What feedback holds on a person: reports with their threads and photos, and votes."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from sop_site.officers import holdings
from sop_site.officers.models import User

from .forgetting import drop_originals, drop_photos
from .models import DraftPhoto, Message, Report, ReportPhoto, Vote

FIELDS = (
    *("code", "category", "severity", "how_often", "text", "proposal", "language", "searched"),
    *("sop_code", "step_key", "release", "district_id", "province_id", "visibility", "sensitive"),
    *("state", "due", "sent_at", "received_at", "closed_at"),
)


def register() -> None:
    holdings.register(
        holdings.Holding(
            "reports",
            _("Reports that I sent, with the answers and photos"),
            tell_reports,
            files=photos,
            forget=forget_reports,
            stays=_("Reports stay without name and photos, until two years after they are closed."),
        )
    )
    holdings.register(
        holdings.Holding(
            "votes",
            _("Reports where I said that it happens here too"),
            tell_votes,
            forget=forget_votes,
            stays=_("Votes stay, as a number."),
        )
    )


def tell_reports(person: User) -> list[dict]:
    """With all that the sender reads of the thread; notes of the desk are LSSO's own."""
    threads = Prefetch("messages", Message.objects.for_sender(), to_attr="told")
    reports = Report.objects.of_sender(person).order_by("received_at", "pk")
    return [
        {
            **{field: getattr(report, field) for field in FIELDS},
            "thread": [
                {"by": one.by, "text": one.text, "state": one.state, "at": one.at}
                for one in report.told
            ],
        }
        for report in reports.prefetch_related(threads)
    ]


def photos(person: User) -> Iterator[tuple[str, bytes]]:
    found = ReportPhoto.objects.filter(report__sender=person).select_related("report")
    for photo in found.order_by("pk"):
        with photo.image.open("rb") as file:
            yield f"{photo.report.code}-{photo.pk}.jpg", file.read()


def forget_reports(person: User) -> None:
    """Name and photos go at once. What happened in the field stays for LSSO until it is old."""
    mine = Report.objects.of_sender(person)
    drop_originals(mine)
    drop_photos(ReportPhoto.objects.filter(report__in=mine))
    DraftPhoto.objects.filter(owner=person).delete()
    Message.objects.filter(author=person).update(author=None)
    Report.objects.filter(assigned_to=person).update(assigned_to=None)
    mine.update(sender=None)


def tell_votes(person: User) -> list[dict]:
    votes = Vote.objects.filter(voter=person).order_by("at", "pk")
    return list(votes.values("report__code", "district_id", "line", "at"))


def forget_votes(person: User) -> None:
    Vote.objects.filter(voter=person).update(voter=None, line="")
