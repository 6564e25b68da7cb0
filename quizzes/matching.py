"""A person's noted receipts, each with the attempt that brought its code."""

from dataclasses import dataclass

from .models import Attempt, NotedReceipt

MOST = 30


@dataclass(frozen=True)
class Match:
    """A note, and the attempt that has arrived with its code; None while nothing has."""

    note: NotedReceipt
    arrived: Attempt | None


def notes_of(user) -> list[Match]:
    """The newest notes of this person, those that wait first; two queries."""
    notes = user.noted_receipts.select_related("quiz", "attempt__officer")[:MOST]
    codes = [note.code for note in notes]
    seen = Attempt.objects.results_for(user).with_codes(codes).select_related("quiz", "officer")
    arrived = {code: attempt for attempt in seen for code in attempt.codes}
    matches = [Match(note, arrived.get(note.code)) for note in notes]
    return sorted(matches, key=lambda match: match.arrived is not None)
