"""Drafts into the bank: all or nothing, in one language; the same file twice adds nothing."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from ..content import decimal
from ..models import Pool, Question
from ..models.questions import KEY, QuestionType
from ..option_keys import new_keys
from ..pairing import MOST_PAIRS
from ..writing import write
from . import pairs
from .drafts import (
    ALL,
    CATEGORY,
    DESCRIPTION,
    ESSAY,
    MATCHING,
    MULTI,
    NOTHING,
    NUMERICAL,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Bundle,
    Draft,
    Skipped,
    Text,
)
from .markup import to_markdown
from .normal_form import question as normal_form

TRUE_OR_FALSE = {"lo": ("ຖືກຕ້ອງ", "ບໍ່ຖືກຕ້ອງ"), "en": ("True", "False")}
KEY_LENGTH = 40
MOST_OPTIONS = 12  # as many as the form of a question has
TYPES = {
    SINGLE: QuestionType.SINGLE,
    MULTI: QuestionType.MULTIPLE,
    TRUEFALSE: QuestionType.TRUEFALSE,
    NUMERICAL: QuestionType.NUMERIC,
    SHORT: QuestionType.SHORT,
    MATCHING: QuestionType.MATCHING,
}


class Unheld(ValueError):
    """The bank can't hold this question; a sentence says why."""


@dataclass
class Stored:
    """What came of a file: keys of questions made, reworded, and left as they were."""

    made: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True)
class Candidate:
    """A draft that the bank can hold; `content` has texts in one language only."""

    key: str
    type: str
    content: dict
    tags: list[str]


def candidates(bundle: Bundle, language: str) -> tuple[list[Candidate], list[Skipped]]:
    """What of a bundle the bank can hold, and what not, each with the reason. No database."""
    found, skipped = [], list(bundle.skipped)
    category = ""
    for draft in bundle.drafts:
        if draft.type == CATEGORY:
            category = draft.path.rsplit("/", 1)[-1].strip()[:100]
            continue
        try:
            content = _content(draft, language)
        except Unheld as reason:
            skipped.append(
                Skipped(draft.type, str(reason), draft.line, draft.title, draft.identifier)
            )
            continue
        tags = [*draft.tags, category] if category else draft.tags
        found.append(Candidate(_key(draft), TYPES[draft.type], content, tags))
    return found, skipped


@transaction.atomic
def store(bundle: Bundle, pool: Pool, language: str, actor=None) -> Stored:
    """Puts a bundle's questions into a pool, as drafts: the other language is still to be written.

    A question is known again by its identifier, or by its words where it has none. Read again in
    the other language, it gets its second half; changed words make its next version.
    """
    found, skipped = candidates(bundle, language)
    stored = Stored(skipped=skipped)
    known = {
        question.key: question
        for question in Question.objects.filter(key__in=[c.key for c in found])
    }
    for candidate in found:
        question = known.get(candidate.key)
        if question is None:
            known[candidate.key] = _make(candidate, pool, actor)
            stored.made.append(candidate.key)
        elif question.type != candidate.type:
            reason = _("The bank has a question %(key)s of another type.") % {"key": candidate.key}
            stored.skipped.append(Skipped(candidate.type, reason, identifier=candidate.key))
        else:
            _reword(question, candidate, actor, stored)
    return stored


def _make(candidate: Candidate, pool: Pool, actor) -> Question:
    question = Question.objects.create(key=candidate.key, pool=pool, type=candidate.type)
    question.tags.add(*candidate.tags)
    content = candidate.content
    if "options" in content:
        keys = new_keys([""] * len(content["options"]), candidate.type)
        options = zip(content["options"], keys, strict=True)
        content = content | {"options": [option | {"key": key} for option, key in options]}
    if "pairs" in content:
        content = pairs.with_keys(content)
    write(question, content, actor=actor, is_draft=True)
    return question


def _reword(question: Question, candidate: Candidate, actor, stored: Stored) -> None:
    newest = question.versions.order_by("-number").first()
    before = newest.content if newest else {}
    after = _merged(before, candidate.content, question.type == QuestionType.TRUEFALSE)
    if after is None:
        reason = _("The bank's question %(key)s has another number of options or pairs.")
        stored.skipped.append(
            Skipped(candidate.type, reason % {"key": question.key}, identifier=question.key)
        )
    elif _line_ends(after) == _line_ends(before):
        stored.same.append(question.key)
    else:
        write(question, after, actor=actor, is_draft=True)
        stored.reworded.append(question.key)


def _merged(before: dict, new: dict, is_true_or_false: bool) -> dict | None:
    """The wording there is, with this language's texts from the file; None if they don't fit.

    Options are matched by their place; keys, weights and the other language stay.
    """
    after = before | {name: value for name, value in new.items() if name not in TEXTS}
    after["reference_keys"] = before.get("reference_keys", [])
    for name in ("stem", "explanation"):
        after[name] = (before.get(name) or {}) | new[name]
    if "accepted" in new:
        after["accepted"] = (before.get("accepted") or {}) | new["accepted"]
    if "known_wrong" in new:
        after["known_wrong"] = before.get("known_wrong") or new["known_wrong"]
    if "unit" in new:  # no file holds one
        after["unit"] = before.get("unit") or {}
    for name in ("answer", "tolerance"):
        if name in new:
            after[name] = _same_or_new(before.get(name), new[name])
    if "options" in new:
        there, fresh = before.get("options", []), new["options"]
        if len(there) != len(fresh):
            return None
        if is_true_or_false:
            fresh = _true_or_false_as_there(there, fresh)
        after["options"] = [
            old
            | {
                "text": old["text"] | one["text"],
                "feedback": (old.get("feedback") or {}) | one["feedback"],
                "weight": _same_or_new(old.get("weight"), one["weight"]),
            }
            for old, one in zip(there, fresh, strict=True)
        ]
    if "pairs" in new:
        sides = pairs.merged(before, new)
        return None if sides is None else after | sides
    return after


def _same_or_new(before: str | None, new: str) -> str:
    """The number as it was written, unless it is another: 0.50 stays 0.50."""
    return before if decimal(before) == decimal(new) else new


def _true_or_false_as_there(there: list[dict], fresh: list[dict]) -> list[dict]:
    """True and false in the bank's order and words: files only say which of them is right."""
    for language, words in TRUE_OR_FALSE.items():
        if tuple(option["text"].get(language) for option in there) == words[::-1]:
            fresh = fresh[::-1]
            break
    return [
        one | {"text": one["text"] | {name: text for name, text in old["text"].items() if text}}
        for old, one in zip(there, fresh, strict=True)
    ]


def _line_ends(value):
    """The content with \n alone: browsers send \r\n, files hold either."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, list):
        return [_line_ends(part) for part in value]
    if isinstance(value, dict):
        return {name: _line_ends(part) for name, part in value.items()}
    return value


TEXTS = {"stem", "explanation", "options", "accepted", "known_wrong", "reference_keys"}
TEXTS |= {"pairs", "distractors"}


def _key(draft: Draft) -> str:
    """The identifier where it can be a key of ours, else one made of the question's words."""
    if len(draft.identifier) <= KEY_LENGTH and KEY.regex.match(draft.identifier):
        return draft.identifier
    words = json.dumps(normal_form(draft), sort_keys=True, ensure_ascii=False)
    return "Q-" + hashlib.sha256(words.encode()).hexdigest()[:12]


def _content(draft: Draft, language: str) -> dict:
    if draft.type not in MAKERS:
        raise Unheld(WHY_NOT.get(draft.type, WHY_NOT[DESCRIPTION])())
    if draft.files:
        raise Unheld(_("Pictures and recordings are not taken over."))
    return {
        "stem": _both(draft.stem, language),
        "explanation": _both(draft.general_feedback, language),
        "reference_keys": [],
        **MAKERS[draft.type](draft, language),
    }


WHY_NOT: dict[str, Callable[[], str]] = {
    ESSAY: lambda: _("Open answers, which someone must mark by hand, are not asked here."),
    DESCRIPTION: lambda: _("A text without a question is not kept in the bank."),
}


def _both(text: Text, language: str) -> dict[str, str]:
    words = to_markdown(text)
    return {language: words} if words else {}


def _fraction(percent: Decimal) -> str:
    return f"{(percent / 100).normalize():f}"


def _choice(draft: Draft, language: str) -> dict:
    if len(draft.options) > MOST_OPTIONS:
        raise Unheld(_("A choice has at most %(most)d options.") % {"most": MOST_OPTIONS})
    options = [
        {
            "text": _both(option.text, language),
            "weight": _fraction(option.percent),
            "feedback": _both(option.feedback, language),
        }
        for option in draft.options
    ]
    if draft.type == SINGLE:
        return {"options": options}
    good = [option.percent for option in draft.options if option.percent > 0]
    if abs(sum(good) - ALL) > Decimal("0.01"):
        raise Unheld(_("The weights of the right options must add up to 100 %."))
    return {"options": options, "right_count": len(good)}


def _true_or_false(draft: Draft, language: str) -> dict:
    options = [
        {
            "text": {language: words},
            "weight": "1" if says == draft.right else "0",
            "feedback": _both(
                draft.feedback_right if says == draft.right else draft.feedback_wrong, language
            ),
        }
        for words, says in zip(TRUE_OR_FALSE[language], (True, False), strict=True)
    ]
    return {"options": options}


def _numeric(draft: Draft, language: str) -> dict:
    right = [span for span in draft.spans if span.percent == ALL]
    wrong = [span for span in draft.spans if span.percent == 0 and span.least == span.most]
    if len(right) != 1 or len(right) + len(wrong) != len(draft.spans):
        raise Unheld(_("A number question has one right answer, all or nothing."))
    if draft.wrong_feedback.text or right[0].feedback.text:
        raise Unheld(_("Feedback to the right number, or to any other, can't be kept."))
    span = right[0]
    return {
        "answer": f"{((span.least + span.most) / 2).normalize():f}",
        "tolerance": f"{((span.most - span.least) / 2).normalize():f}",
        "unit": {},
        "known_wrong": [
            {"value": f"{w.least.normalize():f}", "feedback": _both(w.feedback, language)}
            for w in wrong
        ],
    }


def _short(draft: Draft, language: str) -> dict:
    right = [option for option in draft.options if option.percent == ALL]
    wrong = [option for option in draft.options if option.percent == 0]
    if not right or len(right) + len(wrong) != len(draft.options):
        raise Unheld(_("A short answer is right or wrong, without parts of a mark."))
    if any(option.text.text == "*" for option in draft.options) or any(
        option.feedback.text for option in right
    ):
        raise Unheld(_("Feedback to the right answer, or to any other, can't be kept."))
    return {
        "accepted": {language: [option.text.text for option in right]},
        "known_wrong": [
            {"text": {language: w.text.text}, "feedback": _both(w.feedback, language)}
            for w in wrong
            if w.text != NOTHING
        ],
    }


def _matching(draft: Draft, language: str) -> dict:
    if pairs.is_too_long(draft):
        raise Unheld(_("Matching has at most %(most)d rows.") % {"most": MOST_PAIRS})
    if pairs.extras_repeat(draft):
        raise Unheld(_("An extra right side says the same as another one."))
    return pairs.content_of(draft, lambda text: _both(text, language))


MAKERS: dict[str, Callable[[Draft, str], dict]] = {
    SINGLE: _choice,
    MULTI: _choice,
    TRUEFALSE: _true_or_false,
    NUMERICAL: _numeric,
    SHORT: _short,
    MATCHING: _matching,
}
