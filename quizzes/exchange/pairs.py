"""A file's pairs → the bank's, or the words of another language into the pairs there are."""

from collections.abc import Callable

from ..models.questions import QuestionType
from ..option_keys import new_keys
from ..pairing import MOST_PAIRS
from .drafts import Draft, Text

PARTS = ("left", "right", "feedback")


def is_too_long(draft: Draft) -> bool:
    return len(draft.pairs) > MOST_PAIRS


def extras_repeat(draft: Draft) -> bool:
    """Whether an extra right side says what another right side says: nobody could tell them
    apart."""
    rights = [right for left, right in draft.pairs if left.text]
    extras = [right for left, right in draft.pairs if not left.text]
    return len({*rights, *extras}) < len({*rights}) + len(extras)


def content_of(draft: Draft, both: Callable[[Text], dict]) -> dict:
    """Pairs and distractors without their own keys; pairs whose right sides are the same words
    hold the same `right_key`, a number that `with_keys` turns into a key."""
    pairs = [(left, right) for left, right in draft.pairs if left.text]
    rights = [right for _left, right in pairs]
    return {
        "pairs": [
            {
                "left": both(left),
                "right_key": str(rights.index(right)),
                "right": both(Text(right)),
                "feedback": {},
            }
            for left, right in pairs
        ],
        "distractors": [
            {"text": both(Text(right)), "feedback": {}}
            for left, right in draft.pairs
            if not left.text
        ],
    }


def with_keys(content: dict) -> dict:
    """New keys, drawn so that none tells what goes with what."""
    pairs, extras = content["pairs"], content["distractors"]
    numbers = list(dict.fromkeys(pair["right_key"] for pair in pairs))
    lefts = new_keys([""] * len(pairs), QuestionType.MATCHING)
    rights = new_keys([""] * (len(numbers) + len(extras)), QuestionType.MATCHING)
    of_number = dict(zip(numbers, rights, strict=False))
    return content | {
        "pairs": [
            pair | {"key": key, "right_key": of_number[pair["right_key"]]}
            for key, pair in zip(lefts, pairs, strict=True)
        ],
        "distractors": [
            extra | {"key": key} for key, extra in zip(rights[len(numbers) :], extras, strict=True)
        ],
    }


def merged(before: dict, new: dict) -> dict | None:
    """The sides there are with this file's words, by their places; keys and feedback stay. None
    where the file has other numbers of sides, or other pairs that share a right side."""
    pairs, extras = before.get("pairs", []), before.get("distractors", [])
    if len(extras) != len(new["distractors"]) or _shared(pairs) != _shared(new["pairs"]):
        return None
    return {
        "pairs": [
            old | {side: (old.get(side) or {}) | fresh[side] for side in PARTS}
            for old, fresh in zip(pairs, new["pairs"], strict=True)
        ],
        "distractors": [
            old | {part: (old.get(part) or {}) | fresh[part] for part in ("text", "feedback")}
            for old, fresh in zip(extras, new["distractors"], strict=True)
        ],
    }


def _shared(pairs: list[dict]) -> list[int]:
    """For each pair, the place of the first that has its right side."""
    keys = [pair["right_key"] for pair in pairs]
    return [keys.index(key) for key in keys]
