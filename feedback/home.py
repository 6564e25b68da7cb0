"""What the home page says of reports: to the sender what became of them, to the desk what waits."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
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
from .models import Report, Solution, Vote
from .models.words import CLOSED

ROWS = 3


def register() -> None:
    register_panel("feedback.sent", sent)
    register_panel("feedback.waits", waits)
    register_panel("feedback.solutions", solutions)
    register_work("feedback.solutions", solutions_to_rule)


def sent(request) -> Iterator[Row]:
    """The sender's reports with news, and what was answered where the person said "here too";
    then own ones still open; one query."""
    seen = Q(news_at=None) | Q(seen_at__gte=F("news_at"))
    votes = Vote.objects.of(request.user).with_news()
    own = Q(sender=request.user) & (~seen | ~Q(state__in=CLOSED))
    reports = (
        Report.objects.filter(own | Q(pk__in=votes.values("report")))
        .annotate(vote=Subquery(votes.filter(report=OuterRef("pk")).values("pk")[:1]))
        .annotate(is_old=Case(When(seen & Q(vote=None), then=1), default=0))
        .select_related("theme")
        .order_by("is_old", "-received_at")[:ROWS]
    )
    for report in reports:
        yield voted_row(report) if report.vote else sent_row(report)


def sent_row(report: Report) -> Row:
    hidden = report.sensitive
    return Row(
        group="sent",
        title=_("Report to the feedback lead") if hidden else report.text[:80],
        url=report.get_absolute_url(),
        more=" ".join(filter(None, [report.code, report.sop_code])),
        icon="talk",
        state="todo" if report.asks_sender or report.has_news else "",
        state_text=report.get_state_display(),
        is_new=report.has_news,
    )


def voted_row(report: Report) -> Row:
    return Row(
        group="sent",
        title=voting.shown(report, get_language()),
        url=reverse("feedback:voted", args=[report.vote]),
        more=_("You said: here too"),
        icon="talk",
        state="todo",
        state_text=report.get_state_display(),
        is_new=True,
    )


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


def solutions(request) -> Iterator[Row]:
    """To an officer what LSSO said of a solution, until it was seen; one query. Who works in the
    CMS has much to read on this page, and finds it on the board."""
    if request.user.enters_cms:
        return
    found = Solution.objects.with_news().filter(author=request.user).select_related("sop")
    for one in found.order_by("-news_at", "-pk")[:ROWS]:
        yield Row(
            group="sent",
            title=one.text[:80],
            url=reverse("feedback:solutions"),
            more=" ".join(filter(None, [_("What worked"), one.sop and one.sop.code])),
            icon="idea",
            state="" if one.state == Solution.State.NOT_ALLOWED else "well",
            state_text=one.get_state_display(),
            is_new=True,
        )


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
