"""Whether what was sent is an answer to this question at all, before it is kept."""

from django.utils.translation import gettext as _

from sop_site.offline.inbox import Rejected

from .content import CHOICES
from .models.questions import QuestionType
from .pairing import right_of_each, right_sides

MOST_ENTRIES = 50
LONGEST = 2_000


def cleaned(question_type: str, content: dict, answer):
    """The answer as it is stored. Raises Rejected with a code and a sentence.

    | type | answer |
    |---|---|
    | single, truefalse | an option's key, or "" for none |
    | multiple | a list of different keys |
    | numeric, short | a text |
    | ordering | a list of all keys, in the order given; or none |
    | matching | a list of [left, right], each left once; sides that are left out have none |
    """
    if question_type == QuestionType.MULTIPLE:
        return _keys(content, answer)
    if question_type == QuestionType.MATCHING:
        return _pairs(content, answer)
    if question_type == QuestionType.ORDERING:
        return _ordered(content, answer)
    if not isinstance(answer, str):
        raise Rejected("bad_response", _("This is no answer to this question."), "response")
    answer = _text(answer)
    if question_type in CHOICES and answer:
        _known(content, [answer])
    return answer


def _keys(content: dict, answer) -> list[str]:
    return sorted(_different(answer, {option["key"] for option in content["options"]}))


def _ordered(content: dict, answer) -> list[str]:
    known = {item["key"] for item in content["items"]}
    if len(_different(answer, known)) not in (0, len(known)):
        raise Rejected("bad_response", _("Put all steps in order, none left out."), "response")
    return answer


def _different(answer, known: set[str]) -> list[str]:
    """A list of keys, each of them known and named once."""
    if not isinstance(answer, list) or not all(isinstance(key, str) for key in answer):
        raise Rejected("bad_response", _("This is no answer to this question."), "response")
    if len(answer) > MOST_ENTRIES:
        raise Rejected("too_long", _("The answer is too long."), "response")
    _among(answer, known)
    if len(set(answer)) != len(answer):
        raise Rejected("bad_response", _("One option was sent twice."), "response")
    return answer


def _pairs(content: dict, answer) -> list[list[str]]:
    if not isinstance(answer, list) or not all(_is_pair(pair) for pair in answer):
        raise Rejected("bad_response", _("This is no answer to this question."), "response")
    if len(answer) > MOST_ENTRIES:
        raise Rejected("too_long", _("The answer is too long."), "response")
    lefts = [left for left, _right in answer]
    _among(lefts, right_of_each(content))
    _among([right for _left, right in answer], right_sides(content))
    if len(set(lefts)) != len(lefts):
        raise Rejected("bad_response", _("One option was sent twice."), "response")
    return sorted(answer)


def _is_pair(pair) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(key, str) for key in pair)


def _known(content: dict, keys: list[str]) -> None:
    _among(keys, {option["key"] for option in content["options"]})


def _among(keys: list[str], known) -> None:
    if not set(keys) <= set(known):
        raise Rejected(
            "unknown_option", _("This option doesn't belong to this question."), "response"
        )


def _text(answer: str) -> str:
    if len(answer) > LONGEST:
        raise Rejected(
            "too_long",
            _("The answer is too long: %(most)d characters at most.") % {"most": LONGEST},
            "response",
        )
    try:
        answer.encode()
    except UnicodeEncodeError as broken:
        raise Rejected(
            "bad_text", _("The answer holds a broken character."), "response"
        ) from broken
    # Databases refuse NUL; nobody types it.
    return answer.replace("\x00", "").strip()
