"""What the home page says of reports: to the sender what became of them, to the desk what waits."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.db.models import (
    BigAutoField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sop_pages.home import Row
from sop_pages.home import register as register_panel
from sop_pages.work import WorkItem
from sop_pages.work import register as register_work
from sop_site.officers import roles

from . import rising, voting
from .models import Report, Solution, Theme, Vote
from .models.words import CLOSED

ROWS = 3  # at most, of each kind of what was sent
LOOKED_AT = 50  # of the newest: who has sent more has more news than a home page holds
COLUMNS = ["kind", "pk", "is_old", "at", "code", "sop_code", "sensitive", "text", "state"]
COLUMNS += ["vote", "title_lo", "title_en"]
NOBODY = -1  # no person's primary key


def register() -> None:
    register_panel("feedback.sent", sent)
    register_panel("feedback.waits", waits)
    register_work("feedback.solutions", solutions_to_rule)


def sent(request) -> Iterator[Row]:
    """What became of what the person sent: reports with news, what was answered where the person
    said "here too", what LSSO said of a solution; then own reports still open. One query."""
    rows = _reports(request.user)
    # Who works in the CMS has much to read on this page, and finds solutions on the board.
    if not request.user.enters_cms:
        rows = rows.union(_solutions(request.user), all=True)
    shown, left = Counter(), 0
    for row in rows.order_by("is_old", "-at", "-pk")[:LOOKED_AT]:
        kind = row.pop("kind")
        shown[kind] += 1
        if shown[kind] <= ROWS:
            yield AS_ROW[kind](row)
        else:
            left += not row["is_old"]
    if left:
        yield _left_row(left)


def _reports(person) -> QuerySet:
    seen = Q(news_at=None) | Q(seen_at__gte=F("news_at"))
    voted = Q(pk__in=_voted_with_news(person.pk))
    vote = Vote.objects.filter(voter=person, report=OuterRef("pk")).values("pk")
    own = Q(sender=person) & (~seen | ~Q(state__in=CLOSED))
    return (
        Report.objects.filter(own | voted)
        .annotate(is_old=Case(When(seen & ~voted, then=1), default=0))
        .annotate(
            kind=Case(When(voted, then=Value("vote")), default=Value("report")),
            at=F("received_at"),
            vote=Subquery(vote[:1]),
            title_lo=F("theme__title_lo"),
            title_en=F("theme__title_en"),
        )
        .order_by()
        .values(*COLUMNS)
    )


def _voted_with_news(person_id: int) -> RawSQL:
    """The reports on which the person's vote has an answer that was not opened."""
    sql, params = _kept_sql()
    return RawSQL(sql, [person_id if param == NOBODY else param for param in params])


@cache
def _kept_sql() -> tuple[str, tuple]:
    """The question after votes with news, for nobody: every officer's home page asks it, and
    writing it takes ten times as long as answering it."""
    found = Vote.objects.filter(voter=NOBODY).with_answers().with_news().order_by()
    return found.values("report").query.sql_with_params()


def _solutions(person) -> QuerySet:
    return (
        Solution.objects.with_news()
        .filter(author=person)
        .annotate(
            kind=Value("solution"),
            is_old=Value(0),
            at=F("news_at"),
            code=Value(""),
            sop_code=F("sop__code"),
            sensitive=Value(False),
            vote=Value(None, BigAutoField()),
        )
        .order_by()
        .values(*COLUMNS)
    )


def _report_row(row: dict) -> Row:
    return Row(
        group="sent",
        title=_("Report to the feedback lead") if row["sensitive"] else row["text"][:80],
        url=Report(code=row["code"]).get_absolute_url(),
        more=" ".join(filter(None, [row["code"], row["sop_code"]])),
        icon="talk",
        state="" if row["is_old"] and row["state"] != Report.State.NEED_INFO else "todo",
        state_text=Report.State(row["state"]).label,
        is_new=not row["is_old"],
    )


def _vote_row(row: dict) -> Row:
    titles = {name: row[name] for name in ("title_lo", "title_en")}
    report = Report(text=row["text"], theme=Theme(**titles) if titles["title_lo"] else None)
    return Row(
        group="sent",
        title=voting.shown(report, get_language()),
        url=reverse("feedback:voted", args=[row["vote"]]),
        more=_("You said: here too"),
        icon="talk",
        state="todo",
        state_text=Report.State(row["state"]).label,
        is_new=True,
    )


def _solution_row(row: dict) -> Row:
    return Row(
        group="sent",
        title=row["text"][:80],
        url=reverse("feedback:solutions"),
        more=" ".join(filter(None, [_("What worked"), row["sop_code"]])),
        icon="idea",
        state="" if row["state"] == Solution.State.NOT_ALLOWED else "well",
        state_text=Solution.State(row["state"]).label,
        is_new=True,
    )


def _left_row(number: int) -> Row:
    """What has news and finds no line of its own here."""
    said = ngettext("%(n)d more has news", "%(n)d more have news", number)
    return Row(
        group="sent",
        title=said % {"n": number},
        url=reverse("feedback:mine"),
        icon="talk",
        state="todo",
        state_text=_("New"),
        is_new=True,
        stands_for=number,
    )


AS_ROW = {"report": _report_row, "vote": _vote_row, "solution": _solution_row}


def waits(request) -> Iterator[Row]:
    """The desk's line for those who answer, and for leads what rose to them; one query, and one
    more for a lead when something is late."""
    # Roles are known already, permissions cost an officer two queries.
    if not (request.user.enters_cms and request.user.has_perm("feedback.answer_report")):
        return
    by_day = _waiting_by_day(request.user)
    waiting = sum(by_day.values())
    if not waiting:
        return
    title = ngettext(
        "%(n)d report waits for an answer", "%(n)d reports wait for an answer", waiting
    ) % {"n": waiting}
    count = _before(by_day, timezone.localdate())
    late = ngettext("%(n)d is late", "%(n)d are late", count) % {"n": count}
    yield Row(
        group="waits",
        title=title,
        url=reverse("feedback_desk"),
        icon="inbox",
        state="todo" if count else "",
        state_text=late if count else "",
    )
    if count and request.user.has_role(roles.LEAD):
        yield from _risen(_before(by_day, rising.rises_before()))


def solutions_to_rule(person) -> Iterator[WorkItem]:
    """In the CMS, to those who rule: how many solutions wait. One query."""
    if not person.has_perm("feedback.triage_report"):
        return
    waiting = Solution.objects.waiting().exclude(author=person).count()
    if waiting:
        said = ngettext(
            "%(n)d solution waits for a ruling", "%(n)d solutions wait for a ruling", waiting
        )
        yield WorkItem(
            group=_("Practical solutions"),
            label=said % {"n": waiting},
            url=reverse("feedback_solutions"),
        )


def _waiting_by_day(user) -> dict[date | None, int]:
    """{day due: how many reports wait for us}."""
    found = Report.objects.for_desk_of(user).waiting().order_by()
    return dict(found.values_list("due").annotate(count=Count("pk")))


def _before(by_day: dict[date | None, int], day: date) -> int:
    return sum(count for due, count in by_day.items() if due and due < day)


def _risen(count: int) -> Iterator[Row]:
    if not count:
        return
    said = ngettext(
        "%(n)d report has been late for long", "%(n)d reports have been late for long", count
    )
    yield Row(
        group="waits",
        title=said % {"n": count},
        url=reverse("feedback_desk") + "?state=late",
        icon="clock",
        state="todo",
        state_text=_("It rose to you, the feedback lead"),
    )
