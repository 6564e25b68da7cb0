"""Two at once, with real threads and real commits, on whichever database is set."""

import threading

import pytest
from django.db import connection

from quizzes.models import Attempt, Response
from quizzes.starting import start
from sop_site.offline import inbox

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


def at_once(deed, times=MANY) -> list:
    """What each of several threads got from the same deed, started together."""
    gate, got = threading.Barrier(times), []

    def run(n):
        gate.wait()
        try:
            got.append(deed(n))
        except Exception as error:
            got.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_starts_at_once_draw_one_attempt(make_quiz, officer):
    quiz = make_quiz(types=3)

    got = at_once(lambda n: start(quiz, officer=officer, language="lo").pk)

    attempt = Attempt.objects.get(officer=officer)
    assert got == [attempt.pk] * MANY
    assert attempt.responses.count() == 3


def test_hand_ins_at_once_are_one(begun, officer):
    payload = {"attempt": begun.uuid.hex, "sequence": 9}

    got = at_once(lambda n: inbox.deliver(officer, "quiz.hand_in", payload).result["receipt"])

    begun.refresh_from_db()
    assert got == [begun.receipt] * MANY
    assert begun.mark == 0


def test_answers_at_once_keep_the_highest_sequence(begun, officer):
    key = begun.responses.get(position=1).question.key

    def answer(n):
        payload = {"attempt": begun.uuid.hex, "question": key, "sequence": n + 1}
        return inbox.deliver(officer, "quiz.answer", payload | {"response": "abcd"[n]}).status

    assert at_once(answer) == ["stored"] * MANY
    response = Response.objects.get(attempt=begun, position=1)
    assert (response.answer, response.sequence) == ("d", 4)
