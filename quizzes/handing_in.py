"""Handing in: what `quiz.hand_in` does."""

from sop_site.offline.inbox import Incoming

from .attempt_marks import regrade
from .hand_in_codes import claimed_code
from .models import Attempt
from .receiving import locked_attempt, sequence_of, wait_if_late


def hand_in(incoming: Incoming) -> dict:
    """Handles {attempt, sequence, code?}. Handing in twice is one submission: the first one stands.

    Where the time had ended it, the holder's own hand-in is added, and the moment stays: the end.
    A closed quiz still takes what was answered before it closed. The reply holds no mark: late
    answers of the same phone may still be on their way. Raises Rejected.
    """
    sequence = sequence_of(incoming.payload)
    attempt = locked_attempt(incoming)
    if attempt.is_open or attempt.awaits_hand_in:
        # Only the close: with its time up, an attempt has nothing left to do but to be handed in.
        if attempt.is_open and attempt.has_closed(incoming.received_at):
            wait_if_late(attempt.quiz, incoming)
        attempt.handed_in_at = attempt.handed_in_at or incoming.received_at
        attempt.state = Attempt.State.HANDED_IN
        attempt.claimed_at = incoming.claimed_at
        attempt.time_trust = incoming.time_trust
        attempt.hand_in_sequence = sequence
        attempt.receipt = incoming.receipt or None
        attempt.phone_code = claimed_code(incoming.payload)
        regrade(attempt)
    return {"attempt": attempt.uuid.hex, "state": attempt.state, "receipt": attempt.receipt or ""}
