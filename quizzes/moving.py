"""Moving a question from one case to another of its pool.

Attempts keep what they drew: the question's version, the story's version and the marks stand in
their responses, as they do on paper that was printed.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sop_site.officers import audit

from .models import Question, QuestionState, Story

MOVED = "question.moved"


class NotMoved(Exception):
    """The question has to stay where it is; says why, translated."""


@transaction.atomic
def move(question: Question, to: Story, *, actor) -> Question:
    """Puts a question of a case last in another case, with its key, versions and share; where it is
    already there nothing happens. Raises NotMoved."""
    stories = Story.objects.select_for_update().order_by("pk")
    stories = {story.pk: story for story in stories.filter(pk__in=[question.story_id, to.pk])}
    kept = Question.objects.select_for_update().get(pk=question.pk)
    if kept.story_id == to.pk:
        return kept
    if kept.story_id not in stories:
        raise NotMoved(_("The question belongs to another case by now. Look at it again."))
    _refuse(kept, stories[kept.story_id], stories[to.pk])
    before, kept.story = kept.story_id, stories[to.pk]
    kept.story_position = next_place(kept.story)
    kept.save(update_fields=["story", "story_position"])
    audit.record(actor, MOVED, kept, before=before, after=to.pk)
    return kept


def _refuse(question: Question, before: Story, to: Story) -> None:
    if to.pool_id != question.pool_id:
        raise NotMoved(_("A question is moved only to a case of its own pool."))
    if to.state == Story.State.RETIRED:
        raise NotMoved(_("That case is retired: nobody would be asked the question."))
    others = before.questions.filter(state=QuestionState.READY).exclude(pk=question.pk)
    is_needed = question.state == QuestionState.READY and before.state == Story.State.READY
    if is_needed and not others.exists():
        raise NotMoved(
            _("It is the only ready question of %(case)s. Make that case a draft first.")
            % {"case": before.key}
        )


def next_place(story: Story) -> int:
    """The place behind the questions that a case has."""
    return (story.questions.aggregate(last=Max("story_position"))["last"] or 0) + 1
