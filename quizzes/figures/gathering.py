"""Attempts from the database as statistics take them: slots, sittings, and what was chosen."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import F
from django.db.models.functions import Coalesce

from ..content import CHOICES, NUMBERS
from ..models import Question, QuestionType, QuestionVersion, Quiz, QuizSlot, Response
from ..pairing import right_sides
from ..statistics.sitting import Sitting, Slot
from ..stories import asked_questions, marks_of_each
from .scope import Scope

WRITTEN = NUMBERS | {QuestionType.SHORT}
LISTED = CHOICES | {QuestionType.ORDERING}


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered in one place of one attempt: a mark, None if nothing, and the choice; of
    what is written rather than chosen the text, of drawn numbers what the answer comes from."""

    question: int
    version: int
    mark: Decimal | None
    out_of: Decimal
    chosen: tuple[str, ...] | None  # keys of options, or of steps; None for what has none
    text: str = ""
    numbers: dict | None = None
    values: dict | None = None  # those that the attempt keeps


@dataclass
class Taken:
    """One attempt: `given` by slot and its place in it (a pool's slot has several)."""

    officer: int
    number: int
    language: str
    given: dict[tuple[int, int], Given]


@dataclass
class Gathered:
    """`places` are the columns, in order: (slot's key, place within it); of a case, the place is
    the question's key, so that its order may change. `left_out` counts attempts
    at an earlier form of the quiz, whose places or marks were others."""

    slots: list[Slot] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    fixed: list[int | None] = field(default_factory=list)  # the question of a place, if it has one
    taken: list[Taken] = field(default_factory=list)
    left_out: int = 0
    questions: dict[int, Question] = field(default_factory=dict)
    contents: dict[int, dict] = field(default_factory=dict)  # of each question's newest version met

    def sittings(self) -> list[Sitting]:
        """The attempts as marks, in the order of `taken`."""
        return [
            Sitting(
                person=str(taken.officer),
                number=taken.number,
                marks=tuple(taken.given[place].mark for place in self.places),
                picked=tuple(
                    None if fixed else self.questions[taken.given[place].question].key
                    for place, fixed in zip(self.places, self.fixed, strict=True)
                ),
            )
            for taken in self.taken
        ]


def gather(quiz: Quiz, scope: Scope) -> Gathered:
    """All handed-in attempts of the scope that fit the quiz as it is now. Five queries, and one
    where it holds a case."""
    found = Gathered()
    worth = _places(quiz, found)
    attempts = _attempts(quiz, scope)
    versions: dict[int, int] = {}
    for taken in attempts:
        if _fits(taken, worth):
            found.taken.append(taken)
            for given in taken.given.values():
                versions[given.question] = max(versions.get(given.question, 0), given.version)
        else:
            found.left_out += 1
    rows = Question.objects.filter(pk__in=versions).select_related("step__sop")
    found.questions = {question.pk: question for question in rows}
    contents = QuestionVersion.objects.filter(pk__in=versions.values())
    found.contents = dict(contents.values_list("question_id", "content"))
    found.slots = [
        Slot(number, worth[place], _guess(found, fixed))
        for number, (place, fixed) in enumerate(zip(found.places, found.fixed, strict=True), 1)
    ]
    return found


def _places(quiz: Quiz, found: Gathered) -> dict[tuple[int, int], Decimal]:
    """Fills in the columns; returns what each is worth."""
    worth = {}
    slots = list(QuizSlot.objects.filter(quiz=quiz))
    cases = asked_questions(slot.story_id for slot in slots if slot.story_id)
    for slot in slots:
        for place, question, marks in _columns(slot, cases.get(slot.story_id, [])):
            found.places.append((slot.pk, place))
            found.fixed.append(question)
            worth[slot.pk, place] = marks
    return worth


def _columns(slot: QuizSlot, block: list[Question]) -> list[tuple[int, int | None, Decimal]]:
    """(place, the question that is fixed there, marks) of one slot; `block` is of its case."""
    if not slot.story_id:
        return [(place, slot.question_id, slot.marks) for place in range(slot.count)]
    marks = marks_of_each(slot.marks, block)
    return [(question.pk, question.pk, marks[question.pk]) for question in block]


def _attempts(quiz: Quiz, scope: Scope):
    """The attempts with their responses, one after the other, read as a stream."""
    columns = (
        "attempt_id", "attempt__officer_id", "attempt__number", "attempt__language", "slot_id",
        "story_version_id", "question_id", "question__type", Coalesce("marked_by", "version"),
        "answer", "mark", "out_of", "numbers", "attempt__values",
    )  # fmt: skip
    rows = (
        Response.objects.filter(attempt__in=scope.attempts(quiz).order_by())
        .order_by(F("attempt__officer_id"), F("attempt__number"), "position")
        .values_list(*columns)
    )
    taken, current, counts = None, None, {}
    for attempt, officer, number, language, slot, story, *rest in rows.iterator(chunk_size=5_000):
        if attempt != current:
            if taken:
                yield taken
            taken, current, counts = Taken(officer, number, language, {}), attempt, defaultdict(int)
        given = _given(*rest)
        taken.given[slot or 0, given.question if story else counts[slot]] = given
        counts[slot] += 1
    if taken:
        yield taken


def _given(question, question_type, version, answer, mark, out_of, numbers, values) -> Given:
    chosen = None
    if question_type in LISTED:
        keys = answer if isinstance(answer, list) else [answer] if answer else []
        chosen = tuple(keys)
    nothing = answer in (None, "", [])
    given = Given(question, version, None if nothing else mark, out_of, chosen)
    if question_type in WRITTEN and not nothing:
        given = replace(given, text=answer)
    if question_type == QuestionType.COMPUTED:
        given = replace(given, numbers=numbers, values=values)
    return given


def _fits(taken: Taken, worth: dict) -> bool:
    """Whether the attempt was drawn from the places that the quiz has now, with the same marks."""
    given = taken.given
    return given.keys() == worth.keys() and all(given[p].out_of == worth[p] for p in worth)


def _guess(found: Gathered, question: int | None) -> dict | None:
    """What guessing.score() takes for a fixed question; None where each draws another."""
    content = found.contents.get(question)
    if content is None:
        return None
    question_type = found.questions[question].type
    if question_type == QuestionType.SINGLE:
        return {
            "type": "multichoice_single",
            "fractions": [option["weight"] for option in content["options"]],
        }
    if question_type == QuestionType.TRUEFALSE:
        return {"type": "truefalse"}
    if question_type == QuestionType.MATCHING:
        return {"type": "matching", "choices": list(right_sides(content))}
    if question_type == QuestionType.ORDERING:
        # A blind guess earns 1/n of n steps, as in matching (quizzes/ordering.py).
        return {"type": "matching", "choices": content["order"]}
    if question_type in WRITTEN:
        return {"type": "numerical"}
    return None
