"""The figures of reports in the CMS: words first, then plots, each with its table."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sop_pages.cms.readers import for_readers
from sop_pages.files.spreadsheets import as_file
from sop_site.officers import audit, roles

from ..figures import files, plots, words
from ..figures.deeds import EXPORTED
from ..figures.gathering import Gathered, gather
from ..figures.measures import figures_of, open_by_age, rising
from ..figures.scope import Filters, Scope, sees_figures
from ..figures.tables import Making
from ..models import Report

RISING_SHOWN = 8


@dataclass(frozen=True)
class Asked:
    """What one request asks of the figures, gathered and made."""

    filters: Filters
    scope: Scope
    found: Gathered
    making: Making
    today: date


def _asked(request: HttpRequest) -> Asked:
    """?since=2026-01-01&until=2026-06-30&province=06&sop=REG-01&category=money, each optional.
    Raises PermissionDenied."""
    if not sees_figures(request.user):
        raise PermissionDenied
    today = localdate()
    filters = Filters(request.GET, request.user)
    scope = filters.scope()
    found = gather(scope, today)
    making = Making(scope, found, today, request.user, filters.provinces)
    return Asked(filters, scope, found, making, today)


@for_readers
def figures(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    found, today = asked.found, asked.today
    all_of_it = figures_of(found.rows, found.days, today)
    tables = {table.name: table for table in asked.making.tables()}
    context = {
        "page_title": _("Figures of the reports"),
        "header_icon": "view",
        "filters": asked.filters,
        "scope": asked.scope,
        "said": words.of_all(all_of_it),
        "all": all_of_it,
        "rising": _rising(asked.making, rising(found.all_rows, found.votes, asked.scope.last)),
        "tables": tables,
        "place": tables.get("districts") or tables["provinces"],
        "ages": _ages(open_by_age(found.rows, today)),
        "month_bars": plots.by_month(tables["months"]),
        "small": plots.by_category(found.rows, asked.scope.months),
        "months": tables["months"].lines,
        "tiles": plots.of_provinces(tables["provinces"]) if "provinces" in tables else [],
        "on_marked_route": _on_marked_route(request.user),
    }
    return render(request, "feedback/figures/page.html", context)


@for_readers
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same tables as xlsx or csv, with all lines. Who took them is logged."""
    asked = _asked(request)
    made = files.sheets(asked.scope, asked.making.tables())
    rows = sum(len(sheet.rows) for sheet in made)
    audit.record(request.user, EXPORTED, ("figures", kind), rows=rows, **asked.scope.facts())
    name = f"feedback-{asked.scope.first}-{asked.scope.last}.{kind}"
    return as_file(made, kind, name)


def _rising(making: Making, found) -> list[dict]:
    lines = []
    for one in found[:RISING_SHOWN]:
        name, url = making.topic(one)
        lines.append({"name": name, "url": url, "said": words.of_rising(one)})
    return lines


def _ages(counts: list[int]) -> dict:
    labels = [words.age(*bounds) for bounds in plots.age_bounds()]
    return {"bars": plots.by_age(counts, labels), "lines": list(zip(labels, counts, strict=True))}


def _on_marked_route(person) -> int | None:
    """How many sensitive reports are open, for those who read them; in no other count."""
    if not person.has_role(roles.LEAD):
        return None
    return Report.objects.filter(sensitive=True).open().count()
