"""Writing a question: the wording that nobody was asked yet is changed, else the next is made."""

from django.db import transaction

from .content import faults
from .models import Question, QuestionVersion
from .values import unknown_values
from .wording import plain

TITLE_LENGTH = 120


class BadContent(Exception):
    """The content can't be asked. `faults` are translated sentences."""

    def __init__(self, said: list[str]):
        super().__init__(" ".join(said))
        self.faults = said


def all_faults(question_type: str, content: dict) -> list[str]:
    """What is missing or can't be asked, reference values that aren't there included: sentences."""
    return [*faults(question_type, content), *unknown_values(content)]


@transaction.atomic
def write(
    question: Question, content: dict, *, actor=None, is_draft: bool = False
) -> QuestionVersion:
    """Makes `content` the newest wording of a saved question; the same wording changes nothing.

    Raises BadContent, unless it is a draft, which nobody is asked. Running attempts keep what
    they drew.
    """
    said = [] if is_draft else all_faults(question.type, content)
    if said:
        raise BadContent(said)
    Question.objects.select_for_update().get(pk=question.pk)
    newest = question.versions.order_by("-number").first()
    if newest is None or (newest.asked_at and newest.content != content):
        newest = QuestionVersion(question=question, number=newest.number + 1 if newest else 1)
        newest.created_by = actor
    if newest.content != content:
        newest.content = content
        newest.save()
    question.title_lo = plain(content["stem"], "lo", {})[:TITLE_LENGTH]
    question.title_en = plain(content["stem"], "en", {})[:TITLE_LENGTH]
    question.save(update_fields=["title_lo", "title_en"])
    return newest
