"""What differs between two texts of one SOP, passage by passage, and word by word within one.

Pure functions over content.py's Documents of one language: no Django, no database. Passages are
the same when their block ids are (when one side has none: when their keys are). Lao is marked by
syllables, so that a mark never cuts through what a reader sees as one sign.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from sop_site.lao.text import pieces_of

from .content import Document, Item, Objection, Part, StepText, heading_of

SAME, ADDED, TAKEN_OUT, CHANGED = "same", "added", "taken_out", "changed"
KEYED = {
    "conditions": "condition",
    "benefits": "benefit",
    "bring": "bring",
    "steps": "step",
    "objections": "objection",
    "checklist": "check",
}
# What says which text it is, not what it says.
NOT_COMPARED = {"code", "language", *KEYED}
# The CMS's form saves these in an order of its own: another order says nothing.
WITHOUT_ORDER = {"tags", "audience"}
ISLAND = 1  # pieces: so short a match between two changes is read as changed too

Passage = Item | StepText | Objection


@dataclass(frozen=True)
class Marked:
    """A run of text: `mark` is SAME, ADDED or TAKEN_OUT."""

    mark: str
    text: str


@dataclass(frozen=True)
class Change:
    """One passage: `state` is SAME, CHANGED, ADDED or TAKEN_OUT; `moved` that its place among its
    kind is another. `before` and `after` are the passage in each text, None where it isn't."""

    kind: str
    state: str
    before: Passage | None
    after: Passage | None
    moved: bool = False

    @property
    def key(self) -> str:
        return (self.after or self.before).key

    @property
    def heading(self) -> str:
        return heading_of(self.kind, self.after or self.before)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be shown of it."""
        return self.state == SAME and not self.moved

    def lines(self) -> list[tuple[str, list[Marked]]]:
        """(name of the part, its words marked) for each part that differs, in reading order."""
        before, after = _lines(self.kind, self.before), _lines(self.kind, self.after)
        found = []
        for old, new, name in _paired(before, after):
            if old != new:
                found.append((name, marks(old, new)))
        return found


@dataclass(frozen=True)
class FieldChange:
    """A field of the head (title, purpose, tags …) that differs; values as in Document."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Comparison:
    """All passages of both texts in the new one's order, those taken out where they stood."""

    head: tuple[FieldChange, ...]
    passages: tuple[Change, ...]

    def changed(self) -> list[Change]:
        """The passages of which something is to be shown."""
        return [change for change in self.passages if not change.is_quiet]

    @property
    def is_empty(self) -> bool:
        return not self.head and not self.changed()


def compare(before: Document, after: Document) -> Comparison:
    """How to come from one text of an SOP to another in the same language."""
    head = tuple(
        FieldChange(name, old, new)
        for name in (f.name for f in fields(Document) if f.name not in NOT_COMPARED)
        if (old := _field(name, before)) != (new := _field(name, after))
    )
    passages = tuple(
        change
        for name, kind in KEYED.items()
        for change in _of_kind(kind, getattr(before, name), getattr(after, name))
    )
    return Comparison(head, passages)


def _field(name: str, document: Document):
    value = getattr(document, name)
    return tuple(sorted(value)) if name in WITHOUT_ORDER else value


def _of_kind(kind: str, before: tuple[Passage, ...], after: tuple[Passage, ...]) -> list[Change]:
    pairs = _pairs(before, after)
    there = {id(old): new for old, new in pairs}
    staying = _staying([before.index(old) for old, _new in pairs], pairs)
    came_from = {id(new): old for old, new in pairs}
    found: list[Change] = []
    for new in after:
        old = came_from.get(id(new))
        if old is None:
            found.append(Change(kind, ADDED, None, new))
            continue
        state = SAME if old == new else CHANGED
        found.append(Change(kind, state, old, new, moved=id(new) not in staying))
    for place, old in enumerate(before):
        if id(old) not in there:
            found.insert(_after_neighbour(found, before, place), Change(kind, TAKEN_OUT, old, None))
    return found


def _pairs(before, after) -> list[tuple[Passage, Passage]]:
    """(old, new) of each passage that is in both, in the new order."""
    by_id = {old.block_id: old for old in before if old.block_id}
    by_key = {old.key: old for old in before}
    taken: set[int] = set()
    found = []
    for new in after:
        old = by_id.get(new.block_id) if new.block_id else None
        if old is None and (same := by_key.get(new.key)):
            # Two ids that differ are two passages, whatever they are called.
            old = same if not (same.block_id and new.block_id) else None
        if old is not None and id(old) not in taken:
            taken.add(id(old))
            found.append((old, new))
    return found


def _staying(places: list[int], pairs) -> set[int]:
    """Those that keep their order; the others have moved."""
    return {id(pairs[number][1]) for number in order_kept(places)}


def order_kept(places: list[int]) -> set[int]:
    """Which of these (by their number in the list) make the longest row of rising places."""
    ends: list[int] = []  # the smallest place on which a row of this length ends
    at: list[int] = []  # and whose place that is
    before: list[int] = [-1] * len(places)
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before[number] = at[length - 1] if length else -1
        ends[length:] = [place, *ends[length + 1 :]]
        at[length:] = [number, *at[length + 1 :]]
    kept, number = set(), at[-1] if at else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return kept


def _after_neighbour(found: list[Change], before, place: int) -> int:
    """Where a passage that was taken out is shown: behind the one that it stood behind."""
    for old in reversed(before[:place]):
        for number, change in enumerate(found):
            if change.before is old:
                return number + 1
    return 0


def marks(before: str, after: str) -> list[Marked]:
    """The words of two texts, marked. SAME and TAKEN_OUT joined are the old, SAME and ADDED joined
    the new one."""
    old, new = pieces_of(before), pieces_of(after)
    found: list[Marked] = []
    for deed, a, b, c, d in _steps(old, new):
        if deed == "equal":
            _put(found, SAME, old[a:b])
        else:
            _put(found, TAKEN_OUT, old[a:b])
            _put(found, ADDED, new[c:d])
    return found


def _steps(old: list[str], new: list[str]) -> Iterable[tuple]:
    """The matcher's steps; changes with hardly anything between them are one."""
    steps = [list(s) for s in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    joined: list[list] = []
    for number, step in enumerate(steps):
        is_island = (
            step[0] == "equal"
            and 0 < number < len(steps) - 1
            and len("".join(old[step[1] : step[2]]).split()) <= ISLAND
            and step[2] - step[1] <= ISLAND
        )
        if joined and joined[-1][0] != "equal" and (is_island or step[0] != "equal"):
            joined[-1][2], joined[-1][4] = step[2], step[4]
        else:
            joined.append(step)
    return joined


def _put(found: list[Marked], mark: str, pieces: list[str]) -> None:
    if pieces:
        found.append(Marked(mark, "".join(pieces)))


def _lines(kind: str, passage: Passage | None) -> list[tuple[str, str]]:
    """(name, text) of each part of a passage, in reading order."""
    if passage is None:
        return []
    if kind == "step":
        body = [line for part in passage.parts for line in _part_lines(part)]
        return [("title", passage.title), *body, ("time_limit", passage.time_limit)]
    if kind == "objection":
        return [("title", passage.question), ("text", passage.answer)]
    return [("text", passage.text)]


def _part_lines(part: Part) -> list[tuple[str, str]]:
    if part.items:
        return [(part.kind, item) for item in part.items]
    return [(part.kind, part.text or part.name or part.file)]


def _paired(before, after) -> Iterable[tuple[str, str, str]]:
    """(old text, new text, name): lines of one kind beside each other, "" where one is missing."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for deed, a, b, c, d in matcher.get_opcodes():
        if deed == "equal":
            yield from ((old, new, name) for (name, old), (_n, new) in _zip(before, after, a, b, c))
            continue
        yield from _side_by_side(before[a:b], after[c:d])


def _zip(before, after, a, b, c):
    return zip(before[a:b], after[c : c + b - a], strict=True)


def _side_by_side(old: list[tuple[str, str]], new: list[tuple[str, str]]):
    """Changed lines: each old one beside the next new one of its kind."""
    rest = list(new)
    for name, text in old:
        place = next((n for n, (other, _text) in enumerate(rest) if other == name), None)
        if place is None:
            yield text, "", name
            continue
        yield from (("", added, kind) for kind, added in rest[:place])
        yield text, rest[place][1], name
        rest = rest[place + 1 :]
    yield from (("", added, kind) for kind, added in rest)
