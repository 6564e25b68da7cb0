"""A trainer matches the code that an officer's phone showed."""

import pytest

from quizzes.hand_in_codes import code_of
from quizzes.models import Attempt
from quizzes.starting import start
from sop_site.offline import inbox

from .test_items import send

MATCHED = "It has arrived, and the answers are those of this receipt."
CHANGED = "It has arrived, but not with the same answers"
NOTHING = "Nothing with this code has arrived."


@pytest.fixture
def handed_in(begun, officer):
    """The code of an attempt whose hand-in brought the code that its phone showed."""
    send(officer, begun, "c", sequence=5)
    Attempt.objects.filter(pk=begun.pk).update(hand_in_sequence=9)
    begun.refresh_from_db()
    code = code_of(begun)
    payload = {"attempt": begun.uuid.hex, "sequence": 9, "code": code}
    assert inbox.deliver(officer, "quiz.hand_in", payload).status == "stored"
    return code


def page(client, code: str) -> str:
    return client.get(f"/en/quizzes/receipt/{code}/").content.decode().replace("<wbr>", "")


def test_trainer_sees_that_the_answers_are_those_of_the_code(handed_in, officer, trainer, as_):
    found = page(as_(trainer), handed_in)

    assert MATCHED in found
    assert officer.name in found


def test_answer_from_another_phone_shows_as_a_difference(handed_in, begun, officer, trainer, as_):
    send(officer, begun, "a", position=2, sequence=6)

    assert CHANGED in page(as_(trainer), handed_in)


def test_own_code_is_found_and_a_colleagues_is_not(handed_in, officer, colleague, as_):
    assert MATCHED in page(as_(officer), handed_in)

    hidden = page(as_(colleague), handed_in)
    assert NOTHING in hidden
    assert officer.name not in hidden.partition('id="main"')[2].partition("<footer")[0]


@pytest.mark.parametrize("form", [str, str.lower, lambda code: code.replace("-", "")])
def test_code_of_the_result_page_finds_the_same_attempt(handed_in, begun, trainer, as_, form):
    begun.refresh_from_db()
    receipt = form(begun.receipt)

    found = as_(trainer).get("/en/quizzes/receipt/", {"code": receipt}, follow=True)

    text = found.content.decode().replace("<wbr>", "")
    assert begun.receipt != handed_in
    assert MATCHED in text
    assert handed_in in text


def test_code_of_a_colleagues_result_page_stays_hidden(handed_in, begun, officer, colleague, as_):
    begun.refresh_from_db()

    assert NOTHING in page(as_(colleague), begun.receipt)
    assert MATCHED in page(as_(officer), begun.receipt)


def test_hand_in_without_a_phones_code_is_found_by_ours(officer, trainer, as_, make_quiz):
    attempt = start(make_quiz("plain", 1), officer=officer, language="lo")
    inbox.deliver(officer, "quiz.hand_in", {"attempt": attempt.uuid.hex, "sequence": 1})
    attempt.refresh_from_db()

    assert MATCHED in page(as_(trainer), attempt.receipt)


@pytest.mark.parametrize("code", ["K7M-2PAQX", "%00", "'--", "x" * 200])
def test_unknown_code_finds_nothing(handed_in, trainer, as_, code):
    assert NOTHING in page(as_(trainer), code)


def test_phone_may_say_that_an_unknown_code_is_its_own(handed_in, officer, as_):
    unknown, known = page(as_(officer), "K7M-2PAQX"), page(as_(officer), handed_in)

    assert '<span data-hand-in="K7M-2PAQX" data-waits="Handed in on this phone;' in unknown
    assert "js/quiz." in unknown
    assert "js/quiz." not in known


def test_typed_code_leads_to_its_page(handed_in, trainer, as_):
    typed = handed_in.lower().replace("-", " ")

    reply = as_(trainer).get("/en/quizzes/receipt/", {"code": typed})

    assert reply.url == f"/en/quizzes/receipt/{handed_in}/"
    assert as_(trainer).get("/en/quizzes/receipt/", {"code": " - "}).status_code == 200


def test_attempt_without_a_code_is_not_found_by_an_empty_one(begun, officer, as_, make_quiz):
    other = start(make_quiz("plain", 1), officer=officer, language="lo")
    inbox.deliver(officer, "quiz.hand_in", {"attempt": other.uuid.hex, "sequence": 1})

    assert NOTHING in page(as_(officer), "-")
