"""What is to be mended in questions, measured by the reference values of today."""

from collections.abc import Iterable

from django.utils import timezone

from sop_pages.models.values import values_on

from .content import ASKED_TYPES
from .lints import Finding, blocking, findings, story_findings
from .models import Question, QuestionVersion


def to_mend(question_type: str, content: dict) -> list[Finding]:
    """What the lints say of a wording today; one query."""
    return findings(question_type, content, values_on(timezone.localdate()))


def to_mend_in_story(content: dict) -> list[Finding]:
    """The same of the story of a case."""
    return story_findings(content, values_on(timezone.localdate()))


def note_what_to_mend(questions: Iterable[Question]) -> None:
    """Sets `stops` and `hints` of each, how many there are, by its newest wording; two queries.
    They come from `with_newest()`."""
    questions = list(questions)
    newest = QuestionVersion.objects.filter(pk__in=[one.newest_id for one in questions])
    contents = dict(newest.values_list("pk", "content"))
    values = values_on(timezone.localdate())
    for question in questions:
        content = contents.get(question.newest_id)
        is_read = content and question.type in ASKED_TYPES
        found = findings(question.type, content, values) if is_read else []
        question.stops = len(blocking(found))
        question.hints = len(found) - question.stops
