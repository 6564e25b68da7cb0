"""A whole attempt, or a practice without one, as a phone keeps it: every question in one page.

Keys go along for a practice alone, so that it marks itself, and never of a question that the same
officer has open in an assessed quiz (docs/decisions/030).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from .computing import figures, key_content
from .content import CHOICES, NUMBERS
from .drawing import draw
from .marking import marking
from .models import Attempt, QuestionType, Quiz, Response, Review
from .presenting import Asked, present
from .reviewing import lesson_of, open_elsewhere, right_of
from .stories import Part, parts_of
from .values import values_today
from .wording import rich


@dataclass(frozen=True)
class Entry:
    """One question for the page. `known` is what the server has of its answer (JSON); `marking`
    (JSON), `said`, `right` and `explanation` are filled only where keys may be seen."""

    response: Response
    asked: Asked
    known: str
    marking: str = ""
    said: list[tuple[str, SafeString]] = field(default_factory=list)
    right: list[SafeString] = field(default_factory=list)
    explanation: str = ""
    lesson: str = ""


def entries_of(attempt: Attempt, responses: Sequence[Response], language: str) -> list[Entry]:
    """The questions of an open attempt, with the answers that have arrived; at most one query."""
    shows_keys = may_mark_itself(attempt.quiz)
    hidden = set()
    if shows_keys:
        hidden = open_elsewhere(attempt.officer_id, [r.question_id for r in responses], attempt.pk)
    parts = parts_of(responses)
    return [
        _entry(
            response,
            attempt.values,
            language,
            shows_keys and response.question_id not in hidden,
            parts.get(response.position),
        )
        for response in responses
    ]


def may_mark_itself(quiz: Quiz) -> bool:
    return quiz.kind == Quiz.Kind.PRACTICE and quiz.review != Review.AFTER_CLOSE


def practice_of(quiz: Quiz, officer, language: str) -> tuple[list[Entry], int]:
    """What this officer can practise without a network, and how many questions were left out.

    The same all week, so that a saved page stays as it is; pools give others the week after.
    Nothing is recorded: no attempt is begun, no version frozen.
    """
    year, week, _day = timezone.localdate().isocalendar()
    name = f"{quiz.slug} {officer.uid} {year} {week}"
    drawn = draw(quiz, int(sha256(name.encode()).hexdigest()[:12], 16))
    hidden = open_elsewhere(officer.pk, [entry.question.pk for entry in drawn])
    shown = [entry for entry in drawn if entry.question.pk not in hidden]
    values = values_today([content for entry in shown for content in entry.contents])
    responses = [
        Response(
            position=position,
            question=entry.question,
            version=entry.version,
            story_version=entry.story_version,
            option_order=entry.option_order,
            numbers=entry.numbers,
            critical=entry.question.critical,
            out_of=entry.marks,
        )
        for position, entry in enumerate(shown, 1)
    ]
    parts = parts_of(responses)
    entries = [_entry(r, values, language, True, parts.get(r.position)) for r in responses]
    return entries, len(drawn) - len(shown)


def about(quiz: Quiz, attempt: Attempt | None = None) -> str:
    """What the modules must know of the whole, as JSON."""
    found = {"title": quiz.title, "slug": quiz.slug, "review": quiz.review}
    found["pass_mark"] = attempt.pass_mark if attempt else quiz.pass_mark
    if attempt:
        found |= {"attempt": attempt.uuid.hex, "site": settings.PUBLIC_URL.rstrip("/")}
        if attempt.closes_at:
            found["closes"] = attempt.closes_at.isoformat()
    else:
        found["review"] = Review.AFTER_EACH
    return json.dumps(found)


def _entry(
    response: Response, values: dict, language: str, shows_keys: bool, part: Part | None
) -> Entry:
    asked = present(response, values, language, response.answer, part)
    known = json.dumps(_known(response))
    if not shows_keys:
        return Entry(response, asked, known)
    question_type, content = response.question.type, key_content(response, values)
    lesson = lesson_of(response, part, values, language)
    values = figures(values, response.numbers)
    key = marking(question_type, content) | {"out_of": f"{response.out_of.normalize():f}"}
    if response.critical:
        key["critical"] = True
    return Entry(
        response,
        asked,
        known,
        marking=json.dumps(key),
        said=_said(question_type, content, language, values),
        right=right_of(question_type, content, language, values),
        explanation=rich(content.get("explanation"), language, values),
        lesson=lesson,
    )


def _known(response: Response) -> dict:
    """A key without a value is left out, as everywhere in what phones read."""
    found = {"question": response.question.key, "type": response.question.type}
    if response.is_answered:
        claimed = response.claimed_at
        found |= {"response": response.answer, "sequence": response.sequence}
        found["at"] = round(claimed.timestamp() * 1000) if claimed else 0
        found["id"] = response.item_id.hex if response.item_id else ""
    return found


def _said(question_type: str, content: dict, language: str, values: dict):
    """The feedback to each option or side by its key, to each known wrong answer by its place."""
    if question_type in CHOICES:
        texts = [(option["key"], option.get("feedback")) for option in content["options"]]
    elif question_type in NUMBERS | {QuestionType.SHORT}:
        texts = [(str(n), w.get("feedback")) for n, w in enumerate(content.get("known_wrong", []))]
    elif question_type == QuestionType.ORDERING:
        items = {item["key"]: item.get("feedback") for item in content["items"]}
        texts = [(f"item-{key}", items[key]) for key in content["order"]]
    else:
        texts = [(f"left-{pair['key']}", pair.get("feedback")) for pair in content["pairs"]]
        extra = content.get("distractors", [])
        texts += [(f"extra-{one['key']}", one.get("feedback")) for one in extra]
    said = [(key, rich(both, language, values)) for key, both in texts]
    return [(key, text) for key, text in said if text]
