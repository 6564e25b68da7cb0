"""Keeps the rendered copies true: when an SOP is published or taken back, when a value changes."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from . import build, reading, rendering, tips, translating
from .calculators import COMPUTED_WITH
from .content import Document
from .figures import first_day, to_json
from .marks import Marks
from .models import (
    ReferenceValue,
    Release,
    ReleaseText,
    RenderedSOP,
    Retirement,
    SOPPage,
    values_on,
)
from .models.rendered import ALWAYS
from .models.values import Figure
from .privacy import is_restricted


def today() -> date:
    """The day in Vientiane, which decides what holds."""
    return timezone.localdate()


@transaction.atomic
def publish(page: SOPPage) -> None:
    """Renders a page that went live, and those that name it by its title where that is new."""
    before = RenderedSOP.objects.filter(page=page).values_list("title", flat=True).first()
    keep(page)
    if before != page.title:
        keep_linking(page)


def _naming_by_title(page: SOPPage):
    as_text = Cast("related", TextField())
    pages = SOPPage.objects.live().filter(language=page.language).exclude(pk=page.pk)
    return pages.annotate(related_text=as_text).filter(related_text__contains=f'"{page.sop.code}"')


@transaction.atomic
def keep(page: SOPPage) -> None:
    """Renders a live page: the release that holds today and each that will, each for the values
    of its first day and of every later one on which a value changes."""
    found = spans(page, today())
    behind = translating.marks([span.release for span in found], page.language)
    kept = [pk for span in found for pk in _keep_span(page, span, behind.get(span.release.pk))]
    _others(page).exclude(pk__in=kept).delete()
    keep_pages(kept)


@dataclass(frozen=True)
class Span:
    """A release's text and the days on which it holds: from `first` up to, not with, `end`; or,
    with a `retirement`, the last text and the days on which nothing holds. `ends_by` is the
    retirement that ends a release's days, or None."""

    release: Release
    document: Document
    first: date
    end: date | None
    retirement: Retirement | None = None
    ends_by: Retirement | None = None


def spans(page: SOPPage, day: date) -> list[Span]:
    """What this page's language is served from this day on. Two queries, and one for each text."""
    texts = list(
        ReleaseText.objects.filter(release__sop=page.sop_id, language=page.language)
        .exclude(release__ended=Release.Ended.ERROR)
        .select_related("release__sop")
        .defer("content")
        .order_by("release__effective_from", "release__major", "release__minor")
    )
    task = page.content().task
    found: list[Span] = []
    following: date | None = None
    retirement = None
    for first, text, ending in reversed(_in_order(page, texts)):
        if following is None or first < following:
            document = replace(text.document(), code=page.code, task=task)
            found.append(Span(text.release, document, first, following, ending, retirement))
            following, retirement = first, ending
        if first <= day:
            break
    return found[::-1]


def _in_order(page: SOPPage, texts: list[ReleaseText]) -> list[tuple]:
    """(first day, text, retirement or None) in the order of their days: releases, and the act
    that ended this SOP. What it ended before its day never comes."""
    act = Retirement.objects.latest_of(page.sop_id)
    if act is None:
        return [(text.release.effective_from, text, None) for text in texts]
    before = [
        text
        for text in texts
        if text.release_id <= act.release_id and text.release.effective_from < act.holds_from
    ]
    after = [text for text in texts if text.release_id > act.release_id]
    if not before:  # its first release was to hold from a later day
        before = [text for text in texts if text.release_id <= act.release_id][:1]
    told = [(text.release.effective_from, text, None) for text in before]
    told += [(act.holds_from, text, act) for text in before[-1:]]
    told = [entry for entry in told if entry[2] or entry[0] < act.holds_from]
    came_back = [(text.release.effective_from, text, None) for text in after]
    return sorted(told + came_back, key=lambda entry: entry[0])


def _keep_span(page: SOPPage, span: Span, behind: Marks | None) -> list[int]:
    if span.retirement:
        return [_keep_retired(page, span)]
    document, day = span.document, max(today(), span.first)
    keys = rendering.keys_of(document)
    titles = _titles(page.language, document.related)
    later = ReferenceValue.objects.changes_after(day, keys)
    days = [day, *(d for d in later if span.end is None or d < span.end)]
    beneath = tips.of_sop(page.sop_id, page.language)
    on = {reading_day: values_on(reading_day) for reading_day in days}
    kept = []
    for reading_day in days:
        figures = _with_later(on, reading_day)
        held = [figures[key] for key in keys if key in figures]
        release = span.release
        body = rendering.render(
            document,
            figures,
            titles,
            None if span.ends_by else span.end,
            release.number,
            release.effective_from,
            behind,
            span.ends_by,
            beneath,
        )
        row = _row(page, document, body) | _of_release(span.release)
        row["figures"] = {key: to_json(figures[key]) for key in body.keys}
        row["etag"] = _etag(row["etag"], figures)
        copy, _made = RenderedSOP.objects.update_or_create(
            language=page.language,
            code=document.code,
            holds_from=_holds_from(span, held),
            defaults=row,
        )
        kept.append(copy.pk)
    return kept


def _with_later(on: dict[date, dict[str, Figure]], day: date) -> dict[str, Figure]:
    """The figures of this day; those that calculators need with the values that follow, so that
    a phone without a connection computes by the value of its day."""
    found = dict(on[day])
    for key in COMPUTED_WITH & found.keys():
        later = [(d, on[d][key].value) for d in on if d > day and on[d][key].valid_from == d]
        found[key] = replace(found[key], later=tuple(later))
    return found


def _etag(etag: str, figures: dict[str, Figure]) -> str:
    """The mark of a text, and of the values that its calculators hold in store."""
    later = sorted((key, figure.later) for key, figure in figures.items() if figure.later)
    return sha256(f"{etag}{later}".encode()).hexdigest()[:32] if later else etag


def _keep_retired(page: SOPPage, span: Span) -> int:
    """The copy that says that nothing holds any more, why, and what does in its place."""
    body = rendering.render_retired(span.document, span.retirement, span.release)
    row = _row(page, span.document, body) | _of_release(span.release)
    row |= {"retired": span.retirement.act, "figures": {}}
    copy, _made = RenderedSOP.objects.update_or_create(
        language=page.language, code=span.document.code, holds_from=span.first, defaults=row
    )
    return copy.pk


def _holds_from(span: Span, held) -> date:
    """Since when these values hold; a release that is still to come not before its day."""
    since = first_day(held, ALWAYS)
    return max(since, span.first) if span.first > today() else since


def _of_release(release: Release) -> dict:
    return {
        "release": release,
        "number": release.number,
        "effective_from": release.effective_from,
    }


def keep_pages(pks=None) -> int:
    """Makes the whole pages of these copies, or of all, where they are not what would be sent
    now (a contact changed, say). Returns how many were made."""
    chosen = RenderedSOP.objects.with_contacts(pks)
    return sum(reading.keep_for_strangers(copy) for copy in chosen.iterator())


def keep_pages_again() -> str | None:
    """The timed deed: a contact that changed leaves every kept page behind. Until it is made anew
    each reader's is rendered, so nothing is ever shown late."""
    count = keep_pages()
    return f"{count} pages made anew." if count else None


def _row(page: SOPPage, document, body: rendering.Body) -> dict:
    return {
        "sop_id": page.sop_id,
        "page": page,
        "title": document.title,
        "description": body.description,
        "task": document.task,
        "minutes": document.minutes,
        "sample": document.sample,
        "body": body.html,
        "etag": body.etag(document.title),
        "build": build.of_bodies(),
        "restricted": is_restricted(page),
        "retired": "",
    }


def _others(page: SOPPage):
    """All copies of this page, under whichever code."""
    return RenderedSOP.objects.filter(Q(page=page) | Q(sop=page.sop_id, language=page.language))


def _titles(language: str, codes) -> dict[str, str]:
    """Those that everybody may read: a body is one for all its readers."""
    pages = SOPPage.objects.live().filter(language=language, sop__code__in=codes)
    return {
        page.sop.code: page.title for page in pages.select_related("sop") if not is_restricted(page)
    }


def drop(page: SOPPage) -> None:
    """Nobody is served a page that was taken back, nor led to it; of an SOP that is retired the
    page says so."""
    if Retirement.objects.standing_of(page.sop_id, today()):
        keep(page)
    else:
        _others(page).delete()
    keep_linking(page)
    keep_translations(page)


def keep_translations(page: SOPPage) -> None:
    """Renders again the SOP's other languages, which say where they are behind this one."""
    for other in page.sop.pages.live().exclude(pk=page.pk):
        keep(other)


def keep_sop(sop_id: int) -> None:
    """Renders an SOP again in all its languages: a tip beneath one of its steps changed, say."""
    for page in SOPPage.objects.live().filter(sop=sop_id):
        keep(page)


def keep_linking(page: SOPPage) -> None:
    """Renders again the pages that name this one among what is related."""
    for other in _naming_by_title(page):
        keep(other)


def keep_naming(keys) -> int:
    """Renders again every SOP that rests on one of these values. Returns how many pages."""
    naming = Q()
    for key in keys:
        naming |= Q(figures__has_key=key) | Q(body__contains=key)
    ids = RenderedSOP.objects.filter(naming).values("page_id")
    pages = SOPPage.objects.filter(pk__in=ids)
    for page in pages:
        keep(page)
    return len(pages)


def keep_all(*, only_stale: bool = False) -> int:
    """Renders every live SOP, or only those made by another build or not at all."""
    retired = Retirement.objects.on(today()).values("sop")
    pages = SOPPage.objects.filter(Q(live=True) | Q(sop__in=retired)).select_related("sop")
    if only_stale:
        fresh = RenderedSOP.objects.filter(build=build.of_bodies()).values("page_id")
        pages = pages.exclude(pk__in=fresh)
    count = 0
    for page in pages.iterator(chunk_size=50):
        keep(page)
        count += 1
    return count
