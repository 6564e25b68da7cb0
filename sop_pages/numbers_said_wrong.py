"""“This number is wrong”: taken from the outbox or the plain form, open until it is mended."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.offline import inbox
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.payload import word

from .contact_cards import number_of
from .models import Contact, WrongNumber, values_on
from .phones import same

KIND = "contact.wrong"
KEY_SIGNS, PHONE_SIGNS = 60, 30


class NotConfirmed(Exception):
    """A sentence on why a contact can't be confirmed."""


def register() -> None:
    inbox.register(KIND, receive, title=gettext_lazy("Wrong number"))


def receive(incoming: Incoming) -> dict:
    """Opens one word a person and contact; {state: "open"}, or "mended" where the number shown on
    the phone has changed meanwhile. Raises Rejected."""
    key = word(incoming.payload, "contact", KEY_SIGNS)
    said = word(incoming.payload, "phone", PHONE_SIGNS)
    contact = Contact.objects.select_for_update().filter(key=key).first() if key else None
    if contact is None:
        raise Rejected("unknown", _("This contact is not in the handbook any more."), "contact")
    now = shown_number(contact)
    if said and not same(said, now):
        return {"contact": key, "state": "mended"}
    WrongNumber.objects.get_or_create(
        contact=contact,
        reporter=incoming.owner,
        mended_at=None,
        defaults={"phone": now[:PHONE_SIGNS], "reported_at": incoming.received_at},
    )
    return {"contact": key, "state": "open"}


def shown_number(contact: Contact, day: date | None = None) -> str:
    """The number that officers see today; one query where it is a reference value."""
    figures = values_on(day or localdate()) if contact.phone.startswith("{") else {}
    return number_of(contact, figures)


def settle(contact: Contact) -> int:
    """Closes what was said of another number than the contact has now; returns how many."""
    now = shown_number(contact)
    open_ones = list(contact.wrong_numbers.open())
    mended = [one.pk for one in open_ones if not same(one.phone, now)]
    return contact.wrong_numbers.filter(pk__in=mended).mend() if mended else 0


@transaction.atomic
def confirm(contact: Contact) -> None:
    """Somebody has just called: the number is right, whatever was said of it.

    Raises NotConfirmed for an invented number."""
    if contact.sample:
        raise NotConfirmed(
            _("This is a sample number. Write the real one, and take the mark “sample” off.")
        )
    contact.confirmed_on = localdate()
    contact.save(update_fields=["confirmed_on", "updated_at"])
    contact.wrong_numbers.all().mend()
