"""A question of the bank → a draft in one language, and what of it no file of this kind holds."""

import html
import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ..content import CHOICES, decimal
from ..models.questions import QuestionType
from ..ordering import FEWEST
from .drafts import (
    ALL,
    MATCHING,
    MULTI,
    NONE,
    NOTHING,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Draft,
    Option,
    Span,
    Text,
)
from .making import TRUE_OR_FALSE
from .markup import to_markdown

# Beyond what XML may hold, which of text files only a damaged one holds.
UNFIT = re.compile("[^\\t\\n\\x20-\ud7ff\ue000-\ufffd\\U00010000-\\U0010ffff]")
ESCAPED = re.compile(r"\\([\\`*_\[\]>#.)+-])")


class NotInFiles(ValueError):
    """The question can't stand in a file at all; a sentence says why."""


@dataclass
class Taken:
    """What stands in the file (a Draft, or the cells of a row), and sentences on what of the
    question it leaves behind."""

    draft: Draft | dict[str, str]
    lost: list[str] = field(default_factory=list)


def draft_of(key: str, question_type: str, content: dict, language: str, tags=()) -> Taken:
    """The question as a file in this language holds it. Raises NotInFiles."""
    if question_type not in WRITERS:
        raise NotInFiles(_("This type of question is not written to this format."))
    stem = _text(content.get("stem"), language)
    if not stem.text:
        raise NotInFiles(_("The question has no text in this language."))
    taken = Taken(Draft("", 0, stem=stem, identifier=key, tags=sorted(tags)))
    taken.draft.general_feedback = _text(content.get("explanation"), language)
    if _text(content.get("hint"), language).text:
        taken.lost.append(_("The hint is left out."))
    taken.lost += lost_beside(content)
    WRITERS[question_type](taken, content, language)
    return taken


def lost_beside(content: dict) -> list[str]:
    """No file of ours holds a picture or a recording."""
    said = []
    if "picture" in content:
        said.append(_("The picture is left out."))
    if "sound" in content:
        said.append(_("The recording is left out."))
    return said


def _text(both: dict | None, language: str) -> Text:
    words = ((both or {}).get(language) or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if UNFIT.search(words):
        raise NotInFiles(_("It holds a character that can't stand in a text file."))
    return Text(words, "markdown") if words else NOTHING


def _needed(both: dict | None, language: str) -> Text:
    text = _text(both, language)
    if not text.text:
        raise NotInFiles(_("An answer has no text in this language."))
    return text


def _percent(weight: str) -> Decimal:
    return (decimal(weight) or NONE) * 100


def _choice(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = MULTI if "right_count" in content else SINGLE
    draft.options = [
        Option(
            _needed(option["text"], language),
            _percent(option["weight"]),
            _text(option.get("feedback"), language),
        )
        for option in content.get("options", [])
    ]
    right = [option for option in draft.options if option.percent > 0]
    if len(draft.options) < 2 or not right:
        raise NotInFiles(_("It has fewer than two options, or none is right."))
    if draft.type == SINGLE and not any(option.percent == ALL for option in draft.options):
        raise NotInFiles(_("No option of this single choice is wholly right."))


def _true_or_false(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = TRUEFALSE
    options = content.get("options", [])
    rights = [option for option in options if _percent(option["weight"]) == ALL]
    if len(options) != 2 or len(rights) != 1:
        raise NotInFiles(_("It has not exactly two options, one of them right."))
    words = tuple(_text(option["text"], language).text for option in options)
    if set(words) != set(TRUE_OR_FALSE[language]):
        raise NotInFiles(
            _("Its options are not “%(true)s” and “%(false)s”: files know no other.")
            % dict(zip(("true", "false"), TRUE_OR_FALSE[language], strict=True))
        )
    true, false = options if words == TRUE_OR_FALSE[language] else options[::-1]
    draft.right = true in rights
    said = [_text(option.get("feedback"), language) for option in (true, false)]
    draft.feedback_right, draft.feedback_wrong = said if draft.right else said[::-1]


def _numeric(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = NUMERICAL
    answer = decimal(content.get("answer"))
    tolerance = decimal(content.get("tolerance", "0"))
    if answer is None or tolerance is None or tolerance < 0:
        raise NotInFiles(_("It has no right answer that is a number."))
    draft.spans = [Span(answer - tolerance, answer + tolerance)]
    for wrong in content.get("known_wrong", []):
        value = decimal(wrong.get("value"))
        if value is not None:
            said = _text(wrong.get("feedback"), language)
            draft.spans.append(Span(value, value, NONE, said))
    if _text(content.get("unit"), language).text:
        taken.lost.append(_("The unit is left out."))


def _short(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = SHORT
    accepted = (content.get("accepted") or {}).get(language, [])
    found = [_text({language: words}, language).text for words in accepted]
    draft.options = [Option(Text(words), ALL) for words in found if words]
    if not draft.options:
        raise NotInFiles(_("It has no accepted answer in this language."))
    for wrong in content.get("known_wrong", []):
        words = _text(wrong.get("text"), language).text
        if words:
            said = _text(wrong.get("feedback"), language)
            draft.options.append(Option(Text(words), NONE, said))
    if any(option.text.text == "*" for option in draft.options):
        raise NotInFiles(_("An answer that is a star alone would mean any answer."))


def _ordering(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = ORDERING
    items = {item["key"]: item for item in content.get("items", [])}
    draft.options = [
        Option(
            _needed(items[key]["text"], language), ALL, _text(items[key].get("feedback"), language)
        )
        for key in content.get("order", [])
        if key in items
    ]
    if len(draft.options) < FEWEST:
        raise NotInFiles(_("Ordering needs at least three steps."))


def _matching(taken: Taken, content: dict, language: str) -> None:
    draft = taken.draft
    draft.type = MATCHING
    pairs, extras = content.get("pairs", []), content.get("distractors", [])
    sides = [(_needed(pair["left"], language), pair["right"]) for pair in pairs]
    sides += [(NOTHING, extra["text"]) for extra in extras]
    if len(pairs) < 2:
        raise NotInFiles(_("Matching needs at least two pairs."))
    is_changed = False
    for left, right in sides:
        words = _needed(right, language).text
        plain = " ".join(html.unescape(ESCAPED.sub(r"\1", words)).split())
        is_changed |= to_markdown(Text(plain)) != words
        draft.pairs.append((left, plain))
    if is_changed:
        taken.lost.append(_("Right sides lose their formatting."))
    if any(_text(one.get("feedback"), language).text for one in [*pairs, *extras]):
        taken.lost.append(_("Feedback to pairs is left out."))


WRITERS = {
    **dict.fromkeys(CHOICES, _choice),
    QuestionType.TRUEFALSE: _true_or_false,
    QuestionType.NUMERIC: _numeric,
    QuestionType.SHORT: _short,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
}
