"""What quizzes tell of a step: questions that ask about it, wrong answers within some days."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from quizzes.evidence import questions, wrong_answers_in
from quizzes.models import Attempt
from quizzes.tests.test_results import take
from sop_pages.evidence import Period

TODAY = localdate


@pytest.fixture
def asked(make_quiz, step):
    """A quiz of two questions, the first of them about the step."""
    quiz = make_quiz(types=2)
    question = quiz.slots.first().question
    question.step = step
    question.save()
    return quiz


def told(first=0, last=0, sop_id=None):
    days = (TODAY() + timedelta(days=n) for n in (first, last))
    return [(one.count, one.people) for one in wrong_answers_in(Period(*days, sop_id))]


def test_question_points_at_its_step(asked, step):
    with override("en"):
        (line,) = questions(step.sop_id)

    assert (line.step_id, line.label.split(":")[0]) == (step.pk, "Question m2-01")
    assert line.url.endswith("/m2-01/")


def test_retired_question_points_at_nothing(asked, step):
    step.questions.update(state="retired")

    assert list(questions(step.sop_id)) == []


def test_wrong_answers_of_these_days_count_with_their_people(asked, step, as_, officer, colleague):
    for person in (officer, officer, colleague):
        take(as_(person), person, asked, "a")

    assert told() == [(3, 2)]
    assert told(sop_id=step.sop_id) == [(3, 2)]
    assert told(sop_id=step.sop_id + 1) == told(-5, -1) == told(1, 2) == []


def test_right_answers_and_open_attempts_do_not_count(asked, as_, officer):
    attempt = take(as_(officer), officer, asked, "a")
    attempt.responses.update(mark=1)

    assert told() == []
    assert Attempt.objects.filter(state="handed_in").count() == 1


def test_wrong_answers_of_few_people_are_guarded(asked, as_, officer):
    take(as_(officer), officer, asked, "a")

    assert [one.guarded for one in wrong_answers_in(Period(TODAY(), TODAY()))] == [True]
