"""Keeping an answer: what `quiz.answer` does, from a phone or from a form."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sop_site.offline.inbox import Incoming, Rejected

from .answers import cleaned
from .attempt_marks import regrade
from .models import Attempt, Response, Review
from .receiving import counted_at, locked_attempt, sequence_of, wait_if_late


def answer(incoming: Incoming) -> dict:
    """Handles {attempt, question, sequence, response, answered_at?}; other fields are ignored.

    The last write is the one with the highest sequence, whatever the order of arrival; at the
    same sequence the later claim, then the item's id decide. Raises Rejected.
    """
    payload = incoming.payload
    sequence = sequence_of(payload)
    attempt = locked_attempt(incoming)
    response = _response_of(attempt, payload)
    given = cleaned(response.question.type, response.version.content, payload.get("response"))
    moment = counted_at(attempt.quiz, incoming)
    _refuse_late(attempt, response, sequence, given, incoming, moment)
    claimed = _claimed(payload) or incoming.claimed_at
    said = {"attempt": attempt.uuid.hex, "question": response.question.key, "saved": True}
    before = _order(response.sequence, response.claimed_at, response.item_id)
    if _order(sequence, claimed, incoming.id) > before:
        over_time = moment is not None and attempt.time_is_up(moment)
        _keep(response, given, sequence, claimed, incoming, over_time)
        if not attempt.is_open:
            regrade(attempt)
    elif response.item_id != incoming.id and response.answer != given:
        # Another phone of the same person answered later: the phone tells its holder.
        said["superseded"] = True
    return said


def _response_of(attempt: Attempt, payload: dict) -> Response:
    key = payload.get("question")
    response = (
        attempt.responses.select_related("question", "version").filter(question__key=key).first()
        if isinstance(key, str) and "\x00" not in key
        else None
    )
    if response is None:
        raise Rejected(
            "unknown_question", _("This question doesn't belong to this attempt."), "question"
        )
    return response


def _refuse_late(
    attempt: Attempt,
    response: Response,
    sequence: int,
    given,
    incoming: Incoming,
    moment: datetime | None,
) -> None:
    """What was given before is kept and never refused a second time; what comes too late is."""
    if response.answer == given:
        return
    if moment is not None and attempt.has_closed(moment):
        raise Rejected("quiz_closed", _("This quiz is closed. What you answered before counts."))
    if moment is not None and not attempt.takes_answers(moment):
        raise Rejected(
            "time_is_up",
            _("The time was up. This answer is kept, but not counted: what came before counts."),
        )
    if not attempt.takes_answers(incoming.received_at):
        wait_if_late(attempt.quiz, incoming)
    if not attempt.is_open and (
        _had_seen(attempt, incoming) or _follows_hand_in(attempt, sequence)
    ):
        raise Rejected(
            "handed_in",
            _("This attempt is handed in already. This answer is kept, but not counted."),
        )
    if attempt.quiz.review == Review.AFTER_EACH and response.is_answered:
        raise Rejected(
            "already_shown", _("The right answer has been shown, so yours stays as it was.")
        )


def _had_seen(attempt: Attempt, incoming: Incoming) -> bool:
    """Whether the key was shown before this was ours; what waited for a yes was, unchanged."""
    return attempt.seen_at is not None and attempt.seen_at <= incoming.received_at


def _follows_hand_in(attempt: Attempt, sequence: int) -> bool:
    """Where the time alone has ended it, nothing does: what was made in time is still to come."""
    return not attempt.awaits_hand_in and sequence >= attempt.hand_in_sequence


def _order(sequence: int, claimed: datetime | None, item_id: UUID | None) -> tuple:
    return (
        sequence,
        claimed.timestamp() if claimed else 0.0,
        item_id.hex if item_id else "",
    )


def _claimed(payload: dict) -> datetime | None:
    """The phone's own time of the answer; anything else than a time with a zone is passed over."""
    claimed = payload.get("answered_at")
    try:
        found = parse_datetime(claimed) if isinstance(claimed, str) else None
        if found is None or timezone.is_naive(found):
            return None
        return found.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None


def _keep(
    response, given, sequence: int, claimed: datetime | None, incoming: Incoming, over_time: bool
) -> None:
    response.answer = given
    response.sequence = sequence
    response.item_id = incoming.id
    response.answered_at = incoming.received_at
    response.claimed_at = claimed
    response.time_trust = incoming.time_trust
    response.over_time = over_time
    response.save(
        update_fields=[
            "answer",
            "sequence",
            "item_id",
            "answered_at",
            "claimed_at",
            "time_trust",
            "over_time",
        ]
    )
