"""Issues releases: whatever of the handbook goes live does so as a numbered, frozen release.

    with releasing(Terms(way="approval", actor=reviewer, note_lo="…", effective_from=day)):
        revision.publish(user=reviewer)

All SOPs that are published inside get one release each, in all their languages, when the block
ends; it is one transaction. Outside a block a publication is an import's, by the system.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit

from . import translating
from .content import Document
from .models import SOP, Release, ReleaseText, SOPPage

ISSUED, CONFIRMED = "release.issued", "release.confirmed"
DEEDS = {
    ISSUED: gettext_lazy("Release issued"),
    CONFIRMED: gettext_lazy("Release confirmed by LSSO"),
}


@dataclass(frozen=True)
class Terms:
    """On what terms a release is issued. `actor` approved it, or ran the import (None: nobody who
    is known). `new_edition` counts the first part of its number up."""

    way: str = Release.Way.IMPORT
    actor: object = None
    effective_from: date | None = None
    note_lo: str = ""
    note_en: str = ""
    meaning_unchanged: bool = False
    new_edition: bool = False
    reason: str = ""
    behind: tuple[str, ...] = ()


@dataclass
class Batch:
    """Pages that went live together. Without terms they follow a release that was issued before.

    `issued` holds, once the block has ended, the new release of each SOP that got one.
    """

    terms: Terms | None
    pages: dict[tuple[int, str], SOPPage] = field(default_factory=dict)
    deferred: dict[tuple[int, str], tuple[SOPPage, object]] = field(default_factory=dict)
    issued: dict[int, Release] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether what is released here holds from a later day only."""
        day = self.terms and self.terms.effective_from
        return bool(day and day > timezone.localdate())

    def note(self, page: SOPPage) -> None:
        """A page that went live."""
        self.pages[page.sop_id, page.language] = page

    def defer(self, page: SOPPage, revision) -> None:
        """A revision that goes live when its day has come."""
        self.deferred[page.sop_id, page.language] = page, revision


_batch: ContextVar[Batch | None] = ContextVar("releasing", default=None)


def current_batch() -> Batch | None:
    return _batch.get()


@contextmanager
def releasing(terms: Terms | None) -> Iterator[Batch]:
    """One release for each SOP whose pages go live inside. Within another block: that one's."""
    outer = _batch.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        batch = Batch(terms)
        token = _batch.set(batch)
        try:
            yield batch
        finally:
            _batch.reset(token)
        _close(batch)


def _close(batch: Batch) -> None:
    from . import copies
    from .signals import sop_published, sop_released

    for sop_id in sorted({sop_id for sop_id, _language in (*batch.pages, *batch.deferred)}):
        pages = [page for (of, _l), page in batch.pages.items() if of == sop_id]
        waiting = [pair for (of, _l), pair in batch.deferred.items() if of == sop_id]
        texts = {page.language: Text.of(page) for page in pages}
        texts |= {page.language: Text.of_revision(revision) for page, revision in waiting}
        release = issue(sop_id, texts, batch.terms) if batch.terms else None
        if release:
            batch.issued[sop_id] = release
            tell = partial(sop_released.send, sender=Release, release=release)
            transaction.on_commit(tell, robust=True)
        for page in pages:
            sop_published.send(page=page)
        for page, _revision in waiting:
            copies.keep(page)
        # A release is one in all languages: the others go under its number, and say where they
        # are behind.
        for page in SOPPage.objects.live().filter(sop=sop_id).exclude(language__in=texts):
            copies.keep(page)


@dataclass(frozen=True)
class Text:
    """What goes into a release in one language."""

    document: Document
    revision_id: int | None = None
    editor_id: int | None = None

    @classmethod
    def of(cls, page: SOPPage) -> "Text":
        revision = page.live_revision or page.latest_revision
        return cls(page.content(), page.live_revision_id, revision.user_id if revision else None)

    @classmethod
    def of_revision(cls, revision) -> "Text":
        return cls(revision.as_object().content(), revision.pk, revision.user_id)


@transaction.atomic
def issue(sop_id: int, texts: dict[str, Text], terms: Terms) -> Release | None:
    """Issues a release of these texts, those of other languages as they were last released.

    The same texts again make none. Raises ValidationError for terms that can't be, a translation
    behind that nobody let go among them; an import's is noted.
    """
    sop = SOP.objects.select_for_update().get(pk=sop_id)
    last = sop.releases.standing().in_order().first()
    whole = _all_languages(last, texts)
    digest = hash_of(whole)
    # A retired SOP comes back with the same text too.
    if last and last.sha256 == digest and not sop.retirements.standing().exists():
        return None
    day = terms.effective_from or timezone.localdate()
    major, minor = _next_number(sop, terms)
    states = translating.states(
        translating.Issue(
            sop,
            last,
            {language: text.document for language, text in whole.items()},
            day,
            f"{major}.{minor}",
            translating.written({language: text.revision_id for language, text in whole.items()}),
            terms.meaning_unchanged,
        )
    )
    behind = [state.language for state in states if state.behind]
    _check(terms, last, day, behind)
    release = Release.objects.create(
        sop=sop,
        major=major,
        minor=minor,
        effective_from=day,
        meaning_unchanged=terms.meaning_unchanged,
        note_lo=terms.note_lo.strip(),
        note_en=terms.note_en.strip(),
        way=terms.way,
        reason=terms.reason.strip(),
        behind=behind,
        edited_by_id=_editor(texts),
        approved_by=terms.actor,
        sha256=digest,
    )
    ReleaseText.objects.bulk_create(
        ReleaseText(
            release=release,
            language=language,
            title=text.document.title[:255],
            content=text.document.as_json(),
            sha256=text.document.hash(),
            revision_id=text.revision_id,
        )
        for language, text in whole.items()
    )
    translating.note(release, states)
    audit.record(terms.actor, ISSUED, release, number=release.number, way=terms.way)
    return release


def hash_of(texts: dict[str, Text]) -> str:
    """SHA-256 over the texts of all languages, each by its own hash."""
    lines = [f"{language}:{texts[language].document.hash()}" for language in sorted(texts)]
    return sha256("\n".join(lines).encode()).hexdigest()


def _all_languages(last: Release | None, texts: dict[str, Text]) -> dict[str, Text]:
    kept = {}
    if last:
        for text in last.texts.all():
            kept[text.language] = Text(text.document(), text.revision_id)
    return kept | texts


def _editor(texts: dict[str, Text]) -> int | None:
    return next((text.editor_id for text in texts.values() if text.editor_id), None)


def _next_number(sop: SOP, terms: Terms) -> tuple[int, int]:
    """The first is 1.0; a new edition is the next whole number, all else the next small one."""
    last = sop.releases.order_by("-major", "-minor").first()
    if last is None:
        return 1, 0
    if terms.new_edition:
        return last.major + 1, 0
    return last.major, last.minor + 1


def _check(terms: Terms, last: Release | None, day: date, behind: list[str]) -> None:
    """Raises ValidationError, a sentence for each field that is at fault."""
    faults = {}
    said = terms.meaning_unchanged or (terms.note_lo.strip() and terms.note_en.strip())
    if terms.way != Release.Way.IMPORT and not said:
        faults["note_lo"] = _(
            "Say in Lao and in English what changed, or that the meaning is unchanged."
        )
    if day < timezone.localdate():
        faults["effective_from"] = _("This day is past. Choose today or a later day.")
    elif last and day < last.effective_from:
        faults["effective_from"] = _(
            "Release %(number)s holds from %(day)s; a later one can't begin before it."
        ) % {"number": last.number, "day": date_format(last.effective_from)}
    if terms.way == Release.Way.EMERGENCY and not terms.reason.strip():
        faults["reason"] = _("Say why it can't wait for a second person.")
    if terms.way != Release.Way.IMPORT and not set(behind) <= set(terms.behind):
        faults[NON_FIELD_ERRORS] = _(
            "A translation would be behind. Say that it may be, or have it brought up first."
        )
    if faults:
        raise ValidationError(faults)


def come_into_force() -> str | None:
    """Publishes in the CMS what holds by now; readers are served by the date, whether or not
    this has run. Safe to repeat, and a page that was taken back since stays so."""
    count = 0
    for page, text in _due(timezone.localdate()):
        follow(page, text)
        count += 1
    return f"{count} texts came into force." if count else None


def _due(day: date) -> list[tuple[SOPPage, ReleaseText]]:
    """The texts in force that were issued for a later day and have not gone live since it came."""
    texts = ReleaseText.objects.filter(
        release__in=in_force_ids(day),
        release__effective_from__gt=F("release__issued_at__date"),
        revision_id__isnull=False,
    )
    found = []
    for text in texts.select_related("release").defer("content"):
        page = SOPPage.objects.filter(sop=text.release.sop_id, language=text.language).first()
        if page is None or page.live_revision_id == text.revision_id:
            continue
        if _was_before(page, text.release.effective_from):
            found.append((page, text))
    return found


def _was_before(page: SOPPage, day: date) -> bool:
    """Whether the page last went live before this day, or never."""
    at = page.last_published_at
    return at is None or timezone.localdate(at) < day


def follow(page: SOPPage, text: ReleaseText) -> None:
    """Publishes the text of a release that was issued before."""
    revision = page.revisions.filter(pk=text.revision_id).first()
    if revision:
        with releasing(None):
            revision.publish()


def in_force_ids(day: date) -> list[int]:
    """The release that holds on this day of each SOP. One query."""
    rows = Release.objects.holding(day)
    in_order = rows.order_by("effective_from", "major", "minor").values_list("sop_id", "pk")
    return list(dict(in_order).values())


@transaction.atomic
def confirm(release: Release, *, actor) -> None:
    """LSSO has looked at a release that was issued without its approval. Safe to repeat."""
    now = timezone.now()
    changed = Release.objects.filter(pk=release.pk, confirmed_by=None).update(
        confirmed_by=actor, confirmed_at=now
    )
    if changed:
        audit.record(actor, CONFIRMED, release, number=release.number)


def adopt() -> int:
    """Issues a first release of every live SOP that has none (a handbook older than releases)."""
    pages = SOPPage.objects.live().filter(sop__releases=None).select_related("sop")
    by_sop: dict[int, dict[str, Text]] = {}
    for page in pages:
        by_sop.setdefault(page.sop_id, {})[page.language] = Text.of(page)
    for sop_id, texts in by_sop.items():
        issue(sop_id, texts, Terms())
    return len(by_sop)
