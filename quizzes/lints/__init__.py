"""What to mend in a question before it is asked. Pure: from data to sentences with a place.

`content.faults` says what can't be asked at all; here is what can and shouldn't. Some of it keeps
a question from being ready, the rest is said and left to the trainer.
"""

from ..content import CHOICES
from ..models.questions import QuestionType
from . import all_types, by_type, numbers, story
from .places import Finding, Place

__all__ = ["Finding", "Place", "blocking", "findings", "story_findings"]


def findings(question_type: str, content: dict, values: dict) -> list[Finding]:
    """All of a question, what blocks first. `values` is {key: Figure}, those of today."""
    found = [
        *all_types.missing_language(content),
        *all_types.too_long(content),
        *all_types.no_feedback(content),
        *all_types.negative_stem(content),
        *numbers.bare(content, values),
    ]
    if question_type in CHOICES:
        found += by_type.choice(question_type, content)
    elif question_type == QuestionType.MATCHING:
        found += by_type.matching(content)
    elif question_type == QuestionType.ORDERING:
        found += by_type.ordering(content)
    elif question_type == QuestionType.COMPUTED:
        found += by_type.computed(content)
    else:
        found += by_type.written_answer(question_type, content)
    return sorted(found, key=lambda one: not one.blocks)


def story_findings(content: dict, values: dict) -> list[Finding]:
    """All of the story of a case; nothing of it blocks, as what does is said by its faults."""
    return [
        *story.lesson_in_one_language(content),
        *story.too_long(content),
        *numbers.bare(content, values),
    ]


def blocking(found: list[Finding]) -> list[Finding]:
    """Those that keep a question from being ready."""
    return [one for one in found if one.blocks]
