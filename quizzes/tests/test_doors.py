"""Each address: works, another person, signed out, wrong method; and in how many queries."""

import pytest
from django.utils import timezone

from quizzes.models import Attempt, Quiz
from quizzes.standing import standings
from quizzes.starting import start

OWN = ["", "question/1/", "hand-in/", "result/"]


@pytest.mark.parametrize("rest", OWN)
def test_attempt_of_another_person_is_not_known(begun, colleague, trainer, admin_person, as_, rest):
    address = f"/lo/quizzes/m2/{begun.uuid}/{rest}"
    method = "post" if rest == "hand-in/" else "get"

    codes = [
        getattr(as_(p), method)(address).status_code for p in (colleague, trainer, admin_person)
    ]

    assert codes == [404, 404, 404]
    begun.refresh_from_db()
    assert begun.is_open


def test_answer_to_anothers_attempt_changes_nothing(begun, colleague, as_):
    reply = as_(colleague).post(f"/lo/quizzes/m2/{begun.uuid}/question/1/", {"answer": "c"})

    assert reply.status_code == 404
    assert begun.responses.filter(answer__isnull=False).count() == 0


@pytest.mark.parametrize("rest", ["", "m2/", *[f"m2/ATTEMPT/{rest}" for rest in OWN]])
def test_signed_out_is_led_to_the_door(begun, client, rest):
    address = f"/lo/quizzes/{rest.replace('ATTEMPT', str(begun.uuid))}"
    method = client.post if rest.endswith("hand-in/") else client.get

    reply = method(address)

    assert (reply.status_code, reply.url.split("?")[0]) == (302, "/lo/sign-in/")


@pytest.mark.parametrize(
    ("rest", "method"),
    [
        ("", "post"),
        ("m2/", "post"),
        ("m2/start/", "get"),
        ("m2/ATTEMPT/", "post"),
        ("m2/ATTEMPT/question/1/", "put"),
        ("m2/ATTEMPT/hand-in/", "get"),
        ("m2/ATTEMPT/result/", "post"),
    ],
)
def test_wrong_method_is_refused(begun, officer, as_, rest, method):
    address = f"/lo/quizzes/{rest.replace('ATTEMPT', str(begun.uuid))}"

    assert getattr(as_(officer), method)(address).status_code == 405


def test_quiz_in_preparation_is_not_known(make_quiz, officer, as_):
    make_quiz("secret", 1, state="draft")
    client = as_(officer)

    assert client.get("/lo/quizzes/secret/").status_code == 404
    assert client.post("/lo/quizzes/secret/start/").status_code == 404
    assert "secret" not in client.get("/lo/quizzes/").content.decode()


def test_forms_need_their_token(begun, officer, as_):
    client = as_(officer, enforce_csrf_checks=True)

    assert client.post(f"/lo/quizzes/m2/{begun.uuid}/hand-in/").status_code == 403
    begun.refresh_from_db()
    assert begun.is_open


@pytest.mark.parametrize("position", [0, 4, 999999])
def test_question_out_of_range_is_not_known(begun, officer, as_, position):
    address = f"/lo/quizzes/m2/{begun.uuid}/question/{position}/"

    assert as_(officer).get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 3, 12])
def test_attempt_page_queries_are_constant(
    make_quiz, officer, as_, django_assert_num_queries, size
):
    attempt = start(make_quiz(types=size), officer=officer, language="lo")
    client = as_(officer)

    with django_assert_num_queries(5):
        client.get(f"/lo/quizzes/m2/{attempt.uuid}/question/1/")


@pytest.mark.parametrize("size", [1, 3, 12])
def test_overview_and_result_queries_are_constant(
    make_quiz, officer, as_, django_assert_num_queries, size
):
    attempt = start(make_quiz(types=size), officer=officer, language="lo")
    client = as_(officer)

    with django_assert_num_queries(5):
        client.get(f"/lo/quizzes/m2/{attempt.uuid}/")
    client.post(f"/lo/quizzes/m2/{attempt.uuid}/hand-in/")
    with django_assert_num_queries(7):
        client.get(f"/lo/quizzes/m2/{attempt.uuid}/result/")


@pytest.mark.parametrize("size", [1, 3])
def test_list_queries_are_constant(make_quiz, officer, as_, django_assert_num_queries, size):
    for n in range(size):
        start(make_quiz(f"quiz-{n}", 1), officer=officer, language="lo")
    client = as_(officer)

    with django_assert_num_queries(5):
        client.get("/lo/quizzes/")


def test_list_puts_quizzes_in_their_heaps(make_quiz, officer, as_):
    make_quiz("before", 1, kind="assessed", form="before", pair="p")
    make_quiz("after", 1, kind="assessed", form="after", pair="p")
    make_quiz("practice", 1)
    make_quiz("past", 1, closes_at=timezone.now())
    start(make_quiz("begun", 1), officer=officer, language="lo")

    def slugs():
        heaps = standings(officer)
        return [[s.quiz.slug for s in heap] for heap in (heaps.due, heaps.open, heaps.done)]

    assert slugs() == [["begun", "before"], ["noise", "practice", "after"], []]
    attempt = start(Quiz.objects.get(slug="before"), officer=officer, language="lo")
    as_(officer).post(f"/lo/quizzes/before/{attempt.uuid}/hand-in/")
    assert slugs() == [["begun", "after"], ["noise", "practice"], ["before"]]
    assert Attempt.objects.filter(officer=officer).count() == 2


@pytest.mark.parametrize("role", ["observer", "coordinator", "trainer", "reviewer", "admin_person"])
def test_assessed_quiz_asks_nothing_of_who_is_no_officer(role, request, make_quiz, as_):
    make_quiz("m1", 1, kind="assessed", title_en="Asked of officers")
    person = request.getfixturevalue(role)

    heaps = standings(person)
    page = as_(person).get("/en/").content.decode().replace("<wbr>", "")

    assert heaps.due == []
    assert "m1" in [standing.quiz.slug for standing in heaps.open]
    assert "Asked of officers" not in page


def test_assessed_quiz_is_due_for_an_observer_who_is_enrolled(
    observer, make_quiz, make_workshop, enrol
):
    workshop = make_workshop("one")
    make_quiz("m1", 1, kind="assessed", module=workshop.programme.modules.first())
    make_quiz("m9", 1, kind="assessed")
    enrol(workshop, observer)

    assert [standing.quiz.slug for standing in standings(observer).due] == ["m1"]
