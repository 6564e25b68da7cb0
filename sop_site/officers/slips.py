"""First sign-in slips: who gets one from whom, making them, and setting a password with one.

They are the way back for a forgotten password too.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sop_site.public_addresses import address_of, qr_of

from . import audit, roles, trainees
from .models import Slip, User
from .models.slips import hash_of

# Without letters and digits that people take for each other (I, L, O, U; 0, 1).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 16  # 16 of 30 signs: 78 bits, too many to be guessed
GROUP = 4


class SlipRefused(Exception):
    """Raised with a translated sentence when a slip can't be made or used."""


@dataclass(frozen=True)
class Printed:
    """A slip as it is printed, once: the code is not kept anywhere else."""

    slip: Slip
    code: str
    place: str  # where the code can be typed
    qr: SafeString  # of the address that holds the code


def may_get_one_from(maker: User):
    """The people for whom `maker` may make slips.

    An administrator: all who may sign in. A trainer: the officers of the own province and those of
    the own trainings (trainees.py), if they hold no other role. Nobody else: none.
    """
    people = User.objects.filter(is_active=True)
    if maker.is_superuser or maker.has_role(roles.ADMIN):
        return people
    if maker.has_role(roles.TRAINER) and maker.has_perm("officers.make_slips"):
        return people.officers_only().filter(trainees.of_trainer(maker))
    return people.none()


@transaction.atomic
def make(people: Iterable[User], *, by: User) -> list[Printed]:
    """Makes one slip for each person and ends their open sessions and earlier slips.

    Raises SlipRefused, and makes none, when one of them isn't `by`'s to give.
    """
    wanted = {person.pk for person in people}
    allowed = list(
        may_get_one_from(by)
        .filter(pk__in=wanted)
        .select_related("district", "province")
        .order_by("district_id", "username")
    )
    if len(allowed) != len(wanted):
        raise SlipRefused(_("You may not make a slip for one of these people. None was made."))
    return [_make_one(person, by) for person in allowed]


def _make_one(person: User, by: User) -> Printed:
    now = timezone.now()
    person.slips.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_SIGNS))
    slip = Slip.objects.create(
        user=person,
        made_by=by,
        code_hash=hash_of(code),
        made_at=now,
        expires_at=now + settings.SLIP_VALID,
    )
    person.end_sessions()
    audit.record(by, audit.SLIP_MADE, person, slip=slip.pk)
    place = address_of("officers:first_sign_in", language=person.language)
    qr = qr_of(address_of("officers:slip", code, language=person.language))
    return Printed(slip, in_groups(code), place, qr)


def in_groups(code: str) -> str:
    return "-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP))


def as_typed(text: str) -> str:
    """The code in what a person typed: capitals, without dashes and spaces."""
    return "".join(sign for sign in text.upper() if sign in ALPHABET)[:CODE_SIGNS]


def with_code(code: str) -> Slip | None:
    """The slip of a code, whatever its state, or None."""
    return Slip.objects.with_code(as_typed(code)).select_related("user").first()


@transaction.atomic
def spend(slip: Slip, password: str) -> User:
    """Sets the password of the slip's person and uses the slip up.

    Raises SlipRefused when it was used meanwhile (two taps, two phones), withdrawn or has expired.
    """
    # The condition is in the update itself, so that of two requests at once one wins.
    if not Slip.objects.open().filter(pk=slip.pk).update(used_at=timezone.now()):
        raise SlipRefused(_("This slip can't be used any more."))
    person = User.objects.select_for_update().get(pk=slip.user_id)
    person.set_password(password)
    person.save(update_fields=["password"])
    person.end_sessions()
    audit.record(person, audit.SLIP_USED, person, slip=slip.pk)
    return person
