"""Releases as readers see them: which there are, each as it was read, two side by side."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import privacy, reading, rendering, sheets, translating
from ..comparing import shown
from ..figures import to_json
from ..models import Release, ReleaseCause, ReleaseText, RenderedSOP, Retirement, SOPPage, values_on
from ..models.releases import NUMBER
from ..models.sops import CODE


@require_safe
def releases(request: HttpRequest, code: str) -> HttpResponse:
    """All releases of one SOP, the latest first. Seven queries."""
    page = page_of(code)
    if refused := privacy.refusal(request, page):
        return refused
    rows = list(Release.objects.filter(sop=page.sop_id).in_order())
    causes = causes_of(rows)
    acts = Acts.of(rows, page.sop_id, localdate())
    titles = dict(_texts(page).values_list("release_id", "title"))
    holding = None if acts.retired else _holding(rows, localdate())
    previous = {newer.pk: older.number for newer, older in pairwise(rows)}
    context = {
        "page": page,
        "code": code.upper(),
        **retired_said(acts.retired),
        "releases": [
            {
                "release": row,
                "title": titles.get(row.pk, ""),
                "note": row.note(get_language()),
                "state": state_of(row, holding, acts.retired),
                "error": why_void(row, acts.voided),
                "causes": causes.get(row.pk, ()),
                "previous": previous.get(row.pk, ""),
            }
            for row in rows
        ],
    }
    return render(request, "sop_pages/releases/list.html", context)


@require_safe
def release(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One release as it was read on its last day in force, or will be on its first."""
    page = page_of(code)
    if refused := privacy.refusal(request, page):
        return refused
    text = text_of(page, number)
    today = localdate()
    day = text.release.day_to_read(today)
    holding = Release.objects.in_force(page.sop.code, today)
    retired = Retirement.objects.standing_of(page.sop_id, today)
    copy = _copy(page, text, day)
    sheet = sheets.foot(copy.code, copy.number, copy.language)
    context = {
        "number": copy.number,
        "since": date_format(text.release.effective_from),
        "pdf_size": sheets.pdf_size(copy.language, copy.code, copy.number),
        "check_address": sheet.address,
        "check_qr": sheet.qr,
        "copy": copy,
        "body": reading.body(copy, request, day),
        "release": text.release,
        "causes": causes_of([text.release]).get(text.release_id, ()),
        "state": state_of(text.release, holding, retired),
        "error": why_void(text.release, voided_by(text.release)),
        **retired_said(retired),
        "following": text.release.next_one(),
        "holding": holding,
        "day": day,
    }
    return render(request, "sop_pages/releases/release.html", context)


@require_safe
def on_day(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Leads to the release that was, is or will be in force on a day (2026-12-01)."""
    page = page_of(code)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    found = Release.objects.in_force(page.sop.code, wanted)
    if found is None and Retirement.objects.standing_of(page.sop_id, wanted):
        return redirect("sop_pages:sop", code.lower())
    if found is None:
        raise Http404
    return redirect("sop_pages:release", code.lower(), found.number)


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """?from=1.0&to=1.1: what differs, step by step. Without `from` it is the release before `to`;
    without both, the last two that hold."""
    page = page_of(code)
    if refused := privacy.refusal(request, page):
        return refused
    numbers = _numbers(request, page)
    if numbers is None:
        return redirect("sop_pages:releases", code.lower())
    before, after = (text_of(page, number) for number in numbers)
    context = {
        "page": page,
        "code": code.upper(),
        "before": before.release,
        "after": after.release,
        "causes": causes_of([after.release]).get(after.release_id, ()),
        "note": after.release.note(get_language()),
        "changes": shown(before.document(), after.document()),
        "numbers": [r.number for r in Release.objects.filter(sop=page.sop_id).in_order()],
    }
    return render(request, "sop_pages/releases/compare.html", context)


def _numbers(request: HttpRequest, page: SOPPage) -> tuple[str, str] | None:
    """The two releases that are asked for, else one and the one before it."""
    before, after = request.GET.get("from", ""), request.GET.get("to", "")
    if before and after:
        return before, after
    found = Release.objects.standing().filter(sop=page.sop_id).in_order()
    newest = [r.number for r in found]
    if after in newest:
        newest = newest[newest.index(after) :]
    newest = newest[:2]
    return (newest[1], newest[0]) if len(newest) == 2 else None


def page_of(code: str) -> SOPPage:
    """The SOP's page in the language that is shown. Raises Http404."""
    if not CODE.regex.match(code.upper()):
        raise Http404
    pages = SOPPage.objects.select_related("sop").filter(language=get_language())
    return get_object_or_404(pages, sop__code=code.upper())


def causes_of(releases: list[Release]) -> dict[int, list[ReleaseCause]]:
    """{release: what led to it}. One query."""
    found: dict[int, list[ReleaseCause]] = {}
    for cause in ReleaseCause.objects.filter(release__in=releases).select_related("step"):
        found.setdefault(cause.release_id, []).append(cause)
    return found


def _texts(page: SOPPage):
    return ReleaseText.objects.filter(release__sop=page.sop_id, language=page.language)


def text_of(page: SOPPage, number: str) -> ReleaseText:
    """Raises Http404 for a number that is none, and where the release has no text here."""
    found = NUMBER.fullmatch(number)
    if not found:
        raise Http404
    texts = _texts(page).select_related("release__sop")
    return get_object_or_404(texts, release__major=found[1], release__minor=found[2])


def _holding(rows: list[Release], day: date) -> Release | None:
    standing = (row for row in rows if not row.ended and row.effective_from <= day)
    return next(standing, None)


def state_of(release: Release, holding: Release | None, retired=None) -> str:
    """in_force, to_come, superseded, error, or retired (a Retirement): what an SOP's act ended."""
    if release.ended:
        return "error"
    if retired and release.pk <= retired.release_id:
        return "retired"
    if holding and release.pk == holding.pk:
        return "in_force"
    return "to_come" if release.effective_from > localdate() else "superseded"


def retired_said(retired: Retirement | None) -> dict:
    """What a template needs to say that an SOP is retired."""
    if retired is None:
        return {}
    return {"retirement": retired, "reason": retired.reason(get_language())}


def voided_by(release: Release) -> dict[int, Retirement]:
    """{release: the act that made it void}. One query where it is void."""
    if not release.ended:
        return {}
    acts = Retirement.objects.filter(release=release, act=Retirement.Act.ERROR)
    return {act.release_id: act for act in acts}


@dataclass(frozen=True)
class Acts:
    """What was done to an SOP: `retired`, the act by which nothing of it holds on a day; `ending`,
    the one after which nothing was released, of a later day perhaps; `voided` by release."""

    retired: Retirement | None
    ending: Retirement | None
    voided: dict[int, Retirement]

    @classmethod
    def of(cls, releases: list[Release], sop_id: int, day: date) -> "Acts":
        """`releases` are all of the SOP. One query; RetirementQuerySet asks the same of many."""
        retired = ending = None
        voided = {}
        for act in Retirement.objects.filter(sop=sop_id).select_related("successor"):
            if act.act == Retirement.Act.ERROR:
                voided[act.release_id] = act
                continue
            after = [r for r in releases if not r.ended and r.pk > act.release_id]
            ending = ending or (None if after else act)
            back = any(r.effective_from <= day for r in after)
            if act.holds_from <= day and not back:
                retired = retired or act
        return cls(retired, ending, voided)


def why_void(release: Release, voided: dict[int, Retirement]) -> str:
    act = voided.get(release.pk)
    return act.reason(get_language()) if act else release.ended_reason


def _copy(page: SOPPage, text: ReleaseText, day: date) -> RenderedSOP:
    """The text rendered with the values of a day. Stored nowhere."""
    document, figures = text.document(), values_on(day)
    titles = RenderedSOP.objects.open_titles(page.language, localdate(), document.related)
    release = text.release
    number, since = release.number, release.effective_from
    behind = translating.marks([release], page.language, at_release=True).get(release.pk)
    body = rendering.render(document, figures, titles, number=number, since=since, behind=behind)
    return RenderedSOP(
        sop_id=page.sop_id,
        code=page.sop.code,
        language=page.language,
        title=document.title,
        task=document.task,
        body=body.html,
        description=body.description,
        figures={key: to_json(figures[key]) for key in body.keys if key in figures},
        number=number,
        effective_from=since,
    )
