"""A question as it is asked: only what may be seen before the answer."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from .beside import Beside, beside_of
from .computing import figures, first_numbers
from .content import CHOICES, NUMBERS, text_of
from .drawing import keys_in_order
from .models import Question, QuestionType, QuestionVersion, Response
from .pairing import right_sides
from .stories import Part
from .values import values_today
from .wording import plain, rich


@dataclass(frozen=True)
class Option:
    key: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Right:
    """A right side as one left side offers it: `value` joins both keys, as a form sends them."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Left:
    key: str
    text: SafeString
    rights: list[Right]


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
    lefts: list[Left]
    rights: list[SafeString]
    items: list[Option]
    is_touched: bool
    story: SafeString
    part: Part | None
    picture: Beside | None = None
    sound: Beside | None = None


def present(
    response: Response, values: dict, language: str, given, part: Part | None = None
) -> Asked:
    """The question of a response in one language, with the answer given so far. Of a case, `part`
    is its place among the others."""
    question_type, content = response.question.type, response.version.content
    story = rich(response.story_version.content["story"], language, values) if part else ""
    values = figures(values, response.numbers)
    is_choice = question_type in CHOICES
    is_ordering = question_type == QuestionType.ORDERING
    is_matching = question_type == QuestionType.MATCHING
    return Asked(
        type=QuestionType.NUMERIC if question_type in NUMBERS else question_type,
        stem=rich(content["stem"], language, values),
        title=plain(content["stem"], language, values),
        hint=rich(content.get("hint"), language, values),
        options=_options(response, content, values, language, given) if is_choice else [],
        choose=content.get("right_count", 0) if question_type == QuestionType.MULTIPLE else 0,
        unit=text_of(content.get("unit"), language),
        given=given if isinstance(given, str) and not is_choice else "",
        lefts=_lefts(response, content, values, language, given) if is_matching else [],
        rights=_rights(content, values, language) if is_matching else [],
        items=_items(response, content, values, language, given) if is_ordering else [],
        is_touched=is_ordering and bool(given),
        story=story,
        part=part,
        **beside_of(content, language),
    )


def _options(response: Response, content: dict, values: dict, language: str, given):
    texts = {option["key"]: option["text"] for option in content["options"]}
    chosen = [given] if isinstance(given, str) else given or []
    return [
        Option(key, rich(texts[key], language, values), key in chosen)
        for key in response.option_order
    ]


def _lefts(response: Response, content: dict, values: dict, language: str, given) -> list[Left]:
    texts = {pair["key"]: pair["left"] for pair in content["pairs"]}
    chosen = dict(given or [])
    sides = {
        key: f"{number}. {plain(both, language, values)}"
        for number, (key, both) in enumerate(right_sides(content).items(), 1)
    }
    return [
        Left(
            key,
            rich(texts[key], language, values),
            [Right(f"{key}:{r}", text, chosen.get(key) == r) for r, text in sides.items()],
        )
        for key in response.option_order
    ]


def _rights(content: dict, values: dict, language: str) -> list[SafeString]:
    return [rich(both, language, values) for both in right_sides(content).values()]


def _items(response: Response, content: dict, values: dict, language: str, given) -> list[Option]:
    """The steps as the officer last put them, else as they were drawn."""
    texts = {item["key"]: item["text"] for item in content["items"]}
    order = given if given and sorted(given) == sorted(texts) else response.option_order
    return [Option(key, rich(texts[key], language, values), False) for key in order]


def preview(question_type: str, content: dict, language: str, values: dict | None = None) -> Asked:
    """A wording as an officer would meet it today, in the order in which it was written. `values`
    are those of the day, where they are known already."""
    question = Question(type=question_type)
    response = Response(
        version=QuestionVersion(content=content), option_order=keys_in_order(content)
    )
    response.question = question
    response.numbers = first_numbers(content)
    if values is None:
        values = values_today([content])
    return present(response, values, language, None)
