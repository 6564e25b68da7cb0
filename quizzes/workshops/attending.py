"""Who was there: what `workshop.attendance` does, and the trainer's list."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sop_site.officers import audit
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.limits import seconds_to_wait
from sop_site.offline.models import InboxItem

from ..models import Attendance, Enrolment, Module, Session, Workshop
from .deeds import NOTED_BY_LIST
from .session_codes import PERIOD, as_typed, is_code_at, is_code_between

KIND = "workshop.attendance"
TRIES, WITHIN = 20, 600  # so many codes in so many seconds, for one person
GRACE = timedelta(seconds=PERIOD)


def attend(incoming: Incoming) -> dict:
    """Handles {code, by?: "qr"}: the sender was at the sitting that showed the code at that time.

    Once noted, it stays as it was. Raises Rejected.
    """
    if seconds_to_wait("attend", incoming.owner.pk, TRIES, period=WITHIN):
        raise Rejected("too_many", _("That were many codes. Please try again in ten minutes."))
    enrolment, session = _place(incoming)
    by_qr = incoming.payload.get("by") == Attendance.How.QR
    Attendance.objects.get_or_create(
        enrolment=enrolment,
        module_id=session.module_id,
        defaults={
            "session": session,
            "how": Attendance.How.QR if by_qr else Attendance.How.CODE,
            "noted_by": incoming.owner,
            "noted_at": incoming.happened_at,
            "received_at": incoming.received_at,
            "time_trust": incoming.time_trust,
        },
    )
    return {"module": session.module.code, "workshop": session.workshop_id}


def _place(incoming: Incoming) -> tuple[Enrolment, Session]:
    """The sender's enrolment and the sitting that is meant. Raises Rejected."""
    code = as_typed(incoming.payload.get("code"))
    if not code:
        raise Rejected("bad_code", _("The code has six digits."), "code")
    enrolments = {e.workshop_id: e for e in Enrolment.objects.filter(officer=incoming.owner)}
    if not enrolments:
        raise Rejected(
            "not_enrolled", _("Join the workshop first, with the code on its wall."), "code"
        )
    sittings = Session.objects.filter(workshop__in=enrolments).select_related("module")
    for session in sittings:
        if _showed(session, code, incoming):
            return enrolments[session.workshop_id], session
    raise Rejected(
        "wrong_code",
        _("No session of your workshop showed this code at that time. Look at it once more."),
        "code",
    )


def _showed(session: Session, code: str, incoming: Incoming) -> bool:
    """Where the phone's clock can't be believed, any code that the sitting has shown is taken."""
    if incoming.time_trust == InboxItem.TimeTrust.LOW:
        last = min(session.last_moment, incoming.received_at)
        return is_code_between(session.secret, code, session.opened_at, last)
    moment = incoming.happened_at
    ran = session.opened_at - GRACE <= moment <= session.last_moment + GRACE
    return ran and is_code_at(session.secret, code, moment)


@transaction.atomic
def note_by_list(
    workshop: Workshop, module: Module, *, was: set[int], now: set[int], by
) -> tuple[int, int]:
    """Notes those who were ticked and takes back those who were unticked: (noted, taken back).

    `was` and `now` are enrolments: ticked when the list was shown, and as it came back. Who was
    noted meanwhile by a code is in neither, and stays.
    """
    own = Enrolment.objects.filter(workshop=workshop)
    there = set(
        Attendance.objects.filter(enrolment__workshop=workshop, module=module).values_list(
            "enrolment", flat=True
        )
    )
    fresh = own.filter(pk__in=now - was - there)
    noted = Attendance.objects.bulk_create(
        [
            Attendance(
                enrolment=enrolment,
                module=module,
                how=Attendance.How.LIST,
                noted_by=by,
                noted_at=timezone.now(),
            )
            for enrolment in fresh
        ],
        ignore_conflicts=True,  # a code that arrived this moment
    )
    gone = Attendance.objects.filter(
        enrolment__workshop=workshop, module=module, enrolment__in=was - now
    )
    taken_back, _kinds = gone.delete()
    if noted or taken_back:
        facts = {"module": module.code, "noted": len(noted), "taken_back": taken_back}
        audit.record(by, NOTED_BY_LIST, workshop, **facts)
    return len(noted), taken_back
