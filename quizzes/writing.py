"""Writing a question: the wording that nobody was asked yet is changed, else the next is made."""

from django.db import transaction
from django.utils.translation import override

from .computing import figures, first_numbers
from .content import LANGUAGES, faults
from .models import Question, QuestionType, QuestionVersion
from .values import uncomputed, unknown_values
from .wording import plain

TITLE_LENGTH = 120


class BadContent(Exception):
    """The content can't be asked. `faults` are translated sentences."""

    def __init__(self, said: list[str]):
        super().__init__(" ".join(said))
        self.faults = said


def all_faults(question_type: str, content: dict) -> list[str]:
    """What is missing or can't be asked, reference values that aren't there included: sentences."""
    said = [*faults(question_type, content), *unknown_values(content)]
    if not said and question_type == QuestionType.COMPUTED:
        said = uncomputed(content)
    return said


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
    for language, title in titles(content).items():
        setattr(question, f"title_{language}", title)
    question.save(update_fields=["title_lo", "title_en"])
    return newest


def titles(content: dict) -> dict[str, str]:
    """By language, the beginning of a wording as lists show it."""
    shown = figures({}, first_numbers(content))
    found = {}
    for language in LANGUAGES:
        with override(language):  # numbers are written as the language does
            found[language] = plain(content["stem"], language, shown)[:TITLE_LENGTH]
    return found
