"""What phones keep for a person who reports: the empty form, the list, the latest threads.

A sensitive report's words leave the phone once they are received, so its thread is not kept.
"""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sop_site.officers.models import User
from sop_site.offline import saved

from .models import Message, Report

THREADS = 10


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    with translation.override(locale):
        paths = [reverse("feedback:new"), reverse("feedback:mine")]
        paths += [reverse("feedback:solutions"), reverse("feedback:new_solution")]
        threads = _threads_of(request.user)
    yield from saved.documents([*paths, *threads], locale, request, states=threads)


def _threads_of(person: User) -> dict[str, tuple]:
    """The latest threads by address, each with all that its page is made from. Three queries."""
    reports = Report.objects.of_sender(person).not_sensitive().order_by("-pk")[:THREADS]
    reports = reports.select_related("recording").prefetch_related(
        Prefetch("messages", Message.objects.for_sender(), to_attr="shown_messages"), "photos"
    )
    return {
        report.get_absolute_url(): (
            saved.row_of(report),
            report.is_overdue,
            [saved.row_of(message) for message in report.shown_messages],
            [saved.row_of(photo) for photo in report.photos.all()],
            getattr(report, "recording", None) and saved.row_of(report.recording),
        )
        for report in reports
    }


def register() -> None:
    saved.register("feedback.own", own_pages)
