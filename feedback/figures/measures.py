"""What is worked out of reports, from plain rows; no database.

Times are in working days after the day on which the report came: 0 is the same day. Due is what
settings.FIRST_REPLY_DAYS says of its severity. A report "counts for in time" once it is answered or
its day has passed; until then nobody can say.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from ..working_days import Calendar

AGES = (7, 30, 90)  # days; the last group is what is older
RECENT, BEFORE = 28, 84  # days that are compared for what rises
RISES_FROM = 3  # people
RISES_BY = 1.5


@dataclass(frozen=True, slots=True)
class Row:
    """One report. `replied` is the day of the first reply, `allowed` its working days for one."""

    pk: int
    received: date
    replied: date | None
    allowed: int
    category: str
    province: str
    district: str
    sop: str
    step: int | None
    theme: int | None
    is_open: bool
    changed: bool
    hides_name: bool
    sender: int | None = None


class WorkingDays:
    """Counts working days between any two days of a span, each in one step."""

    def __init__(self, calendar: Calendar, first: date, last: date):
        self._count, number, day = {}, 0, first
        while day <= last:
            number += calendar.is_working_day(day)
            self._count[day] = number
            day += timedelta(days=1)

    def between(self, first: date, last: date) -> int:
        """As Calendar.between: after `first` up to and with `last`."""
        return self._count[last] - self._count[first]


@dataclass(frozen=True)
class Figures:
    """`decided` are those of which it is known whether the answer came in time; `half` and
    `nine_in_ten` are working days, None while nothing is answered."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    decided: int = 0
    changed: int = 0
    open: int = 0
    half: float | None = None
    nine_in_ten: int | None = None

    @property
    def in_time_share(self) -> int | None:
        return percent(self.in_time, self.decided)

    @property
    def answered_share(self) -> int | None:
        return percent(self.answered, self.received)

    @property
    def changed_share(self) -> int | None:
        return percent(self.changed, self.received)

    @property
    def late(self) -> int:
        """Answered too late, or not yet and the day has passed."""
        return self.decided - self.in_time


def percent(part: int, whole: int) -> int | None:
    """In whole percent, never 0 or 100 where it isn't quite; None of nothing."""
    if not whole:
        return None
    if part in (0, whole):
        return 100 * part // whole
    return min(99, max(1, round(100 * part / whole)))


def figures_of(rows: Iterable[Row], days: WorkingDays, today: date) -> Figures:
    rows = list(rows)
    waits = sorted(days.between(row.received, row.replied) for row in rows if row.replied)
    verdicts = [verdict for row in rows if (verdict := in_time(row, days, today)) is not None]
    return Figures(
        received=len(rows),
        answered=len(waits),
        in_time=sum(verdicts),
        decided=len(verdicts),
        changed=sum(row.changed for row in rows),
        open=sum(row.is_open for row in rows),
        half=median(waits) if waits else None,
        nine_in_ten=at_rank(waits, 90),
    )


def in_time(row: Row, days: WorkingDays, today: date) -> bool | None:
    """Whether the first reply came in time; None while it still can."""
    if row.replied:
        return days.between(row.received, row.replied) <= row.allowed
    return False if days.between(row.received, today) > row.allowed else None


def at_rank(ordered: list[int], share: int) -> int | None:
    """The smallest value that at least `share` percent do not exceed (nearest rank): "nine of ten
    within so many days" is then true as it stands."""
    return ordered[ceil(len(ordered) * share / 100) - 1] if ordered else None


def by(
    rows: Iterable[Row], key: Callable[[Row], Hashable], days: WorkingDays, today: date
) -> dict[Hashable, Figures]:
    """Figures of each group, in the order in which they are met."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: figures_of(group, days, today) for name, group in groups.items()}


def month_of(row: Row) -> date:
    return row.received.replace(day=1)


def months(first: date, last: date) -> list[date]:
    """The first day of each month that these days touch."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return found


def open_by_age(rows: Iterable[Row], today: date) -> list[int]:
    """How many open reports came within 7, 30, 90 days, and before."""
    counts = [0] * (len(AGES) + 1)
    for row in rows:
        if row.is_open:
            age = (today - row.received).days
            counts[sum(age > limit for limit in AGES)] += 1
    return counts


@dataclass(frozen=True)
class Rising:
    """A topic of which more is heard: people in the last 28 days, and in 28 days on average of the
    84 before. `kind` is "theme", "step" or "category"."""

    kind: str
    key: Hashable
    recent: int
    before: float

    @property
    def times(self) -> float:
        return self.recent / self.before if self.before else float("inf")


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes on one report: all, those of the last 28 days, those of the 84 days before."""

    all: int = 0
    recent: int = 0
    before: int = 0


NO_VOTES = Votes()


def spans(last: date) -> tuple[date, date, date]:
    """(start, turn, last): recent is after `turn` up to and with `last`, before it back to after
    `start`."""
    turn = last - timedelta(days=RECENT)
    return turn - timedelta(days=BEFORE), turn, last


def rising(rows: Iterable[Row], votes: Mapping[int, Votes], last: date) -> list[Rising]:
    """Topics with half as many people again as before, at least 3; those that grew most first.

    People are the senders, each once, and the votes ("this happens here too"; `votes` by report).
    A report's topic is its theme, else its step, else its category.
    """
    start, turn, last = spans(last)
    topics: dict[tuple, tuple[People, People]] = {}
    for row in rows:
        told = votes.get(row.pk, NO_VOTES)
        recent, before = topics.setdefault(_topic(row), (People(), People()))
        recent.votes += told.recent
        before.votes += told.before
        if turn < row.received <= last:
            recent.add(row)
        elif start < row.received <= turn:
            before.add(row)
    found = (
        Rising(*topic, recent.count, before.count * RECENT / BEFORE)
        for topic, (recent, before) in topics.items()
    )
    kept = [one for one in found if one.recent >= RISES_FROM and one.times >= RISES_BY]
    return sorted(kept, key=lambda one: (one.before - one.recent, str(one.key)))


class People:
    """Who told of a topic in some days: senders, each once, and votes."""

    def __init__(self):
        self.votes, self._senders = 0, set()

    def add(self, row: Row) -> None:
        # Whose account is gone counts as somebody of the own.
        self._senders.add(row.sender or f"report {row.pk}")

    @property
    def count(self) -> int:
        return self.votes + len(self._senders)


def _topic(row: Row) -> tuple[str, Hashable]:
    if row.theme:
        return "theme", row.theme
    return ("step", row.step) if row.step else ("category", row.category)
