"""A draft → what the bank holds of it, its texts in one language. Pure, no database."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from ..ordering import FEWEST, MOST
from ..pairing import MOST_PAIRS
from . import pairs
from .drafts import (
    ALL,
    DESCRIPTION,
    ESSAY,
    MATCHING,
    MULTI,
    NOTHING,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Draft,
    Text,
)
from .markup import to_markdown

TRUE_OR_FALSE = {"lo": ("ຖືກຕ້ອງ", "ບໍ່ຖືກຕ້ອງ"), "en": ("True", "False")}
MOST_OPTIONS = 12  # as many as the form of a question has


class Unheld(ValueError):
    """The bank can't hold this question; a sentence says why."""


def content_of(draft: Draft, language: str) -> dict:
    """A version's content, its options, sides and steps still without keys. Raises Unheld."""
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


def _ordering(draft: Draft, language: str) -> dict:
    if not FEWEST <= len(draft.options) <= MOST:
        raise Unheld(
            _("Ordering needs %(fewest)d steps at least, and %(most)d at most.")
            % {"fewest": FEWEST, "most": MOST}
        )
    return {
        "items": [
            {"text": _both(step.text, language), "feedback": _both(step.feedback, language)}
            for step in draft.options
        ]
    }


MAKERS: dict[str, Callable[[Draft, str], dict]] = {
    SINGLE: _choice,
    MULTI: _choice,
    TRUEFALSE: _true_or_false,
    NUMERICAL: _numeric,
    SHORT: _short,
    MATCHING: _matching,
    ORDERING: _ordering,
}
