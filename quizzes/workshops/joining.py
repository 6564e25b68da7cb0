"""The join code on the wall: showing it, taking it away, and joining with it."""

import secrets
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site.officers import roles
from sop_site.offline.limits import seconds_to_wait

from ..models import Enrolment, Workshop
from ..models.workshops import JOIN_CODE
from .enrolling import enrol_one

# Without letters that people take for others (I, L, O, U) or hear as each other in Lao.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
LASTS = timedelta(hours=8)
TRIES, PERIOD = 10, 600  # so many codes in so many seconds, for one person at one address


class CannotJoin(Exception):
    """Raised with a translated sentence."""


def show_code(workshop: Workshop, *, now=None) -> Workshop:
    """Gives an open workshop a fresh code for eight hours, at most until its last day is over.

    Raises CannotJoin when it isn't open, or its last day is past.
    """
    now = now or timezone.now()
    until = min(now + LASTS, _end_of(workshop))
    if not workshop.is_open or until <= now:
        raise CannotJoin(_("A code can be shown while the workshop is open."))
    while True:
        code = "".join(secrets.choice(LETTERS) for _n in range(JOIN_CODE))
        try:
            with transaction.atomic():
                still_open = Workshop.objects.filter(pk=workshop.pk, state=Workshop.State.OPEN)
                if not still_open.update(join_code=code, join_until=until):
                    raise CannotJoin(_("A code can be shown while the workshop is open."))
        except IntegrityError:
            continue  # the code of another workshop
        workshop.refresh_from_db()
        return workshop


def _end_of(workshop: Workshop) -> datetime:
    return timezone.make_aware(datetime.combine(workshop.ends_on, time.max))


def take_code_away(workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(join_code=None, join_until=None)


def as_typed(text: str) -> str:
    """The code in what a person typed: capitals, without dashes and spaces."""
    return "".join(sign for sign in text.upper() if "A" <= sign <= "Z")[: JOIN_CODE + 1]


def join(officer, typed: str, *, address: str) -> tuple[Enrolment, bool]:
    """Enrols an officer by the code: (enrolment, whether it is new); joining again changes nothing.

    Raises CannotJoin: too many tries, no officer, or a code that isn't taken now.
    """
    wait = seconds_to_wait("join", f"{address}:{officer.pk}", TRIES, period=PERIOD)
    if wait:
        minutes = max(1, round(wait / 60))
        said = ngettext(
            "That were many tries. Please wait %(n)d minute.",
            "That were many tries. Please wait %(n)d minutes.",
            minutes,
        )
        raise CannotJoin(said % {"n": minutes})
    if not officer.has_role(roles.OFFICER):
        raise CannotJoin(_("Officers join with this code; trainers are named by the workshop."))
    code = as_typed(typed)
    joinable = Workshop.objects.joinable().select_related("cohort").filter(join_code=code)
    workshop = joinable.first() if code else None
    if workshop is None:
        raise CannotJoin(_("This code isn't taken now. Look at the wall once more, or ask."))
    return enrol_one(workshop, officer, how=Enrolment.How.CODE, by=officer)
