"""No answer key leaves the server before it may be seen (promise P5)."""

import json
import re

from django.utils import timezone

from quizzes.models import Quiz, QuizSlot
from quizzes.option_keys import new_keys
from quizzes.starting import start

from .test_taking import give

SECRETS = re.compile(
    r"SECRET|formula|marking|&quot;order&quot;|\"order\"|weight|feedback|right_count|known_wrong|right_key|distractor|accepted"
    r"|medical certificate"
)
TYPES = ["single", "multiple", "numeric", "short", "matching", "ordering", "computed"]


def all_replies(client, attempt, slug):
    """Every page and reply that an officer can get of an attempt, as texts."""
    yield client.get("/en/")
    for language in ("lo", "en"):
        yield client.get(f"/{language}/quizzes/")
        yield client.get(f"/{language}/quizzes/{slug}/")
        yield client.get(f"/{language}/quizzes/{slug}/{attempt.uuid}/", follow=True)
        yield client.get(f"/{language}/quizzes/{slug}/{attempt.uuid}/result/", follow=True)
        for position in range(1, attempt.responses.count() + 1):
            address = f"/{language}/quizzes/{slug}/{attempt.uuid}/question/{position}/"
            yield client.get(address, follow=True)
            yield client.post(address, {"answer": "zz"}, follow=True)
            yield client.post(address, {"answer": "a"}, follow=True)
            yield client.post(address, {"answer": ["a:b", "b:a"]}, follow=True)
            yield client.post(address, {"answer": list("abcd"), "move": "a:down"}, follow=True)
    for response in attempt.responses.select_related("question"):
        yield client.post("/api/sync/v1/items", *batch(client, attempt, response))


def batch(client, attempt, response):
    item = {
        "id": str(response.pk).rjust(8, "0") + "-0000-4000-8000-000000000000",
        "kind": "quiz.answer",
        "schema": 1,
        "owner": attempt.officer.uid,
        "payload": {
            "attempt": attempt.uuid.hex,
            "question": response.question.key,
            "sequence": 99,
            "response": "a",
        },
    }
    now = timezone.now().isoformat()
    body = {"protocol": 1, "client_now": now, "items": [item | {"created_at": now}]}
    return json.dumps(body), "application/json"


def leaks(replies) -> list[str]:
    """What was found in pages or in their headers; the frame's own words don't count."""
    found = []
    for reply in replies:
        text = reply.content.decode()
        main = text.partition('id="main"')[2].partition("<footer")[0] or text
        found += SECRETS.findall(main + str(dict(reply.headers)))
    return found


def test_open_assessed_attempt_tells_no_key(make_quiz, officer, as_):
    quiz = make_quiz("m2", TYPES, kind="assessed")
    attempt = start(quiz, officer=officer, language="lo")

    assert leaks(all_replies(as_(officer), attempt, "m2")) == []


def test_computed_answer_stays_on_the_server(make_quiz, officer, as_):
    attempt = start(make_quiz("m2", ["computed"], kind="assessed"), officer=officer, language="en")
    income = attempt.responses.get().numbers["income"]
    answer = f"{int(income) * 9 // 100}"
    forms = {answer, f"{int(answer):,}", f"{int(answer):,}".replace(",", ".")}

    pages = [reply.content.decode() for reply in all_replies(as_(officer), attempt, "m2")]

    assert any(f"{int(income):,}" in page for page in pages)
    assert not [page for page in pages if any(form in page for form in forms)]


def test_handed_in_attempt_tells_no_key_before_the_close(make_quiz, officer, as_):
    closes = timezone.now() + timezone.timedelta(days=1)
    quiz = make_quiz("m2", TYPES, kind="assessed", review="after_close", closes_at=closes)
    attempt = start(quiz, officer=officer, language="lo")
    client = as_(officer)
    client.post(f"/en/quizzes/m2/{attempt.uuid}/hand-in/")

    replies = list(all_replies(client, attempt, "m2"))

    assert leaks(replies) == []
    assert all("Passed." not in r.content.decode() for r in replies)
    assert all("Not passed yet" not in r.content.decode() for r in replies)
    Quiz.objects.filter(pk=quiz.pk).update(closes_at=timezone.now())
    page = client.get(f"/en/quizzes/m2/{attempt.uuid}/result/").content.decode()
    assert "Not passed yet." in page


def test_practice_waits_while_its_question_is_assessed(make_quiz, officer, as_):
    practice = make_quiz("practice", 1)
    assessed = Quiz.objects.create(
        slug="exam", title_lo="ສອບ", title_en="Exam", kind="assessed", state="ready"
    )
    QuizSlot.objects.create(quiz=assessed, question=practice.slots.get().question)
    client = as_(officer)
    trial = start(practice, officer=officer, language="en")
    exam = start(assessed, officer=officer, language="en")
    give(client, trial, 1, "a")
    client.post(f"/en/quizzes/practice/{trial.uuid}/hand-in/")

    address = f"/en/quizzes/practice/{trial.uuid}/result/"
    waiting = client.get(address)
    client.post(f"/en/quizzes/exam/{exam.uuid}/hand-in/")
    shown = client.get(address).content.decode()

    assert leaks([waiting]) == []
    assert "when you have handed in “Exam”" in waiting.content.decode()
    assert "SECRET-feedback-practice-01-a" in shown


def test_practice_after_each_waits_as_well(make_quiz, officer, as_):
    practice = make_quiz("practice", 1, review="after_each")
    assessed = Quiz.objects.create(
        slug="exam", title_lo="ສອບ", title_en="Exam", kind="assessed", state="ready"
    )
    QuizSlot.objects.create(quiz=assessed, question=practice.slots.get().question)
    trial = start(practice, officer=officer, language="en")
    start(assessed, officer=officer, language="en")
    client = as_(officer)

    give(client, trial, 1, "a")
    page = client.get(f"/en/quizzes/practice/{trial.uuid}/question/1/")

    assert leaks([page]) == []


def test_right_answers_wait_for_the_last_attempt(make_quiz, officer, as_):
    quiz = make_quiz("m2", 1, kind="assessed", attempts_allowed=2)
    client = as_(officer)
    pages = []
    for _number in range(2):
        attempt = start(quiz, officer=officer, language="en")
        give(client, attempt, 1, "a")
        pages.append(
            client.post(f"/en/quizzes/m2/{attempt.uuid}/hand-in/", follow=True).content.decode()
        )

    assert ["text-m2-01-c" in page for page in pages] == [False, True]
    assert ["SECRET-explanation-m2-01" in page for page in pages] == [False, True]


def test_option_order_differs_and_key_of_first_typed_is_drawn(make_quiz, make_person):
    quiz = make_quiz("m2", 1)
    people = [make_person(f"LS-{n}", district="0601") for n in range(12)]
    orders = {
        tuple(start(quiz, officer=p, language="lo").responses.get().option_order) for p in people
    }

    assert len(orders) > 3
    assert len({new_keys([""] * 4, "single")[0] for _ in range(60)}) == 4
    assert new_keys(["b", "", "a"], "single") == ["b", "c", "a"]
    assert new_keys(["", ""], "truefalse") == ["a", "b"]
