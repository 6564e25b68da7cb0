"""The order of what was given, over all phones and forms: a number that grows with the clock."""

import time

from .models import Attempt


def next_sequence(attempt: Attempt) -> int:
    """The number of what a plain form sends: after all that came before it.

    Milliseconds of the clock, or one more than the last. Phones count alike, by the server's
    clock as they know it: so the later of two answers wins, whichever arrives first.
    """
    last = attempt.responses.order_by("-sequence").values_list("sequence", flat=True).first()
    return max((last or 0) + 1, int(time.time() * 1000))
