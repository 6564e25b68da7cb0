"""Finding the officer of a sheet by what stands on it: a number, or a name."""

from functools import cached_property

from django.utils.translation import gettext as _

from sop_site.lao.text import fold
from sop_site.officers.models import User
from sop_site.officers.numbers import normalised

from ..models import Quiz
from .access import officers_for
from .refusals import Refused

BETWEEN = " · "


class Officers:
    """The officers whose sheets one trainer may type in. One query, however many are looked up."""

    def __init__(self, trainer: User, quiz: Quiz):
        self.trainer, self.quiz = trainer, quiz

    @cached_property
    def all(self) -> list[User]:
        found = officers_for(self.trainer, self.quiz).order_by("name", "pk").distinct()
        return list(found.only("pk", "username", "name", "name_latin", "district_id"))

    @cached_property
    def _by_number(self) -> dict[str, User]:
        return {person.username: person for person in self.all}

    @cached_property
    def _by_name(self) -> dict[str, list[User]]:
        found: dict[str, list[User]] = {}
        for person in self.all:
            for name in {bare(person.name), bare(person.name_latin)} - {""}:
                found.setdefault(name, []).append(person)
        return found

    def find(self, typed: str) -> User:
        """By the staff or phone number, or by a name that only one has. Raises Refused."""
        typed = typed.rpartition(BETWEEN)[2].strip()
        person = self._by_number.get(normalised(typed))
        if person:
            return person
        alike = self._by_name.get(bare(typed), [])
        if len(alike) > 1:
            numbers = ", ".join(sorted(person.username for person in alike))
            raise Refused(
                _("Several officers have this name: type the number (%(numbers)s).")
                % {"numbers": numbers},
                "officer",
            )
        if not alike:
            raise Refused(_("No officer of yours has this number or name."), "officer")
        return alike[0]


def bare(name: str) -> str:
    return "".join(fold(name).split())


def label(person: User) -> str:
    """How a person stands in a field; find() reads it again."""
    return f"{person.name_here}{BETWEEN}{person.username}"
