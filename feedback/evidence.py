"""What reports know of an SOP's steps: how many are open. Sensitive ones are not counted."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from sop_pages.evidence import Evidence, Heat, Period, register_heat
from sop_pages.evidence import register as register_source
from sop_pages.models import SOP

from .models import Report
from .models.words import Visibility


def register() -> None:
    register_source("feedback.reports", open_reports)
    register_heat("reports", gettext_lazy("Reports"), reports_in)


def reports_in(period: Period) -> Iterator[Heat]:
    """All reports on a step that were received within these days, whatever became of them; few
    people are guarded where one of them hides the name. One query."""
    first, end = period.moments()
    reports = Report.objects.not_sensitive().filter(
        step__isnull=False, received_at__gte=first, received_at__lt=end
    )
    if period.sop_id:
        reports = reports.filter(step__sop=period.sop_id)
    hidden = Count("pk", filter=~Q(visibility=Visibility.NORMAL))
    counted = reports.values("step_id").order_by("step_id")
    for row in counted.annotate(
        count=Count("pk"), people=Count("sender", distinct=True), hidden=hidden
    ):
        yield Heat(row["step_id"], row["count"], row["people"], guarded=row["hidden"] > 0)


def open_reports(sop_id: int) -> Iterator[Evidence]:
    """One line a step with open reports; two queries."""
    code = SOP.objects.values_list("code", flat=True).get(pk=sop_id)
    counted = (
        Report.objects.not_sensitive()
        .open()
        .filter(sop_id=sop_id)
        .values("step_id")
        .annotate(count=Count("pk"))
        .order_by("step_id")
    )
    for line in counted:
        label = ngettext("%(n)d open report", "%(n)d open reports", line["count"])
        yield Evidence(
            kind="reports",
            step_id=line["step_id"],
            count=line["count"],
            label=label % {"n": line["count"]},
            url=f"{reverse('feedback_desk')}?state=open&sop={code}",
        )
