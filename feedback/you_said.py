"""You said, we did: what was reported in a month, what changed, and what did not and why.

Anybody reads it. Numbers are told of whole months alone: in a month that runs, the difference of
two days would tell of one report. Within a month all totals stand in one table, guarded as a whole
(sop_pages.small_numbers); no other number of reports is told exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import get_language

from sop_pages.models import SOP, Release, ReleaseCause, SOPPage
from sop_pages.small_numbers import guarded_table
from sop_site.officers.models import Province

from .models import PublicAnswer, Report

KEPT = 600  # seconds; what changes the page changes the key too
NONE = ""  # no SOP, no province


@dataclass(frozen=True)
class Place:
    name: str
    number: int | None


@dataclass(frozen=True)
class Reported:
    """Of one SOP ("" for none): how many reports, None where not told, and in which provinces."""

    code: str
    number: int | None
    places: list[Place]


@dataclass(frozen=True)
class Numbers:
    """`total` None: so few that nothing is told. `hides` says that something is left out."""

    total: int | None = 0
    rows: list[Reported] = field(default_factory=list)
    hides: bool = False


@dataclass(frozen=True)
class Changed:
    """A release with what led to it."""

    code: str
    number: str
    day: date
    note: str
    causes: list[ReleaseCause]


@dataclass(frozen=True)
class Month:
    """`first` is its first day; `numbers` None while it still runs."""

    first: date
    numbers: Numbers | None
    changed: list[Changed]
    answers: list[PublicAnswer]


def month_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    return month_of(month + timedelta(days=31))


def before(month: date) -> date:
    return month_of(month - timedelta(days=1))


def moments(month: date) -> tuple[datetime, datetime]:
    """From its first midnight in Vientiane up to, not with, the next month's."""
    zone = timezone.get_default_timezone()
    return tuple(datetime.combine(day, time(), zone) for day in (month, after(month)))


def first_month() -> date:
    """The month of the first report, or this one. One query."""
    first = Report.objects.aggregate(first=Min("received_at"))["first"]
    return month_of(timezone.localdate(first) if first else timezone.localdate())


def of_month(month: date) -> Month:
    """What the page says of a month in the language that is shown; kept until something changes.
    Four small queries, and six where it is made anew."""
    key = f"you-said:{get_language()}:{month}:{_state()}"
    return cache.get_or_set(key, lambda: _made(month), KEPT)


def _state() -> str:
    """Changes with all that the page is made from."""
    parts = (
        timezone.localdate(),
        Report.objects.aggregate(n=Max("pk"))["n"],
        ReleaseCause.objects.aggregate(n=Max("pk"))["n"],
        Release.objects.exclude(ended="").count(),
        *PublicAnswer.objects.aggregate(Max("changed_at"), Count("pk")).values(),
    )
    return "-".join(str(part).replace(" ", "T") for part in parts)


def _made(month: date) -> Month:
    public = public_sops()
    is_over = after(month) <= timezone.localdate()
    return Month(
        month,
        numbers_of(month, public) if is_over else None,
        changed_in(month, public),
        list(answers_in(month, public)),
    )


def public_sops() -> dict[int, str]:
    """{SOP: its code} of those that everybody may read. One query."""
    pages = SOPPage.objects.public().values("sop")
    return dict(SOP.objects.filter(pk__in=pages).values_list("pk", "code"))


def numbers_of(month: date, public: dict[int, str]) -> Numbers:
    """Two queries."""
    first, end = moments(month)
    reports = Report.objects.not_sensitive().filter(received_at__gte=first, received_at__lt=end)
    counted = reports.values_list("sop", "province").annotate(n=Count("pk")).order_by()
    counts: dict[tuple[str, str], int] = {}
    for sop, province, n in counted:
        cell = public.get(sop, NONE), province or NONE
        counts[cell] = counts.get(cell, 0) + n
    return told(counts, {one.code: one.name for one in Province.objects.all()})


def told(counts: dict[tuple[str, str], int], names: dict[str, str]) -> Numbers:
    """Pure. `counts` by (SOP's code, province's code), `names` of provinces by code. A cell that is
    nought and told is left out; whatever is hidden looks the same, be it nought or more."""
    if not counts:
        return Numbers()
    codes = sorted({code for code, _place in counts}, key=lambda code: (code == NONE, code))
    places = sorted({place for _code, place in counts}, key=lambda place: (place == NONE, place))
    table = [[counts.get((code, place), 0) for place in places] for code in codes]
    shown = guarded_table(table)
    if shown.total is None:
        return Numbers(None, hides=True)
    rows = [
        Reported(
            code,
            total,
            [
                Place(names.get(place, NONE), number)
                for place, number in zip(places, cells, strict=True)
                if number != 0
            ],
        )
        for code, total, cells in zip(codes, shown.rows, shown.cells, strict=True)
    ]
    return Numbers(shown.total, rows, any(None in cells for cells in shown.cells))


def changed_in(month: date, public: Iterable[int]) -> list[Changed]:
    """Releases with a cause that came into force within the month, the latest first. Two
    queries."""
    today = timezone.localdate()
    releases = (
        Release.objects.standing()
        .filter(effective_from__gte=month, effective_from__lt=after(month), sop__in=public)
        .filter(effective_from__lte=today, causes__isnull=False)
        .select_related("sop")
        .prefetch_related("causes__step")
        .distinct()
        .in_order()
    )
    language = get_language()
    return [
        Changed(
            one.sop.code,
            one.number,
            one.effective_from,
            one.note(language),
            list(one.causes.all()),
        )
        for one in releases
    ]


def answers_in(month: date, public: Iterable[int]):
    first, end = moments(month)
    return standing_answers(public).filter(at__gte=first, at__lt=end).order_by("sop__code", "-at")


def standing_answers(public: Iterable[int]):
    """Public answers that were not taken back, on SOPs that all may read or on none."""
    found = PublicAnswer.objects.filter(taken_back_at=None).select_related("sop")
    return found.filter(sop__in=public) | found.filter(sop=None)
