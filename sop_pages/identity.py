"""Which SOP a page is, and which passage a block is: settled at each save, written at publishing.

Identity is (SOP, block id). A block's key is its readable name, unique in its SOP. Both languages
of an SOP share ids, a copy of an SOP shares none.
"""

from uuid import UUID, uuid4, uuid5

from django.db import transaction

from .content import heading_of
from .keys import by_place, free, made_from
from .models.sops import SOP, Step

FIELDS = (
    ("conditions", "condition", "text"),
    ("benefits", "benefit", "text"),
    ("bring", "bring", "text"),
    ("steps", "step", "title"),
    ("objections", "objection", "question"),
    ("checklist", "check", "text"),
)


def settle(page) -> None:
    """Gives each keyed block of a page an id and a key of its own. Safe to repeat; saves nothing.

    Empty keys are made; of two blocks with one key the newer gets another; a new block with a key
    that the SOP knows is that passage (a translation, or one that was taken out and comes back).
    """
    page.language = page.locale.language_code if page.locale_id else ""
    if page.code:
        page.slug = page.code.lower()
    blocks = [
        (child, kind, child.value.get(title) or "", number)
        for field, kind, title in FIELDS
        for number, child in enumerate(getattr(page, field), 1)
    ]
    known = dict(_known(page))
    _Settling(blocks, known).run()


def _known(page):
    """(key, block id) of each passage that the SOP ever published."""
    if page.sop_id:
        for key, block_id in page.sop.steps.values_list("key", "block_id"):
            yield key, str(block_id)


class _Settling:
    """One pass over the blocks of a page; see settle()."""

    def __init__(self, blocks, id_of_key: dict[str, str]):
        self.blocks, self.id_of_key = blocks, id_of_key
        self.key_of_id = {block_id: key for key, block_id in id_of_key.items()}
        self.used: dict[str, object] = {}

    def run(self) -> None:
        for child, *_rest in self.blocks:
            child.id = child.id or str(uuid4())
        # Those that own their key already keep it, wherever a copy of them stands.
        owners = [b for b in self.blocks if self.key_of_id.get(b[0].id) == b[0].value["key"] != ""]
        for child, *_rest in owners:
            self.used.setdefault(child.value["key"], child)
        for child, kind, title, number in self.blocks:
            if self.used.get(child.value["key"]) is not child:
                self._name(child, kind, title, number)

    def _name(self, child, kind: str, title: str, number: int) -> None:
        key = child.value["key"] or self.key_of_id.get(child.id) or ""
        if not key:
            key = free(made_from(title) or by_place(kind, number), self._taken(child))
        elif key in self.used:
            key = free(key, self._taken(child))
        elif key in self.id_of_key:
            key = self._adopt(child, key)
        child.value["key"] = key
        self.used[key] = child

    def _adopt(self, child, key: str) -> str:
        """Takes the identity that belongs to the key, unless one of the two is in use here."""
        owner = self.id_of_key[key]
        ids = {other.id for other, *_rest in self.blocks if other is not child}
        if child.id in self.key_of_id and child.id != owner:
            # A known passage keeps its identity: it can't be renamed to what another was called,
            # except where both are here and have changed names.
            return key if owner in ids else free(key, self._taken(child))
        if owner not in ids:
            child.id = owner
        return key

    def _taken(self, child) -> set[str]:
        typed = {b[0].value["key"] for b in self.blocks if b[0] is not child}
        return typed | set(self.used) | set(self.id_of_key)


def ensure_sop(page) -> None:
    """Before a page is written: its SOP exists and is its own (a copied page becomes a new SOP)."""
    if page.sop_id is None:
        if page.sop.pk is None:
            page.sop.save()
        page.sop = page.sop
    elif page.sop.uuid != page.translation_key:
        _separate(page)


@transaction.atomic
def _separate(page) -> None:
    original = page.sop
    page.sop = SOP.objects.create(
        uuid=page.translation_key,
        code=free_code(original.code),
        source_language=page.locale.language_code,
    )
    page.imported_hash = ""
    renew_ids(page)


def renew_ids(page) -> None:
    """Gives each block an id that belongs to the page's SOP; the same block always the same one."""
    for field, _kind, _title in FIELDS:
        # Built anew, not changed: a copy in memory shares its streams, and what they were read
        # from, with the original.
        raw = [dict(child) for child in getattr(page, field).get_prep_value()]
        for child in raw:
            child["id"] = str(uuid5(page.sop.uuid, child["id"] or str(uuid4())))
        setattr(page, field, page._meta.get_field(field).stream_block.to_python(raw))


def free_code(code: str) -> str:
    """The next free code in the row of this one: REG-01 → REG-03. Raises ValueError after -99."""
    letters, _dash, _number = code.partition("-")
    taken = set(SOP.objects.filter(code__startswith=f"{letters}-").values_list("code", flat=True))
    for number in range(1, 100):
        if (candidate := f"{letters}-{number:02}") not in taken:
            return candidate
    raise ValueError(f"All codes from {letters}-01 to {letters}-99 are used.")


def ids_for(sop: SOP, keys, page=None) -> dict[str, str]:
    """The block id of each key: what the SOP knows, else what a draft has, else uuid5(SOP, key)."""
    ids = {key: str(sop.block_id(key)) for key in keys}
    if page is not None:
        for field, _kind, _title in FIELDS:
            ids.update((c.value["key"], c.id) for c in getattr(page, field) if c.id)
    ids.update((key, str(block_id)) for key, block_id in sop.steps.values_list("key", "block_id"))
    return ids


@transaction.atomic
def write_steps(page) -> None:
    """Writes the Step rows of a live page: new ones, titles, numbers, which are still there."""
    sop = page.sop
    rows = {row.block_id: row for row in sop.steps.select_for_update()}
    numbered = page.language == sop.source_language or not _others(page).filter(
        language=sop.source_language
    )
    numbers: dict[str, int] = {}
    seen = {}
    for kind, passage in page.content().keyed():
        numbers[kind] = numbers.get(kind, 0) + 1
        block_id = UUID(passage.block_id)
        row = rows.get(block_id) or Step(sop=sop, block_id=block_id, number=numbers[kind])
        row.kind, row.present = kind, True
        row.new_key = passage.key
        row.number = numbers[kind] if numbered else row.number
        setattr(row, f"title_{page.language}", heading_of(kind, passage)[:300])
        seen[block_id] = row
    _write_keys(seen.values())
    mark_present(sop)


def _write_keys(rows) -> None:
    # Names may have changed places, and they are unique at each moment: first out of the way.
    for row in rows:
        if row.pk and row.key != row.new_key:
            Step.objects.filter(pk=row.pk).update(key=f"moving-{row.pk}")
    for row in rows:
        row.key = row.new_key
        row.save()


def mark_present(sop: SOP) -> None:
    """Notes which passages stand in one of the SOP's live pages."""
    ids = set()
    for page in sop.pages.filter(live=True):
        ids |= {UUID(passage.block_id) for _kind, passage in page.content().keyed()}
    sop.steps.filter(block_id__in=ids, present=False).update(present=True)
    sop.steps.exclude(block_id__in=ids).filter(present=True).update(present=False)


def _others(page):
    return page.sop.pages.filter(live=True).exclude(pk=page.pk)
