"""The map of steps in the CMS: where reports and wrong answers gather, what was sought in vain."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import heat
from ..evidence import Period
from ..models import SOP
from ..search import misses

MAY_SEE = "sop_pages.view_recording"  # whoever writes or approves SOPs
DAYS = 90
WORDS = 30
LEVELS = (
    gettext_lazy("none"),
    gettext_lazy("little"),
    gettext_lazy("some"),
    gettext_lazy("much"),
    gettext_lazy("most"),
)


class Filters(forms.Form):
    """What of the map is shown; each part stands in the address."""

    sop = forms.ModelChoiceField(
        SOP.objects.order_by("code"),
        to_field_name="code",
        required=False,
        label=gettext_lazy("SOP"),
        empty_label=gettext_lazy("All SOPs"),
    )
    since = forms.DateField(
        required=False,
        label=gettext_lazy("Since"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        required=False,
        label=gettext_lazy("Until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    order = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Order"),
        choices=[("", gettext_lazy("As in the SOP")), ("most", gettext_lazy("Most first"))],
    )

    def clean(self):
        data = super().clean()
        first, last = self._days(data)
        if first > last:
            self.add_error("until", _("The last day lies before the first."))
        return data

    def period(self) -> Period:
        """Of what was asked for, or of the last 90 days where that can't be."""
        data = self.cleaned_data if self.is_valid() else {}
        sop = data.get("sop")
        return Period(*self._days(data), sop.pk if sop else None)

    @staticmethod
    def _days(data) -> tuple[date, date]:
        last = data.get("until") or localdate()
        return data.get("since") or last - timedelta(days=DAYS - 1), last


@never_cache
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """?sop=REG-01&since=2026-09-01&until=2026-11-30&order=most, each of it optional."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    filters = Filters(request.GET)
    period = filters.period()
    found = heat.draw(period)
    most = filters.is_valid() and filters.cleaned_data["order"] == "most"
    language = get_language()
    context = {
        "page_title": _("Map of steps"),
        "header_icon": "view",
        "filters": filters,
        "period": period,
        "columns": found.columns,
        "rows": [_row(row, language) for row in (heat.hottest(found.rows) if most else found.rows)],
        "few": heat.FEW,
        "levels": list(enumerate(LEVELS)),
        "searches": [
            (language, list(misses.missed(language, period.first, period.last)[:WORDS]))
            for language in ("lo", "en")
        ],
    }
    return render(request, "sop_pages/cms/heat.html", context)


def _row(row: heat.Row, language: str) -> dict:
    step = row.step
    return {
        "step": step,
        "title": step.title(language),
        "cells": [(cell, LEVELS[cell.level]) for cell in row.cells],
    }
