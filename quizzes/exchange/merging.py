"""The wording that there is + what a file says of it. Pure, no database.

Files are read a language at a time, so they add: keys, weights' spelling and the other language
stay, an empty text changes nothing. Options, pairs and steps are matched by their place.
"""

from decimal import Decimal

from ..content import decimal
from ..models.questions import QuestionType
from ..option_keys import new_keys
from . import pairs
from .making import TRUE_OR_FALSE

NEAR = Decimal("0.00001")  # a weight this near is the same
# Texts by language, which a file may say in one of them.
ADDED = ("stem", "explanation", "hint", "accepted", "unit")
NUMBERS = ("answer", "tolerance")
KEPT = {*ADDED, *NUMBERS, "options", "pairs", "distractors", "items", "known_wrong"}
KEPT |= {"parameters", "reference_keys"}


def with_keys(content: dict, question_type: str) -> dict:
    """The content of a new question, with keys that say nothing of what is right."""
    if "options" in content:
        keys = new_keys([""] * len(content["options"]), question_type)
        options = zip(content["options"], keys, strict=True)
        return content | {"options": [option | {"key": key} for option, key in options]}
    if "pairs" in content:
        return pairs.with_keys(content)
    if "items" in content:
        keys = new_keys([""] * len(content["items"]), question_type)
        items = [item | {"key": key} for item, key in zip(content["items"], keys, strict=True)]
        return content | {"items": sorted(items, key=lambda item: item["key"]), "order": keys}
    return content


def merged(before: dict, new: dict, question_type: str) -> dict | None:
    """`before` with what `new`, still without keys, says; None where it has other numbers of
    options, pairs or steps."""
    after = before | {name: value for name, value in new.items() if name not in KEPT}
    for name in ADDED:
        if new.get(name):
            after[name] = (before.get(name) or {}) | new[name]
    for name in NUMBERS:
        if name in new:
            after[name] = _same_or_new(before.get(name), new[name])
    if new.get("known_wrong"):
        after["known_wrong"] = _wrongs(before.get("known_wrong") or [], new["known_wrong"])
    if "parameters" in new:
        after["parameters"] = _labelled(before.get("parameters") or [], new["parameters"])
    for name, merge in MERGERS.items():
        if name in new:
            parts = merge(before, new, question_type)
            if parts is None:
                return None
            after |= parts
    return after


def is_same(one: dict, other: dict) -> bool:
    """Whether both say the same: browsers send \\r\\n, files hold either."""
    return _line_ends(one) == _line_ends(other)


def _same_or_new(before: str | None, new: str) -> str:
    """The number as it was written, unless it is another: 0.50 stays 0.50."""
    return before if decimal(before) == decimal(new) else new


def _same_weight_or_new(before: str | None, new: str) -> str:
    """Thirds come back from other programs with other last figures."""
    there = decimal(before)
    return before if there is not None and abs(there - decimal(new)) < NEAR else new


def _texts(old: dict, fresh: dict, *names: str) -> dict:
    return {name: (old.get(name) or {}) | fresh.get(name, {}) for name in names}


def _options(before: dict, new: dict, question_type: str) -> dict | None:
    there, fresh = before.get("options", []), new["options"]
    if len(there) != len(fresh):
        return None
    if question_type == QuestionType.TRUEFALSE:
        fresh = _true_or_false_as_there(there, fresh)
    return {
        "options": [
            old
            | _texts(old, one, "text", "feedback")
            | {"weight": _same_weight_or_new(old.get("weight"), one["weight"])}
            for old, one in zip(there, fresh, strict=True)
        ]
    }


def _true_or_false_as_there(there: list[dict], fresh: list[dict]) -> list[dict]:
    """True and false in the bank's order and words: most files only say which of them is right."""
    for language, words in TRUE_OR_FALSE.items():
        if _words(fresh, language) not in ((None, None), words):
            return fresh  # the file has words of its own
    for language, words in TRUE_OR_FALSE.items():
        if _words(there, language) == words[::-1]:
            fresh = fresh[::-1]
            break
    return [
        one | {"text": one["text"] | {name: text for name, text in old["text"].items() if text}}
        for old, one in zip(there, fresh, strict=True)
    ]


def _words(options: list[dict], language: str) -> tuple[str | None, ...]:
    return tuple(option["text"].get(language) or None for option in options)


def _pairs(before: dict, new: dict, question_type: str) -> dict | None:
    return pairs.merged(before, new)


def _items(before: dict, new: dict, question_type: str) -> dict | None:
    order, fresh = before.get("order", []), new["items"]
    if len(order) != len(fresh):
        return None
    of_key = dict(zip(order, fresh, strict=True))
    return {
        "items": [
            old | _texts(old, of_key[old["key"]], "text", "feedback") for old in before["items"]
        ]
    }


MERGERS = {"options": _options, "pairs": _pairs, "items": _items}


def _wrongs(there: list[dict], fresh: list[dict]) -> list[dict]:
    """Known wrong answers: numbers and formulas are known again by what they are, texts by their
    words or, where there are as many, by their place; others are added."""
    found = list(there)
    for place, one in enumerate(fresh):
        at = next((at for at, old in enumerate(there) if _is_same_wrong(old, one)), None)
        if at is None and "text" in one and len(there) == len(fresh):
            at = place
        if at is None:
            found.append(one)
        else:
            texts = ("text", "feedback") if "text" in one else ("feedback",)
            found[at] = found[at] | _texts(found[at], one, *texts)
    return found


def _is_same_wrong(old: dict, one: dict) -> bool:
    if "value" in one:
        return decimal(old.get("value")) == decimal(one["value"])
    if "formula" in one:
        return old.get("formula") == one["formula"]
    shared = [old.get("text", {}).get(name) == text for name, text in one["text"].items()]
    return any(shared)


def _labelled(there: list[dict], fresh: list[dict]) -> list[dict]:
    labels = {one["name"]: one["label"] for one in there if "label" in one}
    return [
        one | ({"label": labels[one["name"]]} if one["name"] in labels else {}) for one in fresh
    ]


def _line_ends(value):
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, list):
        return [_line_ends(part) for part in value]
    if isinstance(value, dict):
        return {name: _line_ends(part) for name, part in value.items()}
    return value
