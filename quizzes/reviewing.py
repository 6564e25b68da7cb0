"""What an officer may see of an attempt, and when: the one gate before keys and feedback."""

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sop_pages.figures import digits

from .beside import Beside, beside_of
from .computing import figures, key_content
from .content import CHOICES, NUMBERS, decimal
from .grading import feedback, grade
from .models import Attempt, QuestionType, Quiz, Response, Review
from .overriding import as_taken_by
from .pairing import right_of_each, right_sides
from .stories import Part
from .wording import rich


@dataclass(frozen=True)
class Looked:
    """One question as its review shows it. Texts are HTML; lists hold one text an entry."""

    response: Response
    stem: SafeString
    given: list[SafeString]
    right: list[SafeString]
    said: list[SafeString]
    explanation: SafeString
    state: str  # "right", "partly", "wrong" or "blank"
    story: SafeString = ""  # of a case, with its first question
    lesson: SafeString = ""  # the explanation of a case, with its last question
    part: Part | None = None
    picture: Beside | None = None
    sound: Beside | None = None


@dataclass(frozen=True)
class Gate:
    """Whether the review may be seen. `waits_for` is the open assessed quiz that forbids it."""

    is_open: bool
    waits_for: Quiz | None = None
    waits_until: object = None
    shows_right: bool = False


def gate(attempt: Attempt, *, now=None) -> Gate:
    """The policy of the quiz, and nothing of a question that this officer has open in an
    assessed quiz: a practice must not tell its key. One query."""
    now = now or timezone.now()
    quiz = attempt.quiz
    if quiz.review == Review.AFTER_CLOSE:
        # An earlier close of one's own opens nothing: others still answer.
        closings = (quiz.closes_at, attempt.own_close)
        last = max(closing for closing in closings if closing)
        if not quiz.has_closed(now) or not attempt.has_closed(now):
            return Gate(False, waits_until=last)
    if attempt.awaits_hand_in or (attempt.is_open and quiz.review != Review.AFTER_EACH):
        return Gate(False)
    blocking = (
        Attempt.objects.unfinished()
        .filter(
            officer=attempt.officer_id,
            quiz__kind=Quiz.Kind.ASSESSED,
            responses__question__in=attempt.responses.values("question"),
        )
        .exclude(pk=attempt.pk)
        .select_related("quiz")
        .first()
    )
    if blocking:
        return Gate(False, waits_for=blocking.quiz)
    return Gate(True, shows_right=_shows_right(attempt, now))


def open_elsewhere(officer_id: int, questions: list[int], attempt_id: int | None = None) -> set:
    """Which of these questions the officer has open in an assessed quiz; one query."""
    return set(
        Response.objects.filter(
            attempt__in=_assessed(officer_id),
            question__in=questions,
        )
        .exclude(attempt=attempt_id)
        .values_list("question", flat=True)
    )


def _assessed(officer_id: int):
    unfinished = Attempt.objects.unfinished().order_by()
    return unfinished.filter(officer=officer_id, quiz__kind=Quiz.Kind.ASSESSED)


def open_questions(officer_id: int) -> list[tuple]:
    """(attempt, quiz's titles, question) of all that the officer has open in assessed quizzes."""
    found = Response.objects.filter(attempt__in=_assessed(officer_id))
    titles = ("attempt__quiz__title_lo", "attempt__quiz__title_en")
    return list(found.order_by("pk").values_list("attempt", *titles, "question"))


def _shows_right(attempt: Attempt, now) -> bool:
    """Right answers stay hidden while another attempt at an assessed quiz may follow."""
    if attempt.quiz.kind == Quiz.Kind.PRACTICE or attempt.passed:
        return True
    quiz = as_taken_by(attempt.quiz, attempt.officer_id)
    if not quiz.is_open(now):
        return True
    return quiz.attempts_allowed is not None and attempt.number >= quiz.attempts_allowed


def note_seen(attempt: Attempt) -> None:
    """Remembers that the review was shown: answers that arrive later are no longer counted."""
    if attempt.seen_at is None:
        Attempt.objects.filter(pk=attempt.pk, seen_at__isnull=True).update(seen_at=timezone.now())


def look(
    response: Response,
    values: dict,
    language: str,
    *,
    shows_right: bool,
    part: Part | None = None,
) -> Looked:
    """The review of one question; only for responses that passed the gate. Of a case, `part` is
    its place among the others."""
    story = response.story_version.content["story"] if part and part.is_first else None
    lesson = lesson_of(response, part, values, language) if shows_right else ""
    story = rich(story, language, values)
    question_type, content = response.question.type, key_content(response, values)
    values = figures(values, response.numbers)
    given = response.answer if response.is_answered else []
    said = feedback(question_type, content, response.answer, language)
    return Looked(
        response=response,
        stem=rich(content["stem"], language, values),
        given=_texts(question_type, content, given, language, values),
        right=right_of(question_type, content, language, values) if shows_right else [],
        said=[rich({language: text}, language, values) for text in said],
        explanation=rich(content.get("explanation"), language, values) if shows_right else "",
        state=_state(response, content),
        story=story,
        lesson=lesson,
        part=part,
        **beside_of(content, language),
    )


def in_texts(response: Response, answer, values: dict, language: str) -> list[SafeString]:
    """An answer in the words of what was asked, one HTML text an entry; `values` the attempt's."""
    content = response.version.content
    shown = figures(values, response.numbers)
    return _texts(response.question.type, content, answer or [], language, shown)


def lesson_of(response: Response, part: Part | None, values: dict, language: str) -> SafeString:
    """What a case teaches as a whole, after its last question; "" at all others."""
    if part is None or not part.is_last:
        return ""
    return rich(response.story_version.content.get("explanation"), language, values)


def _state(response: Response, content: dict) -> str:
    if not response.is_answered:
        return "blank"
    fraction = grade(response.question.type, content, response.answer).fraction
    return "right" if fraction == 1 else "partly" if fraction > 0 else "wrong"


def _texts(question_type, content, given, language, values) -> list[SafeString]:
    if question_type in CHOICES:
        keys = [given] if isinstance(given, str) else given
        return [
            rich(option["text"], language, values)
            for option in content["options"]
            if option["key"] in keys
        ]
    if question_type == QuestionType.MATCHING:
        return _pairs(content, given, language, values)
    if question_type == QuestionType.ORDERING:
        return _steps(content, given, language, values)
    return [given] if given else []


def _steps(content, order, language, values) -> list[SafeString]:
    texts = {item["key"]: item["text"] for item in content["items"]}
    return [
        format_html("{}. {}", number, rich(texts[key], language, values))
        for number, key in enumerate(order, 1)
    ]


def _pairs(content, given, language, values) -> list[SafeString]:
    """Each left side with the right one that was given to it."""
    rights, chosen = right_sides(content), dict(given)
    return [
        format_html(
            "{} → {}",
            rich(pair["left"], language, values),
            rich(rights[chosen[pair["key"]]], language, values),
        )
        for pair in content["pairs"]
        if pair["key"] in chosen
    ]


def answer_in_digits(answer: str, language: str) -> str:
    """The right answer of a question for a number, as this language writes numbers: 405.000. What
    is none, as in a draft, stays as it is."""
    number = decimal(answer)
    with translation.override(language):
        return str(answer) if number is None else digits(number)


def right_of(question_type, content, language, values) -> list[SafeString]:
    """The right answer as texts; only for questions that passed the gate."""
    if question_type in CHOICES:
        keys = [o["key"] for o in content["options"] if decimal(o["weight"]) > 0]
        return _texts(question_type, content, keys, language, values)
    if question_type in NUMBERS:
        unit = (content.get("unit") or {}).get(language, "")
        return [f"{answer_in_digits(content['answer'], language)} {unit}".strip()]
    if question_type == QuestionType.MATCHING:
        return _pairs(content, right_of_each(content), language, values)
    if question_type == QuestionType.ORDERING:
        return _steps(content, content["order"], language, values)
    accepted = content["accepted"]
    return (accepted.get(language) or [t for texts in accepted.values() for t in texts])[:1]
