"""A question of a case goes to another case of its pool; what was drawn stays as it was drawn."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Pool, Question, QuizSlot, Story
from quizzes.moving import NotMoved, move
from quizzes.starting import start
from sop_site.officers.models import AuditEntry

from .test_bank import THREE, form_data
from .test_cases_cms import case_data
from .test_items import hand_in, send

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def cases(make_case):
    """C-1 with three questions and C-2 with two, both ready."""
    return make_case("C-1", 3), make_case("C-2", 2)


def keys(story):
    return list(story.questions.order_by("story_position").values_list("key", flat=True))


def page_of(client, key="C-1-b"):
    return client.get(reverse("quiz_question_edit", args=[key])).content.decode()


def post(client, pool, case, key="C-1-b", **fields):
    data = form_data(pool, THREE, case=case.pk, **fields)
    return client.post(reverse("quiz_question_edit", args=[key]), data)


def test_moved_question_stands_last_with_key_share_and_versions(cases, trainer):
    question = Question.objects.get(key="C-1-b")
    Question.objects.filter(pk=question.pk).update(share="2.5")
    versions = list(question.versions.values_list("pk", "number"))

    move(question, cases[1], actor=trainer)

    question.refresh_from_db()
    assert [keys(story) for story in cases] == [
        ["C-1-a", "C-1-c"],
        ["C-2-a", "C-2-b", "C-1-b"],
    ]
    assert (question.story_position, question.share) == (3, 2.5)
    assert list(question.versions.values_list("pk", "number")) == versions
    entry = AuditEntry.objects.get(deed="question.moved")
    assert (entry.actor_id, entry.subject_id) == (trainer.pk, str(question.pk))
    assert entry.facts == {"before": cases[0].pk, "after": cases[1].pk}


def test_moving_twice_is_moving_once(cases, trainer):
    question = Question.objects.get(key="C-1-b")

    for _time in (1, 2):
        move(question, cases[1], actor=trainer)

    assert keys(cases[1]) == ["C-2-a", "C-2-b", "C-1-b"]
    assert AuditEntry.objects.filter(deed="question.moved").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda story: setattr(story, "state", "retired"), "retired"),
        (lambda story: setattr(story, "pool", Pool.objects.create(name="other")), "its own pool"),
    ],
)
def test_case_that_does_not_fit_is_refused(cases, trainer, change, said):
    change(cases[1])
    cases[1].save()

    with pytest.raises(NotMoved, match=said):
        move(Question.objects.get(key="C-1-b"), cases[1], actor=trainer)

    assert keys(cases[0]) == ["C-1-a", "C-1-b", "C-1-c"]


def test_ready_case_keeps_its_last_ready_question(cases, trainer):
    cases[0].questions.exclude(key="C-1-b").update(state="draft")
    question = Question.objects.get(key="C-1-b")

    with pytest.raises(NotMoved, match="only ready question of C-1"):
        move(question, cases[1], actor=trainer)
    Story.objects.filter(key="C-1").update(state="draft")
    move(question, cases[1], actor=trainer)

    assert keys(cases[1])[-1] == "C-1-b"


def test_attempts_before_and_after_hold_what_they_drew(cases, make_quiz, officer, colleague):
    quiz = make_quiz("m2", 0)
    for place, story in enumerate(cases):
        QuizSlot.objects.create(quiz=quiz, story=story, marks=6, position=place)
    before = start(quiz, officer=officer, language="en")
    move(Question.objects.get(key="C-1-b"), cases[1], actor=None)
    after = start(quiz, officer=colleague, language="en")

    for attempt in (before, after):
        for position in range(1, 6):
            send(attempt.officer, attempt, "c", position=position)
        hand_in(attempt.officer, attempt)
        attempt.refresh_from_db()

    drawn = [
        set(a.responses.values_list("question__key", "story_version__story__key", "out_of"))
        for a in (before, after)
    ]
    assert ("C-1-b", "C-1", 2) in drawn[0]
    assert ("C-1-b", "C-2", 2) in drawn[1]
    assert [(a.mark, a.out_of) for a in (before, after)] == [(12, 12), (12, 12)]


def test_trainer_moves_it_on_its_page(cases, trainer, as_):
    client = as_(trainer)
    offered = page_of(client).partition('name="case"')[2].partition("</select>")[0]

    reply = post(client, cases[0].pool, cases[1])

    assert re.findall(r">\s*(C-\d)", offered) == ["C-1", "C-2"]
    assert reply.url == reverse("quiz_question_edit", args=["C-1-b"])
    assert keys(cases[1])[-1] == "C-1-b"
    assert AuditEntry.objects.get(deed="question.moved").actor_id == trainer.pk


def test_page_offers_only_cases_of_the_pool_in_use(cases, make_case, make_question, trainer, as_):
    make_case("C-3", state="retired")
    foreign = make_case("C-4")
    Story.objects.filter(pk=foreign.pk).update(pool=Pool.objects.create(name="x"))
    make_question("alone")
    client = as_(trainer)

    page = page_of(client)
    refused = post(client, cases[0].pool, foreign)

    assert [f">{key} " in page for key in ("C-1", "C-2", "C-3", "C-4")] == [
        True,
        True,
        False,
        False,
    ]
    assert refused.status_code == 200
    assert keys(foreign) == ["C-4-a", "C-4-b", "C-4-c"]
    assert 'name="case"' not in page_of(client, "alone")


def test_what_keeps_it_where_it_is_stands_at_the_field(cases, trainer, as_):
    cases[0].questions.exclude(key="C-1-b").update(state="draft")

    page = post(as_(trainer), cases[0].pool, cases[1], stem_en="Other words").content.decode()

    assert "only ready question of C-1" in page
    assert Question.objects.get(key="C-1-b").versions.get().content["stem"]["en"] != "Other words"


def test_page_of_a_case_from_before_the_move_is_not_saved(cases, trainer, as_):
    sent = case_data(cases[0], key="C-1", story_en="Kept words")
    move(Question.objects.get(key="C-1-b"), cases[1], actor=trainer)

    page = as_(trainer).post(reverse("quiz_case_edit", args=["C-1"]), sent).content.decode()

    assert "The case has other questions by now." in page
    assert "Kept words" in page
    assert keys(cases[1]) == ["C-2-a", "C-2-b", "C-1-b"]
