"""Matching: left sides that each go with one of the right sides. Pure, no database.

`pairs` [{key, left, right_key, right, feedback}] and `distractors` [{key, text, feedback}], right
sides that go with nothing. Several pairs may share a right side, by its key. An answer is a list
of [left, right], by their keys.
"""

import re

from django.utils.translation import gettext as _

MOST_PAIRS = 12
# A plain form joins a left key and a right one with a colon.
KEY = re.compile(r"[a-z][a-z0-9]{0,11}")


def right_of_each(content: dict) -> dict[str, str]:
    """{left key: right key}, as it is right."""
    return {pair["key"]: pair["right_key"] for pair in content["pairs"]}


def right_sides(content: dict) -> dict[str, dict]:
    """{key: text in both languages} of all right sides, by their keys, which say nothing."""
    texts = {pair["right_key"]: pair["right"] for pair in content["pairs"]}
    texts |= {extra["key"]: extra["text"] for extra in content.get("distractors", [])}
    return dict(sorted(texts.items()))


def pair_faults(content: dict, languages) -> list[str]:
    """What keeps a matching question from being asked, a translated sentence each."""
    pairs, extra = content.get("pairs") or [], content.get("distractors") or []
    said = []
    if not 2 <= len(pairs) <= MOST_PAIRS or len(pairs) + len(extra) > MOST_PAIRS:
        said.append(
            _("Matching needs 2 pairs at least, and %(most)d rows at most.") % {"most": MOST_PAIRS}
        )
    lefts = [pair.get("key") for pair in pairs]
    rights = {pair.get("right_key") for pair in pairs}
    extras = [one.get("key") for one in extra]
    if len({*lefts}) < len(lefts) or len(rights | {*extras}) < len(rights) + len(extras):
        said.append(_("Two sides have the same key."))
    if not all(isinstance(key, str) and KEY.fullmatch(key) for key in [*lefts, *rights, *extras]):
        said.append(_("A key of a side is a small letter, then letters or digits."))
    texts = [pair.get(side) for pair in pairs for side in ("left", "right")]
    texts += [one.get("text") for one in extra]
    if any(not ((both or {}).get(lang) or "").strip() for both in texts for lang in languages):
        said.append(_("A side has no text in one of the languages."))
    elif not said and _alike(content, languages):
        said.append(_("Two right sides say the same: nobody could tell them apart."))
    return said


def _alike(content: dict, languages) -> bool:
    sides = [
        *[(pair["right_key"], pair["right"]) for pair in content["pairs"]],
        *[(one["key"], one["text"]) for one in content.get("distractors", [])],
    ]
    for language in languages:
        keys: dict[str, set] = {}
        for key, both in sides:
            keys.setdefault(" ".join(both[language].casefold().split()), set()).add(key)
        if any(len(found) > 1 for found in keys.values()):
            return True
    return False
