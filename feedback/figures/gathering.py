"""Reports and votes as plain rows, read by few queries however many there are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from sop_pages.evidence import Period
from sop_pages.models import SOP, Step
from sop_site.officers.models import User

from .. import working_days
from ..models import Report, Vote, standing_changes
from ..models.words import CLOSED, Visibility
from ..naming import SMALL_DISTRICT
from ..working_days import first_reply_days
from .measures import Row, Votes, WorkingDays, spans
from .scope import Scope

COLUMNS = (
    "pk", "received_at", "first_reply_at", "severity", "category", "province_id", "district_id",
    "sop_code", "step_id", "theme_id", "state", "has_changed", "visibility", "sender_id",
)  # fmt: skip
STEP = ("key", "kind", "number", "title_lo", "title_en", "present")
OF_STEP = ("step__sop__code", *(f"step__{name}" for name in STEP))
COUNTS = ("votes_all", "votes_recent", "votes_before")


@dataclass(frozen=True)
class Gathered:
    """`rows` of the scope's days; `all_rows` reach further back, for what rises. Votes by report,
    titles of themes by theme, steps (with what names them) by step."""

    rows: list[Row]
    all_rows: list[Row]
    votes: dict[int, Votes]
    themes: dict[int, str]
    steps: dict[int, Step]
    days: WorkingDays


def gather(scope: Scope, today: date) -> Gathered:
    """Two queries: reports with their votes and names, public holidays."""
    since = min(scope.first, spans(scope.last)[0] + timedelta(days=1))
    reports = received_in(scope.narrow(Report.objects.all()), Period(since, scope.last))
    title = "theme__title_en" if get_language() == "en" else "theme__title_lo"
    rows, votes, themes, steps = [], {}, {}, {}
    columns = (*COLUMNS, *OF_STEP, *COUNTS, title)
    for line in with_votes(reports, scope.last).values_list(*columns):
        row = row_of(line[: len(COLUMNS)])
        rows.append(row)
        if line[-4]:
            votes[row.pk] = Votes(*(count or 0 for count in line[-4:-1]))
        if row.theme:
            themes[row.theme] = line[-1]
        if row.step and row.step not in steps:
            code, *named = line[len(COLUMNS) : -4]
            known = dict(zip(STEP, named, strict=True))
            steps[row.step] = Step(pk=row.step, sop=SOP(code=code), **known)
    days = WorkingDays(working_days.calendar(), since, max(today, scope.last))
    inside = [row for row in rows if row.received >= scope.first]
    return Gathered(inside, rows, votes, themes, steps, days)


def received_in(reports, period: Period):
    first, end = period.moments()
    return reports.filter(received_at__gte=first, received_at__lt=end)


def with_votes(reports, last: date):
    """With how many votes each has: a count each, since joining would repeat the report."""
    start, turn, last = spans(last)
    recent, before = Period(turn + timedelta(days=1), last), Period(start + timedelta(days=1), turn)
    changed = standing_changes().filter(report=OuterRef("pk"))
    votes = Vote.objects.filter(report=OuterRef("pk"))
    return reports.order_by("pk").annotate(
        has_changed=Exists(changed),
        votes_all=_count(votes),
        votes_recent=_count(votes.filter(_within(recent))),
        votes_before=_count(votes.filter(_within(before))),
    )


def _count(rows) -> Subquery:
    """Null where there is none."""
    return Subquery(rows.order_by().values("report").annotate(n=Count("pk")).values("n"))


def _within(period: Period) -> Q:
    first, end = period.moments()
    return Q(at__gte=first, at__lt=end)


def small_districts(province: str) -> set[str]:
    """Districts that have so few officers that naming one would tell a name that is kept back."""
    officers = User.objects.filter(is_active=True, district__province=province).order_by()
    counts = dict(officers.values_list("district").annotate(Count("pk")))
    return {code for code, count in counts.items() if count < SMALL_DISTRICT}


def row_of(line: tuple) -> Row:
    """A row from COLUMNS; days are those of Vientiane."""
    pk, received, replied, severity, category, province, district, *rest = line
    sop, step, theme, state, has_changed, visibility, sender = rest
    day = _day(received)
    return Row(
        pk=pk,
        received=day,
        replied=max(_day(replied), day) if replied else None,
        allowed=first_reply_days(severity),
        category=category,
        province=province or "",
        district=district or "",
        sop=sop,
        step=step,
        theme=theme,
        is_open=state not in CLOSED,
        changed=has_changed,
        hides_name=visibility != Visibility.NORMAL,
        sender=sender,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(timezone.get_default_timezone()).date()
