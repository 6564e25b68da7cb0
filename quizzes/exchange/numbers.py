"""Numbers as question files write them: with a point, maybe an exponent, nothing else."""

import re
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,12})?|\.\d{1,12})([eE][+-]?\d{1,2})?", re.ASCII)


def number(text: str) -> Decimal | None:
    """The number, or None for anything else (also for infinity, not-a-number and 5,5)."""
    text = text.strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None


def percent(text: str) -> Decimal | None:
    """A weight from -100 to 100, or None."""
    found = number(text)
    return found if found is not None and abs(found) <= 100 else None
