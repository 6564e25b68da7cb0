"""What of a person's quizzes lies in the saved copy, and what not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.models import Attempt, Quiz, QuizSlot
from quizzes.saved import own_pages
from quizzes.starting import start
from sop_site.offline import inbox

from .test_items import send


@pytest.fixture
def pages(rf, officer):
    """pages() -> {path: text of its main} of the officer's own pages in English."""

    def made():
        request = rf.get("/", headers={"host": "127.0.0.1:8000"})
        request.user, request.session = officer, {}
        return {document.u: document.m for document in own_pages("en", request)}

    return made


def test_due_quizzes_and_open_attempts_are_saved(begun, pages):
    found = pages()

    assert {"/en/quizzes/", "/en/quizzes/m2/", f"/en/quizzes/m2/{begun.uuid}/"} <= set(found)
    assert found[f"/en/quizzes/m2/{begun.uuid}/"].count("<template data-question=") == 3
    assert re.findall(r"SECRET-\w+-m2", "".join(found.values())) == []


def test_practice_takes_its_keys_along(make_quiz, pages):
    make_quiz("practice", ["single", "multiple", "numeric", "short"])

    found = pages()["/en/quizzes/practice/practise/"]

    assert found.count("data-marking=") == 4
    assert "SECRET-feedback-practice-01-c" in found
    assert not Attempt.objects.filter(quiz__slug="practice").exists()


def test_practice_leaves_out_what_is_open_in_an_assessed_quiz(make_quiz, officer, pages):
    practice = make_quiz("practice", 2)
    shared = practice.slots.first().question
    exam = Quiz.objects.create(
        slug="exam", title_lo="ສອບ", title_en="Exam", kind="assessed", state="ready"
    )
    QuizSlot.objects.create(quiz=exam, question=shared)
    trial = start(practice, officer=officer, language="en")
    before = pages()
    start(exam, officer=officer, language="en")

    after = pages()

    secret = f"SECRET-feedback-{shared.key}-a"
    assert secret in before["/en/quizzes/practice/practise/"]
    assert secret in before[f"/en/quizzes/practice/{trial.uuid}/"]
    assert secret not in "".join(after.values())
    assert "1 question is left out" in after["/en/quizzes/practice/practise/"]


def test_result_is_saved_once_it_was_seen(begun, officer, as_, pages):
    send(officer, begun, "c")
    inbox.deliver(officer, "quiz.hand_in", {"attempt": begun.uuid.hex, "sequence": 9})
    address = f"/en/quizzes/m2/{begun.uuid}/result/"
    unseen = address in pages()
    as_(officer).get(address)

    assert (unseen, address in pages()) == (False, True)


def test_saving_marks_no_result_as_seen(begun, officer, pages):
    inbox.deliver(officer, "quiz.hand_in", {"attempt": begun.uuid.hex, "sequence": 9})

    pages()

    assert Attempt.objects.get(pk=begun.pk).seen_at is None


def test_saved_page_stays_as_it_is(make_quiz, begun, pages):
    make_quiz("practice", 3)

    assert pages() == pages()


@pytest.fixture
def seen_result(officer, as_):
    """seen_result(quiz): the address of a result that was handed in and looked at."""

    def made(quiz):
        attempt = start(quiz, officer=officer, language="en")
        inbox.deliver(officer, "quiz.hand_in", {"attempt": attempt.uuid.hex, "sequence": 9})
        address = f"/en/quizzes/{quiz.slug}/{attempt.uuid}/result/"
        as_(officer).get(address)
        return address

    return made


def test_results_that_are_known_cost_the_same_whatever_their_number(make_quiz, seen_result, pages):
    quiz = make_quiz("practice", 3)
    costs = []
    for count in (1, 5):
        addresses = [seen_result(quiz) for _ in range(count)]
        before = pages()
        with CaptureQueriesContext(connection) as found:
            assert pages() == before
        costs.append(len(found))
        assert set(addresses) <= set(before)

    assert costs[0] == costs[1]


def test_result_that_is_marked_anew_is_rendered_anew(make_quiz, seen_result, pages):
    address = seen_result(make_quiz("practice", 3))
    before = pages()[address]
    Attempt.objects.filter(quiz__slug="practice").update(mark=1)

    assert "0 of 3 marks" in before
    assert "1 of 3 marks" in pages()[address]


def test_known_result_holds_back_what_is_open_in_an_assessed_quiz(
    make_quiz, seen_result, officer, pages
):
    practice = make_quiz("practice", 1)
    address = seen_result(practice)
    shared = practice.slots.first().question
    exam = Quiz.objects.create(
        slug="exam", title_lo="ສອບ", title_en="Exam", kind="assessed", state="ready"
    )
    QuizSlot.objects.create(quiz=exam, question=shared)
    secret = f"SECRET-explanation-{shared.key}"
    before = pages()[address]
    start(exam, officer=officer, language="en")

    assert secret in before
    assert secret not in pages()[address]
