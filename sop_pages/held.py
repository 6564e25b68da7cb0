"""What the handbook holds on a person: confirmed releases, local notes, wrong numbers."""

from django.utils.translation import gettext_lazy as _

from sop_site.officers import holdings
from sop_site.officers.models import User

from .models import Acknowledgement, LocalNote, WrongNumber


def register() -> None:
    holdings.register(
        holdings.Holding(
            "confirmed",
            _("SOPs that I confirmed to have read"),
            tell_confirmed,
            stays=_("Confirmations stay, as a number."),
        )
    )
    holdings.register(
        holdings.Holding(
            "notes",
            _("Local notes that I proposed"),
            tell_notes,
            forget=forget_notes,
            stays=_("Local notes stay in the handbook."),
        )
    )
    holdings.register(
        holdings.Holding(
            "wrong_numbers",
            _("Phone numbers that I reported as wrong"),
            tell_wrong_numbers,
            forget=forget_wrong_numbers,
        )
    )


def tell_confirmed(person: User) -> list[dict]:
    rows = Acknowledgement.objects.filter(person=person).order_by("received_at", "pk")
    fields = ("release__sop__code", "release__major", "release__minor", "language", "confirmed_at")
    return list(rows.values(*fields))


def tell_notes(person: User) -> list[dict]:
    notes = LocalNote.objects.filter(proposer=person).order_by("proposed_at", "pk")
    return list(notes.values("step__sop__code", "step__key", "text", "state", "proposed_at"))


def forget_notes(person: User) -> None:
    LocalNote.objects.filter(proposer=person).update(proposer=None)
    LocalNote.objects.filter(owner=person).update(owner=None)


def tell_wrong_numbers(person: User) -> list[dict]:
    return list(WrongNumber.objects.filter(reporter=person).values("phone", "reported_at"))


def forget_wrong_numbers(person: User) -> None:
    WrongNumber.objects.filter(reporter=person).update(reporter=None)
