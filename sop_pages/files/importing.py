"""Files into pages: checked as a whole first, then written, one transaction a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import identity, page_content, translators, tree
from ..content import Document
from ..models import SOP, ReferenceValue, Release, SOPPage
from ..releases import Terms, releasing
from . import media
from .faults import Fault
from .reading import Reading, read_bytes
from .word import read_word

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
PUBLISHED, LEFT, REFUSED = "published", "left", "refused"


@dataclass
class Outcome:
    """What became of one file. `state` is one of the six above; `left` means: edited by people
    since it was last imported, not touched. `not_taken` lists what a Word file lost."""

    file: str
    state: str
    code: str = ""
    language: str = ""
    faults: list[Fault] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.state not in (LEFT, REFUSED)


@dataclass(frozen=True)
class Run:
    """What one run was asked for. `sources` is the source language of each code that is new."""

    sources: dict[str, str]
    publish: bool
    dry_run: bool
    force: bool
    user: object


def import_files(
    paths: Iterable[Path],
    *,
    language: str = "",
    publish: bool = False,
    dry_run: bool = False,
    force: bool = False,
    user=None,
) -> list[Outcome]:
    """Imports SOP files; see Outcome. A faulty file is refused whole, the others are taken.

    `language` serves files whose head names none. `force` overwrites what people edited. With
    `dry_run` nothing is written, but everything is tried. Outcomes come in the order of `paths`.
    """
    paths = [Path(path) for path in paths]
    readings = [_read(path, language) for path in paths]
    _check_together(readings)
    outcomes = {id(r): _refusal(r) for r in readings if r.refused}
    good = sorted(
        (pair for pair in zip(readings, paths, strict=True) if not pair[0].refused), key=_order
    )
    run = Run(_sources(r.document for r, _path in good), publish, dry_run, force, user)
    # Files lie outside the database: they go by themselves when its rows are not kept.
    with media.taken_back(unless=not dry_run) as stored, transaction.atomic():
        with releasing(Terms(actor=user)):
            if good:
                tree.ensure_tree()
            for reading, path in good:
                outcomes[id(reading)] = _take(reading, path, run, stored)
        transaction.set_rollback(dry_run)
    return [outcomes[id(reading)] for reading in readings]


def _read(path: Path, language: str) -> Reading:
    try:
        data = path.read_bytes()
    except OSError as error:
        reading = Reading(path.name)
        reading.say(1, _("The file can't be read: %(why)s.") % {"why": error.strerror})
        return reading
    if path.suffix.lower() == ".docx":
        return read_word(data, path.name, language)
    reading = read_bytes(data, path.name, language)
    if reading.document:
        reading.document = media.digests(
            reading.document, path.parent, lambda name, why: reading.say(_line_of(data, name), why)
        )
    return reading


def _line_of(data: bytes, name: str) -> int:
    place = data.find(name.encode())
    return data.count(b"\n", 0, place) + 1 if place >= 0 else 1


def _check_together(readings: list[Reading]) -> None:
    """What a file alone can't know: codes used twice, values and SOPs that aren't there."""
    seen: dict[tuple[str, str], Reading] = {}
    values = set(ReferenceValue.objects.values_list("key", flat=True))
    for reading in filter(lambda r: r.document, readings):
        document = reading.document
        first = seen.setdefault((document.code, document.language), reading)
        if first is not reading and document.code:
            for one, other in ((reading, first), (first, reading)):
                one.say(
                    one.places.get("code", 1),
                    _("The code %(code)s is used by %(file)s too.")
                    % {"code": document.code, "file": other.file},
                )
        for line, key in reading.values:
            if key not in values:
                reading.say(line, _("There is no reference value {%(key)s}.") % {"key": key})
    _check_related(readings)


def _check_related(readings: list[Reading]) -> None:
    """Related SOPs must be stored, or come in this run in a file that is not refused itself."""
    stored = set(SOP.objects.values_list("code", flat=True))
    said: set[tuple[int, str]] = set()
    while True:
        known = stored | {r.document.code for r in readings if r.document and not r.refused}
        missing = {
            (number, code)
            for number, reading in enumerate(readings)
            if reading.document
            for code in set(reading.document.related) - known
        } - said
        for number, code in sorted(missing):
            reading = readings[number]
            reading.say(
                reading.places.get("related", 1),
                _("There is no SOP with the code %(codes)s.") % {"codes": code},
            )
        said |= missing
        if not missing:
            return


def _refusal(reading: Reading) -> Outcome:
    document = reading.document
    return Outcome(
        reading.file,
        REFUSED,
        document.code if document else "",
        document.language if document else "",
        reading.faults,
    )


def _sources(documents: Iterable[Document]) -> dict[str, str]:
    """The source language of each code that is new: Lao where there is a Lao file."""
    sources: dict[str, str] = {}
    for document in documents:
        if document.language == tree.SOURCE or document.code not in sources:
            sources[document.code] = document.language
    return sources


def _order(pair: tuple[Reading, Path]) -> tuple:
    # Source languages first: a translation notes from which text it was made.
    document = pair[0].document
    known = SOP.objects.filter(code=document.code).values_list("source_language", flat=True)
    source = known.first() or tree.SOURCE
    return document.language != source, document.code


def _take(reading: Reading, path: Path, run: Run, stored: list) -> Outcome:
    document = reading.document
    outcome = Outcome(
        reading.file, UNCHANGED, document.code, document.language, reading.faults,
        reading.not_taken,
    )  # fmt: skip
    sop, _made = SOP.objects.get_or_create(
        code=document.code, defaults={"source_language": run.sources[document.code]}
    )
    if run.publish and (later := _release_to_come(sop)):
        reading.say(
            1,
            _("Release %(number)s of %(code)s was approved for %(day)s; publish after that day.")
            % {
                "number": later.number,
                "code": sop.code,
                "day": date_format(later.effective_from),
            },
        )
        return _refusal(reading)
    if run.publish and (act := sop.retirements.standing().first()):
        # What LSSO took out of use no file brings back, only a new approval does.
        reading.say(
            1,
            _("%(code)s is retired from %(day)s: only an approval brings it back.")
            % {"code": sop.code, "day": date_format(act.holds_from)},
        )
        return _refusal(reading)
    live = SOPPage.objects.filter(sop=sop, locale__language_code=document.language).first()
    page = live.get_latest_revision_as_object() if live else None
    wanted = _as_task(document, page)
    if page and page.content().hash() == wanted.hash():
        _note(live, document)
        if run.publish and (not live.live or live.has_unpublished_changes):
            _publish(live.get_latest_revision(), run)
            outcome.state = PUBLISHED
        return outcome
    if page and not run.force and _is_peoples(live, page):
        outcome.state = LEFT
        return outcome
    _write(page, sop, media.store(document, path.parent, stored), run)
    outcome.state = UPDATED if page else CREATED
    return outcome


def _release_to_come(sop: SOP) -> Release | None:
    """An approved release that doesn't hold yet; a file must not pass by it."""
    standing = sop.releases.standing().in_order()
    return standing.filter(effective_from__gt=timezone.localdate()).first()


def _is_peoples(live: SOPPage, page: SOPPage) -> bool:
    """Whether people edited the page since its last file, or translate it in the CMS."""
    return page.content().hash() != live.imported_hash or translators.owns(live)


def _as_task(document: Document, page) -> Document:
    """A page that authors moved to another section stays there: its task is no difference."""
    return with_changes(document, task=page.content().task) if page else document


def _note(live: SOPPage, document: Document) -> None:
    said = _as_task(document, live).hash()
    if live.imported_hash != said:
        SOPPage.objects.filter(pk=live.pk).update(imported_hash=said)


def _publish(revision, run: Run) -> None:
    """Not in a dry run: rendering a page makes pictures in its sizes, outside the database."""
    if not run.dry_run:
        revision.publish(user=run.user)


def _write(page: SOPPage | None, sop: SOP, document: Document, run: Run) -> None:
    new = page is None
    if new:
        section = tree.section(document.task, document.language)
        page = SOPPage(
            sop=sop, translation_key=sop.uuid, locale=section.locale, live=False, owner=run.user
        )
    keys = [passage.key for _kind, passage in document.keyed()]
    page_content.write(page, document, identity.ids_for(sop, keys, None if new else page))
    if new:
        section.add_child(instance=page)
    else:
        translators.hand_over(page)
    tags = list(document.tags)
    page.tags.clear()
    page.tags.add(*tags)
    identity.settle(page)
    page.imported_hash = page.content().hash()
    SOPPage.objects.filter(pk=page.pk).update(imported_hash=page.imported_hash)
    revision = page.save_revision(user=run.user, log_action=True)
    if run.publish:
        # Asked anew: the revision may hold the page as it was before the hash was noted.
        _publish(page.revisions.get(pk=revision.pk), run)
