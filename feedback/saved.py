"""What phones keep for a person who reports: the empty form, the list, the latest threads.

A sensitive report's words leave the phone once they are received, so its thread is not kept.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sop_site.offline import saved

from .models import Report

THREADS = 10  # each is rendered for each look at what is new


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    with translation.override(locale):
        paths = [reverse("feedback:new"), reverse("feedback:mine")]
        reports = Report.objects.of_sender(request.user).not_sensitive()
        paths += [report.get_absolute_url() for report in reports.order_by("-pk")[:THREADS]]
    yield from saved.documents(paths, locale, request)


def register() -> None:
    saved.register("feedback.own", own_pages)
