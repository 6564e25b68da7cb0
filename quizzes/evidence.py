"""What quizzes know of a step: how often a question about it was answered wrong; and which
questions name a reference value."""

from collections.abc import Iterator

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_pages.evidence import Evidence, Heat, Naming, Period

from .models import Attempt, Question, QuestionState, QuestionVersion, Response, Story
from .stories import newest_stories
from .values import named_keys


def wrong_answers(sop_id: int) -> Iterator[Evidence]:
    """Wrong or missing answers in handed-in attempts, by step of this SOP; one query."""
    rows = (
        Response.objects.filter(
            attempt__state=Attempt.State.HANDED_IN,
            question__step__sop=sop_id,
            mark__lt=F("out_of"),
        )
        .values("question__step")
        .annotate(count=Count("pk"))
        .order_by("question__step")
    )
    for row in rows:
        label = ngettext("%(count)d wrong answer", "%(count)d wrong answers", row["count"])
        yield Evidence(
            kind="wrong_answers",
            step_id=row["question__step"],
            count=row["count"],
            label=label % {"count": row["count"]},
        )


def questions(sop_id: int) -> Iterator[Evidence]:
    """Questions about a step of this SOP, the retired left out; one query."""
    rows = Question.objects.filter(step__sop=sop_id).exclude(state=QuestionState.RETIRED)
    for question in rows.order_by("key"):
        yield Evidence(
            kind="questions",
            step_id=question.step_id,
            count=1,
            label=_("Question %(key)s: %(title)s") % {"key": question.key, "title": question.title},
            url=reverse("quiz_question_edit", args=[question.key]),
        )


def wrong_answers_in(period: Period) -> Iterator[Heat]:
    """Wrong or missing answers of attempts handed in within these days; one query."""
    first, end = period.moments()
    responses = Response.objects.filter(
        attempt__state=Attempt.State.HANDED_IN,
        attempt__handed_in_at__gte=first,
        attempt__handed_in_at__lt=end,
        question__step__isnull=False,
        mark__lt=F("out_of"),
    )
    if period.sop_id:
        responses = responses.filter(question__step__sop=period.sop_id)
    counted = responses.values("question__step").order_by("question__step")
    for row in counted.annotate(count=Count("pk"), people=Count("attempt__officer", distinct=True)):
        yield Heat(row["question__step"], row["count"], row["people"], guarded=True)


def questions_naming(key: str) -> Iterator[Naming]:
    """Questions and cases, the retired left out, whose newest version names this value; four
    queries."""
    questions = Question.objects.exclude(state=QuestionState.RETIRED).with_newest()
    newest = {question.newest_id: question for question in questions if question.newest_id}
    for version in QuestionVersion.objects.filter(pk__in=newest).order_by("question__key"):
        if key in named_keys(version.content):
            question = newest[version.pk]
            yield Naming(
                kind=_("Question"),
                label=f"{question.key} – {question.title}",
                url=reverse("quiz_question_edit", args=[question.key]),
            )
    yield from _stories_naming(key)


def _stories_naming(key: str) -> Iterator[Naming]:
    stories = Story.objects.exclude(state=Story.State.RETIRED).in_bulk()
    for version in newest_stories(stories).values():
        if key in named_keys(version.content):
            story = stories[version.story_id]
            yield Naming(
                kind=_("Case"),
                label=f"{story.key} – {story.title}",
                url=reverse("quiz_case_edit", args=[story.key]),
            )
