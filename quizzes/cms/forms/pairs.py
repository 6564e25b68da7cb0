"""Matching questions: rows of the form to pairs, and back."""

from ...content import LANGUAGES
from ...models import QuestionType
from ...option_keys import new_keys
from ...pairing import right_sides
from .rows import PairForm, row_of


def pair_rows(content: dict) -> list[dict]:
    """Pairs first, then the right sides that go with nothing."""
    rows = [
        row_of({"key": pair["key"], "text": pair["left"], "feedback": pair.get("feedback")})
        | {"right_key": pair["right_key"]}
        | {f"right_{language}": pair["right"].get(language, "") for language in LANGUAGES}
        for pair in content.get("pairs", [])
    ]
    rows += [
        row_of({"text": {}, "feedback": extra.get("feedback")})
        | {"right_key": extra["key"]}
        | {f"right_{language}": extra["text"].get(language, "") for language in LANGUAGES}
        for extra in content.get("distractors", [])
    ]
    return [row | {"right": None} for row in rows]


def pairs_content(rows: list[PairForm], before: dict) -> dict:
    """The version's pairs; equal right sides are one side. Keys that were there are kept, where
    what they stand for is still in its row; others are drawn, so that they say nothing."""
    lefts = [row for row in rows if any(row.both("text").values())]
    extra = [row for row in rows if row not in lefts]
    known = {pair["key"] for pair in before.get("pairs", [])}
    given = [row.cleaned_data["key"] for row in lefts]
    left_keys = new_keys([key if key in known else "" for key in given], QuestionType.MATCHING)
    right_keys = _right_keys([*lefts, *extra], right_sides(before) if before.get("pairs") else {})
    pairs = [
        {
            "key": key,
            "left": row.both("text"),
            "right_key": right_keys[_words(row)],
            "right": row.both("right"),
            "feedback": row.both("feedback"),
        }
        for key, row in zip(left_keys, lefts, strict=True)
    ]
    distractors = [
        {
            "key": right_keys[_words(row)],
            "text": row.both("right"),
            "feedback": row.both("feedback"),
        }
        for row in extra
    ]
    return {"pairs": pairs, "distractors": distractors}


def _words(row: PairForm) -> tuple[str, str]:
    return tuple(row.both("right").values())


def _right_keys(rows: list[PairForm], known: dict) -> dict[tuple[str, str], str]:
    """{words: key}: each words have one key, and each key one."""
    kept: dict[tuple[str, str], str] = {}
    for row in rows:
        key = row.cleaned_data["right_key"]
        is_free = key in known and key not in kept.values()
        kept[_words(row)] = kept.get(_words(row)) or (key if is_free else "")
    return dict(zip(kept, new_keys(list(kept.values()), QuestionType.MATCHING), strict=True))
