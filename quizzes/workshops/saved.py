"""What phones keep of workshops: the path, and the form that says "I am here"."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from sop_site.offline import saved

from ..models import Enrolment, Workshop


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    """Nothing for those who are in no workshop."""
    known = Enrolment.objects.filter(officer=request.user).exclude(
        workshop__state=Workshop.State.PLANNED
    )
    states = set(known.values_list("workshop__state", flat=True))
    with translation.override(locale):
        paths = [reverse("workshops:path")] if states else []
        if Workshop.State.OPEN in states:
            paths.append(reverse("workshops:here"))
    yield from saved.documents(paths, locale, request)


def register() -> None:
    saved.register("workshops.own", own_pages)
