"""What feedback holds on a person: reports with their threads and photos, and votes."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from sop_pages import copies
from sop_site.officers import holdings
from sop_site.officers.models import User

from .forgetting import drop_originals, drop_photos, drop_recordings
from .models import DraftPhoto, Message, Recording, Report, ReportPhoto, Solution, Trial, Vote

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
            files=files,
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
    register_solutions()


def register_solutions() -> None:
    holdings.register(
        holdings.Holding(
            "solutions",
            _("What I told that worked, and whether others' tips did"),
            tell_solutions,
            forget=forget_solutions,
            stays=_("Tips stay in LSSO's words, without a name; whether they worked, as a number."),
        )
    )


def tell_solutions(person: User) -> list[dict]:
    own = Solution.objects.filter(author=person).order_by("received_at", "pk")
    said = Trial.objects.filter(voter=person).order_by("at", "pk")
    return [
        *own.values("text", "language", "sop__code", "step__key", "is_named", "state"),
        *said.values("solution", "worked", "district_id", "at"),
    ]


def forget_solutions(person: User) -> None:
    """What nobody ruled on yet goes; the rest loses the name, at the step too."""
    own = Solution.objects.filter(author=person)
    own.exclude(state__in=Solution.RULED).delete()
    named = set(own.filter(is_named=True, sop__isnull=False).values_list("sop", flat=True))
    own.update(author=None, text="", is_named=False)
    Trial.objects.filter(voter=person).update(voter=None)
    for sop_id in named:
        copies.keep_sop(sop_id)


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


def files(person: User) -> Iterator[tuple[str, bytes]]:
    yield from photos(person)
    for one in Recording.objects.filter(report__sender=person).select_related("report"):
        with one.sound.open("rb") as file:
            yield f"{one.report.code}.{one.type.partition('/')[2]}", file.read()


def photos(person: User) -> Iterator[tuple[str, bytes]]:
    found = ReportPhoto.objects.filter(report__sender=person).select_related("report")
    for photo in found.order_by("pk"):
        with photo.image.open("rb") as file:
            yield f"{photo.report.code}-{photo.pk}.jpg", file.read()


def forget_reports(person: User) -> None:
    """Name and photos go at once. What happened in the field stays for LSSO until it is old."""
    mine = Report.objects.of_sender(person)
    drop_originals(mine)
    drop_recordings(mine)
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
