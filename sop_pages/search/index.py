"""Keeps the search's rows in step with what is published."""

from collections.abc import Iterable

from django.db import transaction

from sop_site.lao import fulltext

from .models import INDEX, SearchEntry, SearchPassage
from .tokens import GAP, words_of

Passage = tuple[str | None, str, str, str]  # key (None for the SOP as a whole), kind, title, text


@transaction.atomic
def index_sop(page) -> None:
    """Puts a published SOPPage into the search, in place of what was there.

    `page.passages()` gives its Passages in reading order, as plain text.
    """
    index_passages(page, page.sop, page.locale.language_code, page.title, page.passages())


def on_published(page) -> None:
    """Receiver of `sop_published`."""
    index_sop(page)


def on_unpublished(page) -> None:
    """Receiver of `sop_unpublished`."""
    remove_sop(page.sop, page.locale.language_code)


@transaction.atomic
def index_passages(page, sop, language: str, title: str, passages: Iterable[Passage]) -> None:
    """As index_sop, from plain data. `page` is any Wagtail page, whose privacy then holds."""
    remove_sop(sop, language)
    entry = SearchEntry.objects.create(
        sop=sop, page_id=page.pk, language=language, code=sop.code, title=title[:300]
    )
    rows = [
        SearchPassage(
            entry=entry,
            place=place,
            key=key or "",
            kind=kind,
            title=heading,
            text=text,
            title_tokens=words_of(heading if place else f"SSO-{sop.code} {heading}"),
            text_tokens=words_of(text),
        )
        for place, (key, kind, heading, text) in enumerate(passages)
    ]
    SearchPassage.objects.bulk_create(rows)
    fulltext.put(INDEX, [(entry.pk, _words(sop.code, title, rows))])


def _words(code: str, title: str, rows: list[SearchPassage]) -> dict[str, str]:
    return {
        "code": words_of(f"SSO-{code}") + f" sso{code.replace('-', '').lower()} ",
        "title": words_of(title),
        "heads": GAP.join(row.title_tokens for row in rows if row.key),
        "body": GAP.join(row.text_tokens for row in rows),
    }


@transaction.atomic
def remove_sop(sop, language: str | None = None) -> None:
    """Takes an SOP out of the search, in one language or in all."""
    entries = SearchEntry.objects.filter(sop=sop)
    if language:
        entries = entries.filter(language=language)
    fulltext.remove(INDEX, list(entries.values_list("pk", flat=True)))
    entries.delete()


@transaction.atomic
def rebuild(pages: Iterable) -> int:
    """Makes the whole search anew from these live SOPPages. Returns how many there are."""
    fulltext.clear(INDEX)
    SearchEntry.objects.all().delete()
    count = 0
    for page in pages:
        index_sop(page)
        count += 1
    return count
