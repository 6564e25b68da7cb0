"""A contact as a page shows it: the number to call, or why it is not to be called."""

from dataclasses import dataclass

from .figures import KEY, in_text
from .models import Contact
from .models.values import Figure
from .phones import international


@dataclass(frozen=True)
class Card:
    """`tel` and `whatsapp` are addresses, "" where there is none; `invented` says that the number
    is a sample and must not be called. `next` is whom to call when nobody answers."""

    key: str
    unit: str
    role: str
    hours: str
    phone: str
    tel: str
    whatsapp: str
    invented: bool
    confirmed_on: object
    next: "Card | None" = None


def card(contact: Contact, language: str, figures: dict[str, Figure], *, deep=True) -> Card:
    """The card of a contact whose deputy and fallback are loaded already; no query then."""
    phone, is_value = _phone(contact.phone, figures)
    invented = contact.sample and not is_value
    number = "" if invented else international(phone)
    after = (contact.deputy or contact.fallback) if deep else None
    return Card(
        key=contact.key,
        unit=contact.said("unit", language),
        role=contact.said("role", language),
        hours=contact.said("hours", language),
        phone=phone,
        tel=f"tel:{number}" if number else "",
        whatsapp=f"https://wa.me/{number[1:]}"
        if contact.whatsapp and number.startswith("+")
        else "",
        invented=invented,
        confirmed_on=contact.confirmed_on,
        next=card(after, language, figures, deep=False) if after else None,
    )


def number_of(contact: Contact, figures: dict[str, Figure]) -> str:
    """The number as a page shows it, "" where it isn't known."""
    return _phone(contact.phone, figures)[0]


def _phone(written: str, figures: dict[str, Figure]) -> tuple[str, bool]:
    """The number to show, and whether it is a reference value. An unknown value shows nothing."""
    named = KEY.fullmatch(written.strip())
    if not named:
        return written, False
    figure = figures.get(named[1])
    return (in_text(figure), True) if figure else ("", True)
