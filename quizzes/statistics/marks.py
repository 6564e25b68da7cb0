"""Marks as they were read from a file."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from .sitting import Sitting, Slot

MAX_SLOTS = 500
PLACES = 7  # of a mark, as they are stored
MOST = Decimal(10_000)  # marks of one question


@dataclass
class Marks:
    slots: list[Slot] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    which: str = "all"
    names: list[str] = field(default_factory=list)  # of the questions, one a slot; may be empty


def as_mark(value) -> Decimal | None:
    """A number of a file as a mark: at most 7 decimals (more are rounded), at most 10,000."""
    if isinstance(value, bool):
        return None
    try:
        mark = Decimal(str(value))
    except InvalidOperation:
        return None
    if not mark.is_finite() or abs(mark) > MOST:
        return None
    if mark.as_tuple().exponent < -PLACES:
        mark = round(mark, PLACES)
    return mark
