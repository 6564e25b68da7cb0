"""The way back from cases, with an attempt at one."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quizzes.models import Attempt, Question, QuizSlot
from quizzes.starting import start

BEFORE = [("quizzes", "0017_exceptions_of_cohorts")]


@pytest.mark.django_db(transaction=True)
def test_going_back_takes_cases_out_and_keeps_answers(make_quiz, make_case, officer):
    quiz = make_quiz("m2", 1)
    QuizSlot.objects.create(quiz=quiz, position=2, story=make_case("C-1", 2), marks=2)
    attempt = start(quiz, officer=officer, language="lo")

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert QuizSlot.objects.filter(quiz=quiz).count() == 1
    states = Question.objects.filter(key__startswith="C-1-").values_list("key", "state", "story")
    assert sorted(states) == [("C-1-a", "retired", None), ("C-1-b", "retired", None)]
    kept = Attempt.objects.get(pk=attempt.pk).responses
    assert sorted(kept.values_list("question__key", flat=True)) == ["C-1-a", "C-1-b", "m2-01"]
