"""Time that is up: an attempt past its hard end is handed in as it stands, by whoever looks first.

The timed deed does it each minute; every page that shows attempts does it for those that it shows,
so that a missed tick changes nothing. Answers that were made in time and come later still count,
until the holder has handed in and seen the result (docs/decisions/034).
"""

from itertools import groupby

from django.db import transaction
from django.utils import timezone

from sop_site.offline.models import InboxItem

from .attempt_marks import KEPT, grade_all, sum_up
from .models import Attempt, Response

AT_ONCE = 200
ENDED = [*KEPT, "ended_by_time"]


def end_overdue(attempts=None, *, now=None) -> int:
    """Ends those of these attempts (a queryset; None: all) whose hard end has passed. One query
    where there are none. Returns how many it ended."""
    attempts = Attempt.objects.all() if attempts is None else attempts
    now = now or timezone.now()
    overdue = list(attempts.overdue(now).order_by("pk").values_list("pk", flat=True))
    return sum(
        _end(overdue[first : first + AT_ONCE], now) for first in range(0, len(overdue), AT_ONCE)
    )


def settled(attempts) -> list[Attempt]:
    """These attempts, those ended whose time is; one query where there are none of them."""
    found = list(attempts)
    if any(attempt.is_overdue() for attempt in found):
        end_overdue(Attempt.objects.filter(pk__in=[attempt.pk for attempt in found]))
        found = list(attempts.all())
    return found


def end_all() -> str | None:
    """The timed deed."""
    count = end_overdue()
    return f"{count} attempts ended by their time." if count else None


@transaction.atomic
def _end(keys: list[int], now) -> int:
    """A few queries for all of them."""
    locked = Attempt.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    # Asked once more under the lock: one may have been handed in, or given more time.
    attempts = {a.pk: a for a in locked.overdue(now).select_related("quiz").order_by("pk")}
    responses = list(
        Response.objects.filter(attempt__in=attempts)
        .select_related("question", "version", "marked_by")
        .order_by("attempt", "position")
    )
    for attempt, given in groupby(responses, lambda response: response.attempt_id):
        _hand_in(attempts[attempt], list(given))
    Response.objects.bulk_update(responses, ["mark", "rule"])
    return Attempt.objects.bulk_update(attempts.values(), ENDED)


def _hand_in(attempt: Attempt, responses: list[Response]) -> None:
    """As it stood at its end, or at the close that came before it; sets it, doesn't save it."""
    attempt.state = Attempt.State.HANDED_IN
    attempt.ended_by_time = True
    attempt.handed_in_at = min(filter(None, (attempt.ends_at, attempt.closes_at)))
    attempt.time_trust = InboxItem.TimeTrust.SERVER
    grade_all(attempt, responses)
    sum_up(attempt, responses)


@transaction.atomic
def reopen(attempts, *, now=None) -> bool:
    """Lets the newest of one person's attempts at a quiz go on, if the time alone had ended it and
    it has time again. Its holder has seen nothing of it yet."""
    newest = attempts.select_for_update(of=("self",)).order_by("-number").first()
    if newest is None or not newest.awaits_hand_in or newest.ends_at <= (now or timezone.now()):
        return False
    newest.state, newest.ended_by_time = Attempt.State.OPEN, False
    newest.handed_in_at = newest.mark = newest.out_of = newest.passed = None
    newest.time_trust = newest.rule = ""
    newest.critical_missed = False
    newest.save(update_fields=ENDED)
    newest.responses.update(mark=None, rule="")
    return True
