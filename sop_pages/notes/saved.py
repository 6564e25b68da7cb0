"""What phones keep for a person: the empty form, “My notes”, and SOPs with the notes of the place.

Notes are never in what all phones share: the SOP lies there once more, as that person sees it.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from sop_site.officers.models import User
from sop_site.offline import saved

from ..acknowledging import owed
from ..models import Contact, LocalNote, RenderedSOP
from ..paper import kept
from ..reading import place_of

MOST_SOPS = 20
BEHIND_NOTE = ("province", "district", "owner", "changed_in", "in_release")


def own_pages(locale: str, request: HttpRequest) -> Iterator[saved.Document]:
    with translation.override(locale):
        paths = [reverse("sop_pages:new_note"), reverse("sop_pages:notes")]
        codes = _codes(request.user)
        states = _states(request.user, locale, codes)
        paths += [_address(code) for code in codes]
    yield from saved.documents(paths, locale, request, states=states)


def _address(code: str) -> str:
    return reverse("sop_pages:sop", args=[code.lower()])


def _states(person: User, locale: str, codes: list[str]) -> dict[str, tuple]:
    """By address of an SOP that is open to all: whatever its page is made from for this person.
    Four queries, and those for what the person may."""
    if not codes:
        return {}
    today = localdate()
    notes, asked = _notes_by_code(person, codes, today), _owed_by_code(person)
    about = (today, place_of(person), person.name, sorted(person.get_all_permissions()))
    contacts = tuple(Contact.objects.aggregate(Max("updated_at"), Count("pk")).values())
    copies = RenderedSOP.objects.listed(locale, today).filter(code__in=codes, restricted=False)
    return {
        _address(copy.code): (
            (copy.etag, copy.build, copy.number, copy.effective_from, copy.holds_from),
            kept.size_of(kept.name_of(locale, copy.code, copy.number)),
            (*about, *contacts),
            notes[copy.code],
            asked[copy.code],
        )
        for copy in copies
    }


def _notes_by_code(person: User, codes: list[str], today: date) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    notes = LocalNote.objects.shown_on(today).for_reader(person).for_rows()
    for note in notes.filter(step__sop__code__in=codes).order_by("pk"):
        behind = [getattr(note, name) for name in BEHIND_NOTE]
        rows = [saved.row_of(one) if one else () for one in (note, note.step, *behind)]
        found[note.step.sop.code].append(rows)
    return found


def _owed_by_code(person: User) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for one in owed(person):
        found[one.code].append((saved.row_of(one.request), one.title))
    return found


def _codes(person) -> list[str]:
    """The SOPs with notes for this person, those with the newest first. One query."""
    notes = LocalNote.objects.shown_on(localdate()).for_reader(person)
    newest = notes.values("step__sop__code").annotate(newest=Max("pk")).order_by("-newest")
    return [row["step__sop__code"] for row in newest[:MOST_SOPS]]


def register() -> None:
    saved.register("sop_pages.notes", own_pages)
