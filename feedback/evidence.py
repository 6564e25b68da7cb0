"""What reports know of an SOP's steps: how many are open. Sensitive ones are not counted."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from sop_pages.evidence import Evidence
from sop_pages.evidence import register as register_source
from sop_pages.models import SOP

from .models import Report


def register() -> None:
    register_source("feedback.reports", open_reports)


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
