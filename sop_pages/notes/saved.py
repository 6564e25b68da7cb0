"""What phones keep for a person: the empty form, “My notes”, and SOPs with the notes of the place.

Notes are never in what all phones share: the SOP lies there once more, as that person sees it.
"""

from collections.abc import Iterator

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from sop_site.offline import saved

from ..models import LocalNote

MOST_SOPS = 20  # each is rendered for each look at what is new


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    with translation.override(locale):
        paths = [reverse("sop_pages:new_note"), reverse("sop_pages:notes")]
        paths += [reverse("sop_pages:sop", args=[code.lower()]) for code in _codes(request.user)]
    yield from saved.documents(paths, locale, request)


def _codes(person) -> list[str]:
    """The SOPs with notes for this person, those with the newest first. One query."""
    notes = LocalNote.objects.shown_on(localdate()).for_reader(person)
    newest = notes.values("step__sop__code").annotate(newest=Max("pk")).order_by("-newest")
    return [row["step__sop__code"] for row in newest[:MOST_SOPS]]


def register() -> None:
    saved.register("sop_pages.notes", own_pages)
