"""Contacts from a spreadsheet: all of it or nothing, each faulty row named with its reasons."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import contact_columns as columns
from .contact_rows import Given, Known, given_by
from .files import tables
from .models import Contact
from .numbers_said_wrong import settle

IMPORTED, EXPORTED = "contacts.imported", "contacts.exported"
DEEDS = {IMPORTED: gettext_lazy("Contacts imported"), EXPORTED: gettext_lazy("Contacts exported")}


@dataclass(frozen=True)
class Fault:
    """`row` as the spreadsheet counts it (0: the whole file), `key` as typed there."""

    row: int
    key: str
    message: str


@dataclass
class Plan:
    """What an import would do. With a fault it does nothing."""

    faults: list[Fault] = field(default_factory=list)
    added: list[Given] = field(default_factory=list)
    changed: list[tuple[Contact, Given, list[str]]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def refusal(self) -> str:
        """Why nothing of the file can be read, "" where rows were."""
        return next((fault.message for fault in self.faults if not fault.row), "")

    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "faulty_rows": len({fault.row for fault in self.faults}),
        }


def plan(content: bytes, editor=None) -> Plan:
    """Reads and checks the file; writes nothing. `editor` limits whose contacts may be touched
    (None: an operator, all). A constant number of queries."""
    try:
        rows = tables.read(content, columns.HEADINGS, columns.NEEDED)
    except tables.Unreadable as refused:
        return Plan([Fault(0, "", str(refused))])
    known = Known.now(editor)
    made = Plan()
    numbers = Counter(row.cells["key"] for row in rows)
    keys = numbers.keys() | known.contacts.keys()
    for row in rows:
        given, sentences = given_by(row, known, keys)
        if row.cells["key"] and numbers[row.cells["key"]] > 1:
            sentences.append(_("The key “%(key)s” stands in several rows.") % row.cells)
        if sentences:
            made.faults += [Fault(row.number, row.cells["key"], one) for one in sentences]
        else:
            _sort(given, known.contacts.get(given.key), made)
    _find_twins(made)
    return made


def _sort(given: Given, before: Contact | None, made: Plan) -> None:
    if before is None:
        made.added.append(given)
    elif names := given.differing(before):
        made.changed.append((before, given, names))
    else:
        made.unchanged += 1


def _find_twins(made: Plan) -> None:
    """Two new rows with another key each, and all else that tells contacts apart the same."""
    seen: dict[tuple, Given] = {}
    for given in made.added:
        first = seen.setdefault(given.twin_key(), given)
        if first is not given:
            message = _("The same unit, place and number as in row %(n)d.") % {"n": first.row}
            made.faults.append(Fault(given.row, given.key, message))


@transaction.atomic
def carry_out(made: Plan) -> None:
    """Writes a sound plan. Raises ValueError for one with faults."""
    if not made.is_sound:
        raise ValueError("A plan with faults is not carried out.")
    fresh = [(Contact(key=given.key), given) for given in made.added]
    both = [*fresh, *((contact, given) for contact, given, _names in made.changed)]
    for contact, given in both:
        for name, value in given.fields.items():
            setattr(contact, name, value)
        contact.updated_at = timezone.now()
        contact.save()
        given.tie(contact)
    # Only now does every contact that a row may name exist.
    by_key = {contact.key: contact for contact in Contact.objects.all()}
    for contact, given in both:
        for name, key in given.standing_in.items():
            setattr(contact, name, by_key.get(key))
        contact.save(update_fields=[*given.standing_in, "updated_at"])
    for contact, _given, names in made.changed:
        if "phone" in names:
            settle(contact)
