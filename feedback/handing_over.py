"""One person is away: another takes all that is open in their hands."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from sop_site.officers import roles
from sop_site.officers.models import User

from . import triage
from .models import Report

LSSO = (roles.REVIEWER, roles.LEAD)


@dataclass(frozen=True)
class HandedOver:
    """How many reports went over, and how many the new holder may not have."""

    given: int
    left: int


def givers(user) -> list[tuple[User, int]]:
    """Those who hold open reports of this person's desk, and how many each; two queries."""
    held = Report.objects.for_desk_of(user).open().exclude(assigned_to=None)
    counted = held.order_by().values_list("assigned_to").annotate(n=Count("pk"))
    numbers = dict(counted)
    people = User.objects.filter(pk__in=numbers).order_by("name")
    return [(person, numbers[person.pk]) for person in people]


def takers(groups=LSSO) -> list[User]:
    """Those of these roles who can be given reports; one query."""
    people = User.objects.filter(is_active=True, groups__name__in=groups)
    return list(people.distinct().order_by("name"))


@transaction.atomic
def hand_over(*, actor, giver: User, to: User) -> HandedOver:
    """Each report goes over by the same deed as a single one, with its own line in the log. A
    sensitive one stays where the new holder is no lead; others' desks are untouched."""
    if giver == to:
        raise triage.TriageError(_("Please choose two different people."))
    given = left = 0
    held = Report.objects.for_desk_of(actor).open().filter(assigned_to=giver)
    for report in held.order_by("pk"):
        if triage.may_hold(to, report):
            triage.assign(report, actor=actor, to=to)
            given += 1
        else:
            left += 1
    return HandedOver(given, left)
