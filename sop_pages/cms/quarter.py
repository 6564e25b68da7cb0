"""The quarterly report: one page for A4 and the same as xlsx. Small numbers are hidden, so that it
may be handed out; LSSO also sees all numbers, and the quarter that is still running."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit
from sop_site.officers.models import Province

from .. import quarterly
from ..files.sheets import Sheet
from ..files.spreadsheets import as_file
from ..home import Row
from ..quarterly import SEX_NAMES, SEXES, Told
from ..quarters import Quarter, last_over
from ..small_numbers import FEW
from .readers import for_readers, frame, is_lsso, is_observer

EXPORTED = "quarterly.exported"
DEEDS = {EXPORTED: gettext_lazy("Quarterly report taken out")}


def panel(request: HttpRequest) -> Iterator[Row]:
    """The observer's way to the report from the first page: they have no menu of the CMS."""
    if is_observer(request.user):
        quarter = last_over(localdate())
        title = _("Quarterly report: %(quarter)s") % {"quarter": quarter}
        address = reverse("quarterly_report", args=[quarter.year, quarter.number])
        yield Row(group="waits", title=title, url=address, icon="records")


@for_readers
def latest(request: HttpRequest) -> HttpResponse:
    """The latest quarter that is over."""
    quarter = last_over(localdate())
    return redirect("quarterly_report", quarter.year, quarter.number)


@for_readers
def page(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """?numbers=all shows LSSO the small numbers as well."""
    quarter, hides = _asked(request, year, number)
    names = _names()
    told = quarterly.report(quarter.period, list(names), hides=hides)
    today = localdate()
    context = {
        "page_title": _("Quarterly report: %(quarter)s") % {"quarter": quarter},
        "header_icon": "table",
        "frame": frame(request),
        "quarter": quarter,
        "hides": hides,
        "may_see_all": is_lsso(request.user),
        "is_over": quarter.is_over(today),
        "following": quarter.after if _may_see(request, quarter.after) else None,
        "few": FEW,
        "said": [str(one.measure.said) % {"n": one.total} for one in told if one.total],
        "told": told,
        "sexes": [str(SEX_NAMES[sex]) for sex in SEXES],
        "by_sex": [(one.measure.title, list(one.sexes.values()), one.total) for one in told],
        "by_province": _lines(told, names),
        "splits": quarterly.splits(quarter.period, hides=hides),
    }
    return render(request, "sop_pages/cms/quarter.html", context)


@for_readers
def download(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The same as xlsx, with all sexes by province. Who took it is logged."""
    quarter, hides = _asked(request, year, number)
    names = _names()
    told = quarterly.report(quarter.period, list(names), hides=hides)
    made = _sheets(quarter, told, names, hides=hides)
    for split, counts in quarterly.splits(quarter.period, hides=hides):
        made.append(Sheet(str(split.title), [str(split.head), _("All")], list(counts.items())))
    numbers = "guarded" if hides else "all"
    audit.record(request.user, EXPORTED, ("quarter", quarter.code), numbers=numbers)
    return as_file(made, "xlsx", f"quarter-{quarter.code}-{numbers}.xlsx")


def _asked(request: HttpRequest, year: int, number: int) -> tuple[Quarter, bool]:
    """The quarter, and whether small numbers are hidden. Raises Http404, PermissionDenied."""
    try:
        quarter = Quarter(year, number)
    except ValueError:
        raise Http404 from None
    if not _may_see(request, quarter):
        raise Http404
    wants_all = request.GET.get("numbers") == "all"
    if wants_all and not is_lsso(request.user):
        raise PermissionDenied
    # Day by day, a running quarter would tell by its difference what happened on each.
    return quarter, not wants_all and quarter.is_over(localdate())


def _may_see(request: HttpRequest, quarter: Quarter) -> bool:
    today = localdate()
    return quarter.is_over(today) or (is_lsso(request.user) and quarter == Quarter.of(today))


def _names() -> dict[str, str]:
    return {one.code: one.name for one in Province.objects.all()}


def _lines(told: list[Told], names: dict[str, str]) -> list[tuple[str, list]]:
    """[(province, counts in the order of the columns)]; of a whole measure women follow all."""
    places = told[0].provinces if told else {}
    lines = []
    for place in places:
        counts = []
        for one in told:
            counts.append(one.provinces[place])
            if one.cells:
                counts.append(one.cells[place, "F"])
        lines.append((names.get(place) or _("Not told"), counts))
    return lines


def _sheets(quarter: Quarter, told: list[Told], names: dict[str, str], *, hides: bool):
    sexes = [str(SEX_NAMES[sex]) for sex in SEXES]
    about = [
        [_("Since"), quarter.first.isoformat()],
        [_("Until"), quarter.last.isoformat()],
        [_("Sensitive reports"), _("are not in here")],
        [_("Small numbers"), _about_numbers(hides=hides)],
    ]
    by_sex = [[str(one.measure.title), *one.sexes.values(), one.total] for one in told]
    made = [
        Sheet(str(quarter), [_("What"), _("Value")], about),
        Sheet(_("By sex"), [_("Measure"), *sexes, _("All")], by_sex),
    ]
    for one in told:
        head = [_("Code"), _("Province"), *(sexes if one.cells else ()), _("All")]
        rows = [
            [
                place,
                names.get(place) or _("Not told"),
                *(one.cells[place, sex] for sex in (SEXES if one.cells else ())),
                total,
            ]
            for place, total in one.provinces.items()
        ]
        made.append(Sheet(str(one.measure.title), head, rows))
    return made


def _about_numbers(*, hides: bool) -> str:
    if hides:
        return _("An empty cell is a number under %(few)d, or one by which it could be told.") % {
            "few": FEW
        }
    return _("are in here: not to be passed on")
