"""Which passages of a translation don't say what their source says: computed from both texts.

Pure functions over content.py's Documents. A text remembers, passage by passage, which source text
it was made from (Made). It is behind where the source says something else since, unless the
translation was changed too; where it lacks a passage or has one too many; and where its steps
stand in another order. Numbers are `{key}` in both texts, so a new value makes nothing behind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from .comparison import order_kept
from .content import Document, heading_of, said_hash

CHANGED, MISSING, EXTRA, MOVED = "changed", "missing", "extra", "moved"
HEAD, FORMS = "head", "forms"  # kinds, and ids, of what has no block


@dataclass(frozen=True)
class Made:
    """From which source text (hash) a passage was translated, what it said itself then (hash), and
    the number of the release in which both were first read together."""

    source: str
    own: str
    release: str = ""


@dataclass(frozen=True)
class Behind:
    """One passage of a translation that is behind its source.

    `why` is CHANGED, MISSING, EXTRA or MOVED; `key` and `heading` are the source's (of an EXTRA the
    translation's own); `after` is the block id of the passage that a MISSING one follows, "" at the
    beginning; `source` and `own` are the hashes of what both say; `since` an ISO date, from which
    the source reads so; `made_in` the release whose source text this is the translation of.
    """

    block_id: str
    kind: str
    key: str
    why: str
    heading: str
    after: str = ""
    source: str = ""
    own: str = ""
    since: str = ""
    made_in: str = ""

    def as_json(self) -> dict:
        return asdict(self)

    @property
    def since_day(self) -> date:
        return date.fromisoformat(self.since)


@dataclass(frozen=True)
class Said:
    """What one passage says, as far as a translator is concerned."""

    block_id: str
    kind: str
    key: str
    heading: str
    digest: str


Right = set[
    tuple[str, str, str]
]  # (block id, source hash, own hash): a person said that they agree


def said(document: Document) -> dict[str, Said]:
    """All that a translator translates, by block id, in reading order."""
    return {one.block_id: one for one in _said(document)}


def _said(document: Document) -> Iterator[Said]:
    head = (document.title, document.purpose, document.when)
    yield Said(HEAD, HEAD, "", document.title, said_hash(head))
    for kind, passage in document.keyed():
        heading = heading_of(kind, passage)
        yield Said(passage.block_id, kind, passage.key, heading, said_hash(passage))
    if document.forms:
        yield Said(FORMS, FORMS, "", document.forms[0].text, said_hash(document.forms))


def made(
    source: Document,
    translated: Document,
    before: dict[str, Made],
    right: Right,
    release: str,
    *,
    seen: Document | None = None,
    meant: Document | None = None,
) -> dict[str, Made]:
    """From what each passage of a translation is made, as of this release: what `before` says
    while its own words are the same, else the source text beside which it is read now.

    `seen` is the source as it was when the translation was written, where it was changed since;
    `meant` the source before a release of which LSSO says that its meaning is unchanged.
    """
    theirs = said(source)
    then = said(seen) if seen else theirs
    old_meaning = said(meant) if meant else {}
    found = {}
    for block_id, own in said(translated).items():
        if block_id not in theirs:
            continue
        now = theirs[block_id].digest
        old = before.get(block_id)
        if old is None or old.own != own.digest:
            found[block_id] = Made(then.get(block_id, theirs[block_id]).digest, own.digest, release)
        elif (block_id, now, own.digest) in right or old.source == _digest(old_meaning, block_id):
            found[block_id] = Made(now, own.digest, release)
        else:
            found[block_id] = old
    return found


def _digest(said_then: dict[str, Said], block_id: str) -> str | None:
    one = said_then.get(block_id)
    return one.digest if one else None


def behind(source: Document, translated: Document, made_of: dict[str, Made]) -> list[Behind]:
    """The passages of a translation that are behind, in the source's reading order, those that it
    has too many last. A passage that `made_of` doesn't know is not behind."""
    theirs, ours = said(source), said(translated)
    moved = _moved(source, translated)
    found = []
    last: dict[str, str] = {}  # by kind: the passage before, of those in both
    for block_id, one in theirs.items():
        own = ours.get(block_id)
        if own is None:
            found.append(_about(one, MISSING, after=last.get(one.kind, ""), source=one.digest))
            continue
        last[one.kind] = block_id
        origin = made_of.get(block_id)
        known = {"source": one.digest, "own": own.digest}
        if origin and origin.source != one.digest and origin.own == own.digest:
            found.append(_about(one, CHANGED, made_in=origin.release, **known))
        elif block_id in moved:
            found.append(_about(one, MOVED, **known))
    extra = (one for block_id, one in ours.items() if block_id not in theirs)
    return found + [_about(one, EXTRA, own=one.digest) for one in extra]


def _about(one: Said, why: str, **more) -> Behind:
    return Behind(one.block_id, one.kind, one.key, why, one.heading, **more)


def _moved(source: Document, translated: Document) -> set[str]:
    """The steps that stand elsewhere among those in both texts. Lists may have any order."""
    theirs = [step.block_id for step in source.steps]
    places = [theirs.index(s.block_id) for s in translated.steps if s.block_id in theirs]
    kept = order_kept(places)
    return {theirs[place] for number, place in enumerate(places) if number not in kept}


def since(found: Iterable[Behind], before: Iterable[Behind], day: date) -> list[Behind]:
    """The same with the day from which each is behind: the one known `before`, else this."""
    known = {(one.block_id, one.why): one.since for one in before}
    today = day.isoformat()
    return [replace(o, since=known.get((o.block_id, o.why), today)) for o in found]
