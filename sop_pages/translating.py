"""How true each translation is: noted with every release, read by pages, lists and approvals."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from sop_site.officers import audit

from . import staleness
from .content import Document
from .marks import Marks
from .models import SOP, Release, ReleaseText, ReleaseTranslation, RightTranslation, SOPPage
from .models.approval import decides
from .privacy import restricted_among
from .staleness import Behind, Made, Right

SAID_RIGHT = "translation.right"
DEEDS = {SAID_RIGHT: gettext_lazy("Translation said to need no change")}


@dataclass(frozen=True)
class State:
    """How one language of a release stands to its source."""

    language: str
    made: dict[str, Made]
    behind: list[Behind]


@dataclass(frozen=True)
class Issue:
    """A release that is, or would be, issued: its texts by language, its number and first day.
    `written` says when each text was (None: not known), `minor` that the meaning is unchanged."""

    sop: SOP
    last: Release | None
    texts: dict[str, Document]
    day: date
    number: str = ""
    written: dict[str, datetime | None] = field(default_factory=dict)
    minor: bool = False

    @property
    def source(self) -> Document | None:
        return self.texts.get(self.sop.source_language)


def states(issue: Issue) -> list[State]:
    """How each translation stands in a release. None where the source is missing. A constant
    number of queries, and a few for each translation that is older than its source."""
    sop = issue.sop
    others = [language for language in issue.texts if language != sop.source_language]
    if issue.source is None or not others:
        return []
    rows = {row.language: row for row in issue.last.translations.all()} if issue.last else {}
    right = _right([sop.pk])
    meant = _source_of(issue.last) if issue.minor and issue.last else None
    found = []
    for language in sorted(others):
        row, text = rows.get(language), issue.texts[language]
        agreed = right.get((sop.pk, language), set())
        made = staleness.made(
            issue.source,
            text,
            row.made_of() if row else {},
            agreed,
            issue.number,
            seen=_source_seen(issue, language),
            meant=meant,
        )
        behind = staleness.behind(issue.source, text, made)
        known = row.passages_behind() if row else []
        found.append(State(language, made, staleness.since(behind, known, issue.day)))
    return found


def _source_of(release: Release) -> Document | None:
    text = release.texts.filter(language=release.sop.source_language).first()
    return text.document() if text else None


def _source_seen(issue: Issue, language: str) -> Document | None:
    """The source that whoever wrote this translation could know, where another was released
    since; None where it is the one of this release, or comes with it."""
    own, source = issue.written.get(language), issue.written.get(issue.sop.source_language)
    if not issue.last or not own or not source or source <= own:
        return None
    if _source_of(issue.last) != issue.source:
        return None
    texts = ReleaseText.objects.filter(
        release__in=issue.sop.releases.standing().filter(issued_at__lte=own),
        language=issue.sop.source_language,
    )
    text = texts.order_by("-release__issued_at").first()
    return text.document() if text else None


def written(revisions: dict[str, int | None]) -> dict[str, datetime | None]:
    """When each of these revisions (by language) was saved. One query."""
    known = Revision.objects.filter(pk__in=[pk for pk in revisions.values() if pk])
    saved = dict(known.values_list("pk", "created_at"))
    return {language: saved.get(pk) for language, pk in revisions.items()}


def note(release: Release, found: Iterable[State]) -> None:
    """Keeps with a release how its translations stand."""
    ReleaseTranslation.objects.bulk_create(
        ReleaseTranslation(
            release=release,
            language=state.language,
            made={block_id: asdict(made) for block_id, made in state.made.items()},
            behind=[one.as_json() for one in state.behind],
        )
        for state in found
    )


def _right(sop_ids) -> dict[tuple[int, str], Right]:
    """What LSSO said to need no change, by (SOP, language). One query."""
    found: dict[tuple[int, str], Right] = {}
    rows = RightTranslation.objects.filter(sop__in=sop_ids)
    for sop_id, language, *pair in rows.values_list(
        "sop_id", "language", "block_id", "source", "own"
    ):
        found.setdefault((sop_id, language), set()).add(tuple(pair))
    return found


def of_releases(releases: Iterable[Release], language: str) -> dict[int, list[Behind]]:
    """{release id: the passages behind in this language}, what was said right left out. Two
    queries."""
    of_sop = {release.pk: release.sop_id for release in releases}
    rows = ReleaseTranslation.objects.filter(release__in=of_sop, language=language).defer("made")
    right = _right(set(of_sop.values()))
    return {
        row.release_id: _still(row, right.get((of_sop[row.release_id], language), set()))
        for row in rows
    }


def _still(row: ReleaseTranslation, right: Right) -> list[Behind]:
    return [one for one in row.passages_behind() if not _is_right(one, right)]


def _is_right(one: Behind, right: Right) -> bool:
    return one.why == staleness.CHANGED and (one.block_id, one.source, one.own) in right


def marks(
    releases: Iterable[Release], language: str, *, at_release: bool = False
) -> dict[int, Marks]:
    """{release id: what to mark in its text in this language}, only where something is behind;
    with `at_release` for the release's own page, which links to the source's. Four queries at
    most, when the releases' SOPs are at hand."""
    releases = [release for release in releases if release.sop.source_language != language]
    found = of_releases(releases, language) if releases else {}
    releases = [release for release in releases if found.get(release.pk)]
    sources = _sources_read({release.sop for release in releases}) if releases else {}
    closed = restricted_among(sources.values()) if sources else set()
    return {
        release.pk: Marks(
            tuple(found[release.pk]),
            release.sop.source_language,
            release.number if at_release else "",
            opens=sources[release.sop_id].pk not in closed,
        )
        for release in releases
        if release.sop_id in sources
    }


def _sources_read(sops: Iterable[SOP]) -> dict[int, SOPPage]:
    """The page that counts of each SOP, where it is read or will be; none that was taken back."""
    languages = {sop.pk: sop.source_language for sop in sops}
    pages = SOPPage.objects.filter(sop__in=languages)
    pages = pages.exclude(live=False, first_published_at__isnull=False)
    return {page.sop_id: page for page in pages if page.language == languages[page.sop_id]}


@dataclass(frozen=True)
class Outstanding:
    """A translation that is behind, in the newest release: what a translator has to do."""

    release: Release
    page: SOPPage
    behind: list[Behind]


def outstanding() -> list[Outstanding]:
    """All translations that are read and behind, by code and language. A constant number of
    queries."""
    newest: dict[int, Release] = {}
    standing = Release.objects.standing().order_by("effective_from", "major", "minor")
    for release in standing.only("pk", "sop_id", "major", "minor"):
        newest[release.sop_id] = release
    rows = ReleaseTranslation.objects.filter(
        release__in=[release.pk for release in newest.values()]
    ).exclude(behind=[])
    rows = list(rows.defer("made").select_related("release__sop"))
    sop_ids = {row.release.sop_id for row in rows}
    pages = {(page.sop_id, page.language): page for page in _live_pages(sop_ids)}
    right = _right(sop_ids)
    found = []
    for row in sorted(rows, key=lambda row: (row.release.sop.code, row.language)):
        sop = row.release.sop
        page = pages.get((sop.pk, row.language))
        behind = _still(row, right.get((sop.pk, row.language), set()))
        if page and behind and (sop.pk, sop.source_language) in pages:
            found.append(Outstanding(row.release, page, behind))
    return found


def _live_pages(sop_ids):
    return SOPPage.objects.live().filter(sop__in=sop_ids).select_related("sop", "locale")


def of_page(page: SOPPage) -> Outstanding | None:
    """What of this page is behind in its SOP's newest release. Four queries at most."""
    if page.language == page.sop.source_language:
        return None
    newest = page.sop.releases.standing().in_order().first()
    found = of_releases([newest], page.language) if newest else {}
    behind = found.get(newest.pk) if newest else None
    if not behind or page.sop_id not in _sources_read([page.sop]):
        return None
    return Outstanding(newest, page, behind)


def done_in_draft(found: Outstanding) -> set[str]:
    """The block ids of those that a draft, not released yet, has brought up. Three queries where
    there is one."""
    page = found.page
    if not page.has_unpublished_changes:
        return set()
    draft = page.get_latest_revision()
    texts = {text.language: text.document() for text in found.release.texts.all()}
    texts[page.language] = draft.as_object().content()
    issue = Issue(page.sop, found.release, texts, found.release.effective_from)
    left = {one.block_id for state in states(issue) for one in state.behind}
    return {one.block_id for one in found.behind} - left


@transaction.atomic
def say_right(page: SOPPage, block_id: str, *, actor) -> bool:
    """LSSO says that a passage of this translation needs no change. Whether it was behind; safe to
    repeat. Raises PermissionDenied for who doesn't approve."""
    from . import copies

    if not decides(actor):
        raise PermissionDenied
    found = of_page(page)
    one = next((b for b in found.behind if b.block_id == block_id), None) if found else None
    if one is None or one.why != staleness.CHANGED:
        return False
    RightTranslation.objects.get_or_create(
        sop=page.sop,
        language=page.language,
        block_id=block_id,
        source=one.source,
        own=one.own,
        defaults={"said_by": actor},
    )
    audit.record(actor, SAID_RIGHT, page, passage=one.key or one.kind, language=page.language)
    copies.keep(page)
    return True
