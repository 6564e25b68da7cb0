"""Ordering: steps to be put in their order. Pure, no database.

`items` [{key, text, feedback}] in no order that tells anything, `order` their keys as it is right.
An answer is the list of all keys. Kept apart, so that a page is made of `items` alone.
"""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

FEWEST, MOST = 3, 12


def well_placed(order: Sequence[str], answer: Sequence[str]) -> list[str]:
    """The steps of an answer that stand directly after the step that comes before them; the first
    one in its place is the one that nothing comes before."""
    before = dict(zip(order, [None, *order], strict=False))
    return [key for key, last in zip(answer, [None, *answer], strict=False) if before[key] == last]


def followed(order: Sequence[str], answer: Sequence[str]) -> tuple[int, int]:
    """(how many neighbours of the right order are neighbours in the answer, of how many).

    Moodle's ordering question calls it "relative to the next item (excluding last)". A step put in
    wrongly breaks two joints and no more: what was known of the rest still counts. A blind guess
    earns 1/n of n steps; by pairs in the right direction it would earn half.
    """
    joints = set(pairwise(order))
    return len(joints & {*pairwise(answer)}), len(joints)


def item_faults(content: dict, languages) -> list[str]:
    """What keeps an ordering question from being asked, a translated sentence each."""
    items = content.get("items") or []
    keys = [item.get("key") for item in items]
    said = []
    if not FEWEST <= len(items) <= MOST:
        said.append(
            _("Ordering needs %(fewest)d steps at least, and %(most)d at most.")
            % {"fewest": FEWEST, "most": MOST}
        )
    if len({*keys}) < len(keys):
        said.append(_("Two steps have the same key."))
    elif sorted(content.get("order") or []) != sorted(keys):
        said.append(_("The right order must name each step once."))
    texts = [item.get("text") or {} for item in items]
    if any(not (both.get(language) or "").strip() for both in texts for language in languages):
        said.append(_("A step has no text in one of the languages."))
    elif any(len(_words(texts, language)) < len(texts) for language in languages):
        said.append(_("Two steps say the same: nobody could tell them apart."))
    return said


def _words(texts: list[dict], language: str) -> set[str]:
    return {" ".join(both[language].casefold().split()) for both in texts}


def moved(order: Sequence[str], move: str) -> list[str]:
    """The order after a form's "key:up" or "key:down"; anything else changes nothing."""
    key, _colon, way = move.partition(":")
    found = list(order)
    if key not in found or way not in ("up", "down"):
        return found
    at = found.index(key)
    to = min(max(at + (1 if way == "down" else -1), 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found
