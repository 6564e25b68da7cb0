"""Cases: what a story must hold, which of its questions are asked, and what each is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from .content import LANGUAGES
from .models import Question, Response, StoryVersion

UNIT = Decimal("0.0000001")  # marks are kept to so many places


def story_faults(content: dict) -> list[str]:
    """What keeps this story from being asked, a translated sentence each."""
    story = content.get("story") or {}
    if all((story.get(language) or "").strip() for language in LANGUAGES):
        return []
    return [_("The story has no text in one of the languages.")]


def split(marks: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """`marks` by shares of any size, to seven places; what rounding leaves goes to the last.

    The parts always add up to `marks`.
    """
    total = sum(shares)
    parts = [(marks * share / total).quantize(UNIT, ROUND_DOWN) for share in shares]
    if parts:
        parts[-1] += marks - sum(parts)
    return parts


def marks_of_each(marks: Decimal, questions: Iterable[Question]) -> dict[int, Decimal]:
    """{question: its part of a case's marks}; the same whatever the order of the questions."""
    block = sorted(questions, key=lambda question: question.pk)
    parts = split(marks, [question.share for question in block])
    return {question.pk: part for question, part in zip(block, parts, strict=True)}


def asked_questions(stories: Iterable[int]) -> dict[int, list[Question]]:
    """{story: its questions that are ready, in their order}; of stories that are ready. One query
    where there are stories, else none."""
    wanted = set(stories)
    found: dict[int, list[Question]] = {}
    if not wanted:
        return found
    ready = Question.objects.ready().filter(story__in=wanted, story__state="ready")
    for question in ready.order_by("story", "story_position", "pk"):
        found.setdefault(question.story_id, []).append(question)
    return found


def newest_stories(stories: Iterable[int]) -> dict[int, StoryVersion]:
    """{story: its newest version}. One query where there are stories, else none."""
    wanted = set(stories)
    if not wanted:
        return {}
    rows = StoryVersion.objects.filter(story__in=wanted).order_by("number")
    return {version.story_id: version for version in rows}


@dataclass(frozen=True)
class Part:
    """A question's place among those of its case in one attempt, from 1."""

    number: int
    total: int

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total


def parts_of(responses: Iterable[Response]) -> dict[int, Part]:
    """{position: Part} of the responses that belong to cases, given in their order."""
    positions: dict[int, list[int]] = {}
    for response in responses:
        if response.story_version_id:
            positions.setdefault(response.story_version_id, []).append(response.position)
    return {
        position: Part(number, len(of_one))
        for of_one in positions.values()
        for number, position in enumerate(of_one, 1)
    }


def part_of(response: Response) -> Part | None:
    """The same for one response of an attempt; one query where it belongs to a case."""
    if not response.story_version_id:
        return None
    same = response.attempt.responses.filter(story_version=response.story_version_id)
    return parts_of(same.only("position", "story_version").order_by("position"))[response.position]
