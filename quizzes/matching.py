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
    seen = Attempt.objects.results_for(user).filter(phone_code__in=codes)
    arrived = {attempt.phone_code: attempt for attempt in seen.select_related("quiz", "officer")}
    matches = [Match(note, arrived.get(note.code)) for note in notes]
    return sorted(matches, key=lambda match: match.arrived is not None)
