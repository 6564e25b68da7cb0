"""Putting officers on a workshop's list, one by hand or many from a spreadsheet."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from sop_pages.files import tables
from sop_site.lao.text import fold
from sop_site.officers import audit, roles
from sop_site.officers.models import User
from sop_site.officers.numbers import normalised

from .. import overriding
from ..models import Enrolment, Workshop
from .deeds import ENROLLED_FROM_FILE, TAKEN_OFF

COLUMNS = ["staff_number", "name"]
NEEDED = {"staff_number"}
HEADINGS = {
    "staff_number": "staff_number",
    "staff number": "staff_number",
    "number": "staff_number",
    "phone": "staff_number",
    "ເລກພະນັກງານ": "staff_number",
    "ເບີໂທ": "staff_number",
    "name": "name",
    "name_lo": "name",
    "ຊື່": "name",
    "ຊື່ ແລະ ນາມສະກຸນ": "name",
}


class CannotEnrol(Exception):
    """Raised with a translated sentence."""


@dataclass(frozen=True)
class Fault:
    """`row` as the spreadsheet counts it (0: the whole file), `number` as typed there."""

    row: int
    number: str
    message: str


@dataclass(frozen=True)
class Entry:
    """An officer that a row means. `name` is what the row says, when it says another name than
    the one that is known."""

    row: int
    officer: User
    name: str = ""


@dataclass
class Plan:
    """What a file would do. With a fault it does nothing."""

    faults: list[Fault] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def refusal(self) -> str:
        """Why nothing of the file can be read, "" where rows were."""
        return next((fault.message for fault in self.faults if not fault.row), "")

    @property
    def faulty_rows(self) -> int:
        return len({fault.row for fault in self.faults})


def may_be_enrolled(person: User) -> str:
    """Why this person can't take part, a translated sentence; "" when they can."""
    if not person.is_active:
        return _("This person may not sign in any more.")
    if not person.has_role(roles.OFFICER):
        return _("This person is no officer.")
    return ""


def plan(content: bytes, workshop: Workshop) -> Plan:
    """Reads and checks the file; writes nothing. Four queries for any number of rows."""
    try:
        rows = tables.read(content, HEADINGS, NEEDED)
    except tables.Unreadable as refused:
        return Plan([Fault(0, "", str(refused))])
    numbers = {row.number: normalised(row.cells["staff_number"]) for row in rows}
    people = User.objects.select_related("district", "province").prefetch_related("groups")
    known = {person.username: person for person in people.filter(username__in=numbers.values())}
    there = set(workshop.enrolments.values_list("officer", flat=True))
    made, first = Plan(), {}
    for row in rows:
        number = numbers[row.number]
        why = _fault(number, known.get(number), first.get(number))
        first.setdefault(number, row.number)
        if why:
            made.faults.append(Fault(row.number, row.cells["staff_number"], why))
        elif known[number].pk in there:
            made.unchanged += 1
        else:
            made.added.append(_entry(row, known[number]))
    return made


def _fault(number: str, person: User | None, first: int | None) -> str:
    if not number:
        return _("There is no staff or phone number in this row.")
    if first:
        return _("The same number stands in row %(n)d.") % {"n": first}
    if person is None:
        return _("Nobody is known by this number. An administrator can add the person first.")
    return may_be_enrolled(person)


def _entry(row: tables.Row, person: User) -> Entry:
    typed = row.cells.get("name", "")
    same = _bare(typed) in {_bare(person.name), _bare(person.name_latin)}
    return Entry(row.number, person, "" if same or not typed else typed)


def _bare(name: str) -> str:
    return "".join(fold(name).split())


@transaction.atomic
def carry_out(made: Plan, workshop: Workshop, *, by: User) -> int:
    """Enrols all of a sound plan; returns how many. Raises ValueError for one with faults."""
    if not made.is_sound:
        raise ValueError("A plan with faults is not carried out.")
    before = workshop.enrolments.count()
    Enrolment.objects.bulk_create(
        [
            Enrolment(workshop=workshop, officer=e.officer, how=Enrolment.How.FILE, by=by)
            for e in made.added
        ],
        ignore_conflicts=True,  # who joined by the code meanwhile
    )
    overriding.reach(workshop.cohort, [entry.officer.pk for entry in made.added])
    count = workshop.enrolments.count() - before
    audit.record(by, ENROLLED_FROM_FILE, workshop, rows=count)
    return count


def enrol(workshop: Workshop, typed: str, *, by: User) -> tuple[Enrolment, bool]:
    """Enrols one officer by the number: (enrolment, whether it is new). Raises CannotEnrol."""
    number = normalised(typed)
    person = User.objects.filter(username=number).first() if number else None
    why = _fault(number, person, None)
    if why:
        raise CannotEnrol(why)
    return enrol_one(workshop, person, how=Enrolment.How.HAND, by=by)


@transaction.atomic
def enrol_one(workshop: Workshop, officer: User, *, how: str, by: User) -> tuple[Enrolment, bool]:
    """(enrolment, whether it is new); who is new gets the exceptions of the cohort."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        workshop=workshop, officer=officer, defaults={"how": how, "by": by}
    )
    if is_new:
        overriding.reach(workshop.cohort, [officer.pk])
    return enrolment, is_new


@transaction.atomic
def take_off(enrolment: Enrolment, *, by: User) -> None:
    """Takes an officer off the list. Raises CannotEnrol once they were noted present."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.attendances.exists():
        raise CannotEnrol(_("Noted present at a module: who was there stays on the list."))
    audit.record(by, TAKEN_OFF, enrolment.officer, workshop=enrolment.workshop_id)
    enrolment.delete()
