"""A question as it is asked: only what may be seen before the answer."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from .content import CHOICES, text_of
from .models import Question, QuestionType, QuestionVersion, Response
from .values import values_today
from .wording import plain, rich


@dataclass(frozen=True)
class Option:
    key: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What a page needs to ask a question. Holds no key, weight or feedback."""

    type: str
    stem: SafeString
    title: str
    hint: SafeString
    options: list[Option]
    choose: int
    unit: str
    given: str


def present(response: Response, values: dict, language: str, given) -> Asked:
    """The question of a response in one language, with the answer given so far."""
    question_type, content = response.question.type, response.version.content
    is_choice = question_type in CHOICES
    return Asked(
        type=question_type,
        stem=rich(content["stem"], language, values),
        title=plain(content["stem"], language, values),
        hint=rich(content.get("hint"), language, values),
        options=_options(response, content, values, language, given) if is_choice else [],
        choose=content.get("right_count", 0) if question_type == QuestionType.MULTIPLE else 0,
        unit=text_of(content.get("unit"), language),
        given="" if is_choice or given is None else given,
    )


def _options(response: Response, content: dict, values: dict, language: str, given):
    texts = {option["key"]: option["text"] for option in content["options"]}
    chosen = [given] if isinstance(given, str) else given or []
    return [
        Option(key, rich(texts[key], language, values), key in chosen)
        for key in response.option_order
    ]


def preview(question_type: str, content: dict, language: str) -> Asked:
    """A wording as an officer would meet it today, in the order in which it was written."""
    keys = [option["key"] for option in content.get("options", [])]
    question = Question(type=question_type)
    response = Response(version=QuestionVersion(content=content), option_order=keys)
    response.question = question
    return present(response, values_today([content]), language, None)
