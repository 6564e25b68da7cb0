"""Drawing an attempt: which questions, in which order, with their options in which order.

Everything follows from a seed that is stored, so that a draw can be explained later.
"""

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .computing import numbers_for
from .models import Question, QuestionType, QuestionVersion, Quiz, QuizSlot, StoryVersion
from .stories import asked_questions, marks_of_each, newest_stories
from .values import values_today


@dataclass(frozen=True)
class Drawn:
    """One question as an officer will meet it."""

    slot: QuizSlot
    question: Question
    version: QuestionVersion
    option_order: list[str]
    marks: Decimal
    numbers: dict[str, str] | None = field(default_factory=dict)
    story_version: StoryVersion | None = None

    @property
    def contents(self) -> list[dict]:
        """All that is read with it: where reference values may be named."""
        return [part.content for part in (self.version, self.story_version) if part]


def asked(drawn: list[Drawn]) -> list[dict]:
    """What is kept of each, in order: the fields that Response and PaperQuestion share."""
    return [
        {
            "position": position,
            "slot": entry.slot,
            "question": entry.question,
            "version": entry.version,
            "story_version": entry.story_version,
            "option_order": entry.option_order,
            "numbers": entry.numbers,
            "critical": entry.question.critical,
            "out_of": entry.marks,
        }
        for position, entry in enumerate(drawn, 1)
    ]


def draw(quiz: Quiz, seed: int) -> list[Drawn]:
    """The questions of one attempt, in order. Retired questions and drafts are passed over, and
    computed ones whose reference values LSSO has not given. The questions of a case stay together,
    in their order.

    Takes a few queries, whatever the number of questions.
    """
    chance = random.Random(seed)
    blocks = _chosen(quiz, chance)
    if quiz.shuffle_questions:
        chance.shuffle(blocks)
    chosen = [(slot, question) for slot, block in blocks for question in block]
    stories = newest_stories(slot.story_id for slot, _block in blocks if slot.story_id)
    versions = _newest_versions([question.pk for _slot, question in chosen])
    values = _values(versions.values())
    drawn = [
        Drawn(
            slot=slot,
            question=question,
            version=versions[question.pk],
            option_order=_option_order(quiz, question, versions[question.pk], chance),
            marks=slot.marks,
            numbers=_numbers(question, versions[question.pk], values, chance),
            story_version=stories.get(slot.story_id),
        )
        for slot, question in chosen
        if question.pk in versions and (not slot.story_id or slot.story_id in stories)
    ]
    return _shared([entry for entry in drawn if entry.numbers is not None])


def _shared(drawn: list[Drawn]) -> list[Drawn]:
    """The marks of a case's place divided among its questions that are asked."""
    marks = {}
    for slot in {entry.slot for entry in drawn if entry.slot.story_id}:
        block = [entry.question for entry in drawn if entry.slot == slot]
        marks |= marks_of_each(slot.marks, block)
    return [replace(entry, marks=marks.get(entry.question.pk, entry.marks)) for entry in drawn]


def _values(versions) -> dict:
    """What computed questions of the day are computed with; no query where there are none."""
    contents = [version.content for version in versions if "formula" in version.content]
    return values_today(contents) if contents else {}


def _numbers(question: Question, version: QuestionVersion, values: dict, chance: random.Random):
    if question.type != QuestionType.COMPUTED:
        return {}
    return numbers_for(version.content, values, chance)


def _chosen(quiz: Quiz, chance: random.Random) -> list[tuple[QuizSlot, list[Question]]]:
    """What is never parted: single questions, and those of each case. Fixed questions first come,
    each question once, whatever slots it would fit."""
    # Not quiz.slots: that is what an open form of the CMS holds, saved or not.
    slots = list(QuizSlot.objects.filter(quiz=quiz).select_related("question"))
    fixed = {slot.question_id for slot in slots if slot.question_id}
    cases = asked_questions(slot.story_id for slot in slots if slot.story_id)
    pools = _ready_in_pools({slot.pool_id for slot in slots if slot.pool_id}, fixed)
    chosen, taken = [], set()
    for slot in slots:
        if slot.story_id:
            chosen.append((slot, cases.get(slot.story_id, [])))
            continue
        if slot.question_id:
            found = [slot.question] if slot.question.state == "ready" else []
        else:
            fits = [
                question
                for question in pools.get(slot.pool_id, [])
                if question.pk not in taken and set(slot.tags) <= question.tag_names
            ]
            found = chance.sample(fits, min(slot.count, len(fits)))
        taken.update(question.pk for question in found)
        chosen.extend((slot, [question]) for question in found)
    return chosen


def _ready_in_pools(pools: set[int], without: set[int]) -> dict[int, list[Question]]:
    found: dict[int, list[Question]] = {}
    if not pools:
        return found
    ready = Question.objects.ready().alone().filter(pool__in=pools).exclude(pk__in=without)
    for question in ready.prefetch_related("tags").order_by("key"):
        question.tag_names = {tag.name for tag in question.tags.all()}
        found.setdefault(question.pool_id, []).append(question)
    return found


def _newest_versions(questions: list[int]) -> dict[int, QuestionVersion]:
    rows = QuestionVersion.objects.filter(question__in=questions).order_by("number")
    return {version.question_id: version for version in rows}


def keys_in_order(content: dict) -> list[str]:
    """The keys of what stands in an order of its own: options, left sides, or steps to order."""
    names = ("options", "pairs", "items")
    return [entry["key"] for name in names for entry in content.get(name, [])]


def _option_order(
    quiz: Quiz, question: Question, version: QuestionVersion, chance: random.Random
) -> list[str]:
    keys = keys_in_order(version.content)
    if question.type == QuestionType.ORDERING:
        return _out_of_order(keys, version.content["order"], chance)
    # "True" stays before "False": shuffled, it is read wrong in haste.
    if quiz.shuffle_options and question.type != QuestionType.TRUEFALSE:
        chance.shuffle(keys)
    return keys


def _out_of_order(keys: list[str], right: list[str], chance: random.Random) -> list[str]:
    """Always shuffled, whatever the quiz says, and never the right order by chance."""
    while True:
        chance.shuffle(keys)
        if keys != right:
            return keys
