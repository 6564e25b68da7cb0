"""What the home page says of reports: to the sender what became of them, to the desk what waits."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_pages.home import Row
from sop_pages.home import register as register_panel
from sop_site.officers import roles

from . import rising
from .models import Report
from .models.words import CLOSED, OUR_TURN

ROWS = 3


def register() -> None:
    register_panel("feedback.sent", sent)
    register_panel("feedback.waits", waits)
    register_panel("feedback.risen", risen)


def sent(request) -> Iterator[Row]:
    """The sender's reports with news first, then those still open; one query."""
    news = Q(news_at__isnull=False) & (Q(seen_at__isnull=True) | Q(seen_at__lt=F("news_at")))
    reports = (
        Report.objects.of_sender(request.user)
        .annotate(is_news=news)
        .filter(Q(is_news=True) | ~Q(state__in=CLOSED))
        .order_by("-is_news", "-received_at")[:ROWS]
    )
    for report in reports:
        hidden = report.sensitive
        yield Row(
            group="sent",
            title=_("Report to the feedback lead") if hidden else report.text[:80],
            url=report.get_absolute_url(),
            more=" ".join(filter(None, [report.code, report.sop_code])),
            icon="talk",
            state="todo" if report.asks_sender or report.has_news else "",
            state_text=report.get_state_display(),
            is_new=report.has_news,
        )


def waits(request) -> Iterator[Row]:
    """The desk's line for those who answer; one query."""
    # Roles are known already, permissions cost an officer two queries.
    if not (request.user.enters_cms and request.user.has_perm("feedback.answer_report")):
        return
    reports = Report.objects.for_desk_of(request.user)
    counted = reports.aggregate(
        waiting=Count("pk", filter=Q(state__in=OUR_TURN)),
        late=Count("pk", filter=Q(state__in=OUR_TURN, due__lt=timezone.localdate())),
    )
    if not counted["waiting"]:
        return
    title = ngettext(
        "%(n)d report waits for an answer", "%(n)d reports wait for an answer", counted["waiting"]
    ) % {"n": counted["waiting"]}
    late = ngettext("%(n)d is late", "%(n)d are late", counted["late"]) % {"n": counted["late"]}
    yield Row(
        group="waits",
        title=title,
        url=reverse("feedback_desk"),
        icon="inbox",
        state="todo" if counted["late"] else "",
        state_text=late if counted["late"] else "",
    )


def risen(request) -> Iterator[Row]:
    """For the leads: what has been late for so long that it rose to them; two queries."""
    if not request.user.has_role(roles.LEAD):
        return
    count = rising.risen(Report.objects.for_desk_of(request.user)).count()
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
