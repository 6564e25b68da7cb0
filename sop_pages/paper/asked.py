"""What a reader asks for, made printable: a release, or the handbook of a day."""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate

from .. import translating
from ..models import ReleaseText, RenderedSOP, Retirement, values_on
from ..rendering import TASKS
from .sop import Printable


def of_release(text: ReleaseText) -> Printable:
    """A release in one language, with the values of today or of its last day in force. A
    constant number of queries."""
    document, today = text.document(), localdate()
    return Printable(
        document,
        text.release.number,
        text.release.effective_from,
        values_on(text.release.day_to_read(today)),
        RenderedSOP.objects.open_titles(text.language, today, document.related),
        translating.marks([text.release], text.language).get(text.release_id),
        Retirement.objects.ending_release(text.release, today),
    )


def in_handbook(language: str, day: date) -> list[RenderedSOP]:
    """The copies of which a handbook of this day is made, closed ones too. One query."""
    copies = RenderedSOP.objects.listed(language, day).filter(task__in=TASKS)
    return list(copies.exclude(release=None))


def of_copies(copies: Sequence[RenderedSOP], language: str, day: date) -> list[Printable]:
    """Each of these as it is read on this day. A constant number of queries."""
    of = {"release__in": [copy.release_id for copy in copies], "language": language}
    found = ReleaseText.objects.filter(**of).select_related("release__sop")
    texts = {text.release_id: text for text in found}
    behind = translating.marks([text.release for text in found], language)
    figures = values_on(day)
    titles = {copy.code: copy.title for copy in copies if not copy.restricted}
    return [
        Printable(
            texts[copy.release_id].document(),
            copy.number,
            copy.effective_from,
            figures,
            titles,
            behind.get(copy.release_id),
        )
        for copy in copies
        if copy.release_id in texts
    ]
