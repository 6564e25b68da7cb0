"""Writing a question: the wording that nobody was asked yet is changed, else the next is made."""

from django.db import transaction
from django.utils.translation import override

from sop_site.lao.text import truncate

from . import likeness
from .computing import figures, first_numbers
from .content import LANGUAGES, faults
from .files import faults_of_files
from .models import Question, QuestionType, QuestionVersion, Story, StoryVersion
from .stories import story_faults
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
    said = [
        *faults(question_type, content),
        *faults_of_files(content),
        *unknown_values(content),
    ]
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
    newest = _newest_with(question, content, actor)
    _keep_titles(question, titles(content))
    likeness.keep(question, content["stem"])
    return newest


def all_story_faults(content: dict) -> list[str]:
    """What keeps a story from being asked, reference values that aren't there included."""
    return [*story_faults(content), *unknown_values(content)]


@transaction.atomic
def write_story(story: Story, content: dict, *, actor=None, is_draft: bool = False) -> StoryVersion:
    """As `write`, for the story of a case. Raises BadContent."""
    said = [] if is_draft else all_story_faults(content)
    if said:
        raise BadContent(said)
    newest = _newest_with(story, content, actor)
    _keep_titles(story, _beginnings(content["story"], {}))
    return newest


def _newest_with(owner: Question | Story, content: dict, actor):
    """The version of `owner` that holds `content`: the one that is there, else the next."""
    type(owner).objects.select_for_update().get(pk=owner.pk)
    newest = owner.versions.order_by("-number").first()
    if newest is None or (newest.asked_at and newest.content != content):
        newest = owner.versions.model(number=newest.number + 1 if newest else 1, created_by=actor)
        setattr(newest, owner.versions.field.name, owner)
    if newest.content != content:
        newest.content = content
        newest.save()
    return newest


def titles(content: dict) -> dict[str, str]:
    """By language, the beginning of a question's wording as lists show it. A value of LSSO's is
    left out: some day it is another one, and the title wouldn't know."""
    return _beginnings(content["stem"], figures({}, first_numbers(content)))


def _beginnings(text: dict, shown: dict) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):  # numbers are written as the language does
            found[language] = truncate(plain(text, language, shown, unknown="…"), TITLE_LENGTH)
    return found


def _keep_titles(owner: Question | Story, found: dict[str, str]) -> None:
    for language, title in found.items():
        setattr(owner, f"title_{language}", title)
    owner.save(update_fields=["title_lo", "title_en"])
