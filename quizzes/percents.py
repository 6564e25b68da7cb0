"""Marks as percentages: reckoned exactly, and written in one way, in pages and in files.

A percentage is compared as it is (80 is passed with 80, 79.6 isn't) and written whole, halves away
from zero, as grading.py and the phone round.
"""

from decimal import ROUND_HALF_UP, Decimal


def percent(mark: Decimal, out_of: Decimal) -> Decimal:
    """The mark as a percentage of what could be had, 0 where nothing could be had.

    Not for the database to reckon: SQLite divides whole numbers as whole numbers.
    """
    return mark * 100 / out_of if out_of else Decimal(0)


def whole(percentage: Decimal | float) -> int:
    """The percentage as it is written. A float is taken by its shortest writing: 14.5 is 15."""
    return int(Decimal(str(percentage)).quantize(Decimal(1), ROUND_HALF_UP))


def towards(percentage: Decimal, needed: int) -> int:
    """The percentage beside what passes: 79.6 where 80 is needed is 79, for it was missed."""
    shown = whole(percentage)
    return needed - 1 if percentage < needed <= shown else shown


def whole_share(share: Decimal | float) -> int:
    """The same of a share of one, 0 to 1."""
    return whole(Decimal(str(share)) * 100)
