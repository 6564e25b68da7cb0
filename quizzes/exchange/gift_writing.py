"""Drafts → GIFT: the same bytes for the same drafts. What GIFT would read otherwise is refused."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from .drafts import (
    ALL,
    MATCHING,
    MULTI,
    NONE,
    NUMERICAL,
    ORDERING,
    SHORT,
    TRUEFALSE,
    Draft,
    Option,
    Text,
)
from .from_bank import NotInFiles
from .gift_text import FORMAT
from .numbers import number

SIGNS = re.compile(r"[~=#{}:\\]")


def write_gift(drafts: list[Draft]) -> bytes:
    """A file of these drafts, each of which `question` can write."""
    return "\n".join(question(draft) for draft in drafts).encode()


def question(draft: Draft) -> str:
    """One question and a line end. Raises NotInFiles."""
    if draft.type == ORDERING:
        raise NotInFiles(_("This type of question is not written to this format."))
    tags = "".join(f" [tag:{tag}]" for tag in draft.tags)
    if any(set(tag) & set("[]\n\r") for tag in draft.tags):
        raise NotInFiles(_("A tag holds square brackets."))
    general = f"####{_escaped(draft.general_feedback)}" if draft.general_feedback.text else ""
    answers = _answers(draft)
    stem = f"[markdown]{_raw(draft.stem.text)}"
    return f"// [id:{draft.identifier}]{tags}\n{stem} {{{answers}{general}}}\n"


def _raw(text: str) -> str:
    """The text with every sign of GIFT written out; line ends as \\n, since a blank line ends a
    question."""
    return SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _escaped(text: Text) -> str:
    """A text after the stem: one that begins like a format's name says its own first."""
    named = "[markdown]" if FORMAT.match(text.text) else ""
    return named + _raw(text.text)


def _answers(draft: Draft) -> str:
    if draft.type == TRUEFALSE:
        return _true_or_false(draft)
    if draft.type == MATCHING:
        return "".join(f"\n={_pair(left, right)}" for left, right in draft.pairs) + "\n"
    if draft.type == NUMERICAL:
        spans = [
            f"\n={_weight(span.percent)}{_span(span.least, span.most)}{_feedback(span.feedback)}"
            for span in draft.spans
        ]
        return "#" + "".join(spans) + "\n"
    if draft.type == SHORT:
        _look_for_arrows(*(option.text.text for option in draft.options))
    return "".join(f"\n{_option(draft, option)}" for option in draft.options) + "\n"


def _true_or_false(draft: Draft) -> str:
    letter = "TRUE" if draft.right else "FALSE"
    if not draft.feedback_wrong.text and not draft.feedback_right.text:
        return f"{letter}\n" if draft.general_feedback.text else letter
    right = _feedback(draft.feedback_right)
    return f"{letter}#{_escaped(draft.feedback_wrong)}{right}\n"


def _option(draft: Draft, option: Option) -> str:
    if draft.type == MULTI or option.percent not in (ALL, NONE):
        sign, weight = "~", f"%{_figure(option.percent)}%"
    elif draft.type == SHORT:
        sign, weight = "=", _weight(option.percent)
    else:
        sign, weight = ("=", "") if option.percent == ALL else ("~", "")
    if not weight and option.text.text.startswith("%"):
        weight = f"%{_figure(option.percent)}%"
    return f"{sign}{weight}{_escaped(option.text)}{_feedback(option.feedback)}"


def _pair(left: Text, right: str) -> str:
    _look_for_arrows(left.text, right)
    return f"{_escaped(left)} -> {_escaped(Text(right))}"


def _look_for_arrows(*texts: str) -> None:
    if any("->" in text for text in texts):
        raise NotInFiles(_("GIFT would take the -> in it for a pair."))


def _feedback(text: Text) -> str:
    return f"#{_escaped(text)}" if text.text else ""


def _weight(percent: Decimal) -> str:
    return "" if percent == ALL else f"%{_figure(percent)}%"


def _span(least: Decimal, most: Decimal) -> str:
    return _figure(least) if least == most else f"{_figure(least)}..{_figure(most)}"


def _figure(value: Decimal) -> str:
    written = f"{value.normalize():f}"
    if number(written) is None:
        raise NotInFiles(_("A number has too many digits for this format."))
    return written
