"""What both kinds of items name: the sender's attempt, and the order of what was sent."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from sop_site.offline.inbox import Incoming, Rejected, Waits
from sop_site.offline.models import InboxItem

from .ending import end_overdue
from .models import Attempt, Quiz

MOST_SEQUENCE = 2**53 - 1  # the largest whole number that every phone's JavaScript knows


def locked_attempt(incoming: Incoming) -> Attempt:
    """The sender's own attempt, locked until the end of the transaction.

    One whose time has ended it is ended by then. Raises Rejected alike for one that doesn't exist
    and for another's.
    """
    try:
        uuid = UUID(incoming.payload.get("attempt"))
    except (AttributeError, TypeError, ValueError):
        uuid = None
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz")
        .filter(uuid=uuid, officer=incoming.owner)
        .first()
        if uuid
        else None
    )
    if attempt is None:
        raise Rejected("unknown_attempt", _("This attempt is not known."), "attempt")
    if attempt.is_overdue(incoming.received_at):
        end_overdue(Attempt.objects.filter(pk=attempt.pk), now=incoming.received_at)
        attempt.refresh_from_db(from_queryset=Attempt.objects.select_related("quiz"))
    return attempt


def sequence_of(payload: dict) -> int:
    sequence = payload.get("sequence")
    if type(sequence) is not int or not 0 <= sequence <= MOST_SEQUENCE:
        raise Rejected("bad_sequence", _("The order of this answer is missing."), "sequence")
    return sequence


def counted_at(quiz: Quiz, incoming: Incoming) -> datetime | None:
    """The moment by which an answer is in time or late: the phone's, as far as its clock can be
    believed. None where somebody who was there says, or will say, that it was in time."""
    if quiz.late_answers == Quiz.Late.REFUSE:
        return incoming.received_at
    doubtful = incoming.time_trust == InboxItem.TimeTrust.LOW
    if incoming.agreed or (quiz.late_answers == Quiz.Late.ASK and doubtful):
        return None
    return incoming.happened_at


def wait_if_late(quiz: Quiz, incoming: Incoming) -> None:
    """Holds back what a phone sent too late where the quiz asks for a trainer's yes."""
    from_a_form = incoming.time_trust == InboxItem.TimeTrust.SERVER
    if quiz.late_answers == Quiz.Late.ASK and not incoming.agreed and not from_a_form:
        raise Waits("late", _("It came after the quiz had closed, or its time was up."))
