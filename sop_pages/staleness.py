"""Which passages of a translation are behind their source: computed from what both say now.

Pure functions over content.py's Documents. A translation remembers, passage by passage, the hash
of the source text that it was made from, and its own hash of that moment (StepTranslation). It is
behind where the source says something else since, unless the translation was changed too.
"""

from dataclasses import dataclass

from .content import Document, passage_hash


@dataclass(frozen=True)
class Made:
    """From which source text (hash) a passage was translated, and what it said itself then."""

    source_hash: str
    own_hash: str


def behind(source: Document, translated: Document, made: dict[str, Made]) -> list[tuple[str, str]]:
    """(kind, key in the source) of each passage that is missing in the translation or older than
    its source, in reading order. `made` is by block id; a passage it doesn't know is not behind:
    nobody has said yet what it was made from."""
    there = {passage.block_id: passage for _kind, passage in translated.keyed()}
    found = []
    for kind, passage in source.keyed():
        own = there.get(passage.block_id)
        if own is None or _is_older(passage, own, made.get(passage.block_id)):
            found.append((kind, passage.key))
    return found


def _is_older(source, own, made: Made | None) -> bool:
    if made is None or not made.source_hash:
        return False
    changed_since = made.source_hash != passage_hash(source)
    return changed_since and made.own_hash == passage_hash(own)
