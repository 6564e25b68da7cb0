"""What a version's content must hold, by type. Pure: from data to sentences, no database."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .computing import computed_faults
from .models.questions import QuestionType
from .ordering import item_faults
from .pairing import pair_faults

LANGUAGES = ("lo", "en")
CHOICES = {QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE}
NUMBERS = {QuestionType.NUMERIC, QuestionType.COMPUTED}
# The types that can be asked and graded; the others wait until their pages exist.
ASKED_TYPES = (
    *sorted(CHOICES),
    QuestionType.NUMERIC,
    QuestionType.SHORT,
    QuestionType.MATCHING,
    QuestionType.ORDERING,
    QuestionType.COMPUTED,
)
COMMON = {"stem", "explanation", "hint", "reference_keys", "picture", "sound"}
FIELDS = {
    QuestionType.SINGLE: {"options"},
    QuestionType.MULTIPLE: {"options", "right_count"},
    QuestionType.TRUEFALSE: {"options"},
    QuestionType.NUMERIC: {"answer", "tolerance", "unit", "known_wrong"},
    QuestionType.SHORT: {"accepted", "known_wrong"},
    QuestionType.MATCHING: {"pairs", "distractors"},
    QuestionType.ORDERING: {"items", "order"},
    QuestionType.COMPUTED: {"parameters", "formula", "tolerance", "unit", "known_wrong"},
}


def decimal(text) -> Decimal | None:
    """A decimal from a string or whole number; None when it is none (or not finite)."""
    if not isinstance(text, str | int) or isinstance(text, bool):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def text_of(both: dict | None, language: str) -> str:
    """The text in this language, else in the other, else nothing."""
    both = both or {}
    other = "en" if language == "lo" else "lo"
    return both.get(language) or both.get(other) or ""


def in_one_language(content: dict) -> bool:
    """Whether the question itself is written in one language only."""
    return bool(stem := content.get("stem")) and len(_written_in(stem)) == 1


def as_if_translated(content):
    """The same content with each text's missing language filled in from the other: to see what
    else there is to mend."""
    if isinstance(content, list):
        return [as_if_translated(part) for part in content]
    if not isinstance(content, dict):
        return content
    if content and content.keys() <= set(LANGUAGES):
        [other, *_rest] = [*_written_in(content), *content]
        return {language: content.get(language) or content[other] for language in LANGUAGES}
    return {name: as_if_translated(part) for name, part in content.items()}


def _written_in(texts: dict) -> list[str]:
    return [language for language in LANGUAGES if texts.get(language)]


def faults(question_type: str, content: dict) -> list[str]:
    """What keeps this content from being asked, a translated sentence each."""
    if question_type not in FIELDS:
        return [_("This type of question can't be asked yet.")]
    said = []
    for language in LANGUAGES:
        if not (content.get("stem") or {}).get(language, "").strip():
            said.append(_("The question has no text in one of the languages."))
            break
    extra = set(content) - COMMON - FIELDS[question_type]
    if extra:
        said.append(
            _("This type of question doesn't know: %(names)s.")
            % {"names": ", ".join(sorted(extra))}
        )
    if question_type in CHOICES:
        return said + _choice_faults(question_type, content)
    if question_type == QuestionType.NUMERIC:
        return said + _numeric_faults(content)
    if question_type == QuestionType.COMPUTED:
        return said + computed_faults(content) + _tolerance_faults(content)
    if question_type == QuestionType.MATCHING:
        return said + pair_faults(content, LANGUAGES)
    if question_type == QuestionType.ORDERING:
        return said + item_faults(content, LANGUAGES)
    return said + _short_faults(content)


def _choice_faults(question_type: str, content: dict) -> list[str]:
    options = content.get("options") or []
    said = []
    if len(options) < 2:
        said.append(_("A choice needs at least two options."))
    if question_type == QuestionType.TRUEFALSE and len(options) != 2:
        said.append(_("True or false has exactly two options."))
    if len({option.get("key") for option in options}) != len(options):
        said.append(_("Two options have the same key."))
    if any(not (o.get("text") or {}).get(lang, "").strip() for o in options for lang in LANGUAGES):
        said.append(_("An option has no text in one of the languages."))
    weights = [decimal(option.get("weight")) for option in options]
    if None in weights or any(abs(w) > 1 for w in weights if w is not None):
        said.append(_("An option's weight is a number from -1 to 1."))
    elif question_type == QuestionType.MULTIPLE:
        best = sum(w for w in weights if w > 0)
        if abs(best - 1) > Decimal("0.00001"):
            said.append(_("The weights of the right options must add up to 1."))
    elif weights.count(Decimal(1)) != 1:
        said.append(_("Exactly one option must be right."))
    return said


def _numeric_faults(content: dict) -> list[str]:
    said = []
    if decimal(content.get("answer")) is None:
        said.append(_("The right answer must be a number."))
    said += _tolerance_faults(content)
    if any(decimal(wrong.get("value")) is None for wrong in content.get("known_wrong", [])):
        said.append(_("A known wrong answer must be a number."))
    return said


def _tolerance_faults(content: dict) -> list[str]:
    tolerance = decimal(content.get("tolerance", "0"))
    if tolerance is None or tolerance < 0:
        return [_("The tolerance must be a number, 0 or more.")]
    return []


def _short_faults(content: dict) -> list[str]:
    accepted = content.get("accepted") or {}
    if not any(text.strip() for language in LANGUAGES for text in accepted.get(language, [])):
        return [_("Write at least one answer that is accepted.")]
    return []


def all_texts(content: dict) -> list[str]:
    """Every text of a version, in both languages: where reference values may be named."""
    found = []

    def walk(part):
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, dict):
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk({key: value for key, value in content.items() if key != "reference_keys"})
    return found
