"""`quiz.answer` and `quiz.hand_in` as phones send them: any order, any number of times."""

import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.models import Quiz
from quizzes.reviewing import note_seen
from quizzes.starting import start
from sop_site.offline import inbox


def send(person, attempt, response, sequence=1, position=1, **more):
    key = attempt.responses.get(position=position).question.key
    payload = {
        "attempt": attempt.uuid.hex,
        "question": key,
        "sequence": sequence,
        "response": response,
    }
    return inbox.deliver(person, "quiz.answer", payload | more)


def hand_in(person, attempt, sequence=9):
    payload = {"attempt": attempt.uuid.hex, "sequence": sequence}
    return inbox.deliver(person, "quiz.hand_in", payload)


def answer_of(attempt, position=1):
    return attempt.responses.get(position=position).answer


def test_answer_over_the_api_is_stored(begun, officer, as_):
    client = as_(officer)
    item = {
        "id": str(uuid.uuid4()),
        "kind": "quiz.answer",
        "schema": 1,
        "owner": officer.uid,
        "created_at": "2026-11-23T08:00:00+07:00",
        "skew_at_create": 0,
        "payload": {
            "attempt": str(begun.uuid),
            "question": begun.responses.get(position=1).question.key,
            "sequence": 1,
            "response": "c",
            "answered_at": "2026-11-23T08:00:00+07:00",
            "score": 100,
            "mark": "1",
        },
        "files": [],
    }
    body = {"protocol": 1, "client_now": "2026-11-23T08:00:01+07:00", "items": [item]}

    reply = client.post(
        "/api/sync/v1/items", json.dumps(body), content_type="application/json"
    ).json()

    assert reply["results"][0]["status"] == "stored"
    assert answer_of(begun) == "c"
    assert begun.responses.get(position=1).mark is None


def test_highest_sequence_wins_in_any_order(begun, officer):
    send(officer, begun, "c", sequence=5)
    send(officer, begun, "a", sequence=2)

    assert answer_of(begun) == "c"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(4)), repeats=st.lists(st.integers(0, 3), max_size=3))
def test_order_of_arrival_doesnt_matter(begun, officer, order, repeats):
    begun.responses.update(answer=None, sequence=0, item_id=None, claimed_at=None)
    sent = [("a", 1, "08:00"), ("b", 2, "08:01"), ("c", 2, "08:02"), ("d", 1, "08:03")]
    ids = [uuid.uuid4() for _ in sent]

    for n in [*order, *repeats]:
        response, sequence, clock = sent[n]
        inbox.deliver(
            officer,
            "quiz.answer",
            {
                "attempt": begun.uuid.hex,
                "question": begun.responses.get(position=1).question.key,
                "sequence": sequence,
                "response": response,
                "answered_at": f"2026-11-23T{clock}:00+07:00",
            },
            item_id=ids[n],
        )

    assert answer_of(begun) == "c"


def test_late_answer_from_before_the_hand_in_counts(begun, officer):
    hand_in(officer, begun, sequence=9)

    outcome = send(officer, begun, "c", sequence=3)

    begun.refresh_from_db()
    assert outcome.status == "stored"
    assert begun.mark == 1


def test_late_answer_after_the_key_was_seen_is_refused(begun, officer):
    hand_in(officer, begun, sequence=9)
    begun.refresh_from_db()
    note_seen(begun)

    outcome = send(officer, begun, "c", sequence=3)

    begun.refresh_from_db()
    assert (outcome.status, outcome.code) == ("rejected", "handed_in")
    assert begun.mark == 0


def test_answer_after_the_hand_in_is_refused(begun, officer):
    hand_in(officer, begun, sequence=2)

    assert send(officer, begun, "c", sequence=2).code == "handed_in"


def test_hand_in_twice_keeps_the_first_receipt(begun, officer):
    first, second = hand_in(officer, begun), hand_in(officer, begun, sequence=10)

    begun.refresh_from_db()
    assert first.result == second.result
    assert begun.receipt == first.receipt
    assert begun.hand_in_sequence == 9


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"attempt": str(uuid.uuid4())}, "unknown_attempt"),
        ({"attempt": "nonsense"}, "unknown_attempt"),
        ({"attempt": None}, "unknown_attempt"),
        ({"attempt": ["a"]}, "unknown_attempt"),
        ({"question": "noise-01"}, "unknown_question"),
        ({"question": None}, "unknown_question"),
        ({"question": 7}, "unknown_question"),
        ({"sequence": "1"}, "bad_sequence"),
        ({"sequence": True}, "bad_sequence"),
        ({"sequence": -1}, "bad_sequence"),
        ({"sequence": 10**30}, "bad_sequence"),
        ({"sequence": 1.5}, "bad_sequence"),
        ({"response": {"key": "c"}}, "bad_response"),
        ({"response": ["c"]}, "bad_response"),
        ({"response": 3}, "bad_response"),
        ({"response": None}, "bad_response"),
        ({"response": "z"}, "unknown_option"),
    ],
)
def test_malformed_answer_is_rejected(begun, officer, change, code):
    key = begun.responses.get(position=1).question.key
    payload = {"attempt": begun.uuid.hex, "question": key, "sequence": 1, "response": "c"}

    outcome = inbox.deliver(officer, "quiz.answer", payload | change)

    assert (outcome.status, outcome.code) == ("rejected", code)
    assert answer_of(begun) is None


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ([["a", "b"]], "bad_response"),
        ([{"a": 1}], "bad_response"),
        (["a", "a"], "bad_response"),
        (["a"] * 10_000, "too_long"),
        ("a", "bad_response"),
    ],
)
def test_malformed_list_is_rejected(make_quiz, officer, response, code):
    attempt = start(make_quiz(types=["multiple"]), officer=officer, language="lo")

    assert send(officer, attempt, response).code == code


@pytest.mark.parametrize(
    ("text", "kept"), [("a\x00b", "ab"), (" ແພດ ", "ແພດ"), ("<script>", "<script>")]
)
def test_text_is_kept_as_typed(make_quiz, officer, text, kept):
    attempt = start(make_quiz(types=["short"]), officer=officer, language="lo")

    assert send(officer, attempt, text).status == "stored"
    assert answer_of(attempt) == kept


@pytest.mark.parametrize("claimed", ["yesterday", 7, None, "2026-11-23T08:00:00", "9999-99-99"])
def test_bad_claimed_time_is_passed_over(begun, officer, claimed):
    assert send(officer, begun, "c", answered_at=claimed).status == "stored"


def test_anothers_attempt_looks_unknown(begun, colleague):
    assert send(colleague, begun, "c").code == "unknown_attempt"
    assert hand_in(colleague, begun).code == "unknown_attempt"


def test_closed_quiz_takes_no_answer_but_the_hand_in(begun, officer):
    send(officer, begun, "c")
    Quiz.objects.filter(slug="m2").update(state="retired")

    assert send(officer, begun, "c", position=2, sequence=2).code == "quiz_closed"
    assert send(officer, begun, "c").status == "stored"
    assert hand_in(officer, begun).status == "stored"
    begun.refresh_from_db()
    assert begun.mark == 1


def test_replies_hold_no_mark(begun, officer):
    said = [send(officer, begun, "c").result, hand_in(officer, begun).result]

    assert [sorted(result) for result in said] == [
        ["attempt", "question", "saved"],
        ["attempt", "receipt", "state"],
    ]
