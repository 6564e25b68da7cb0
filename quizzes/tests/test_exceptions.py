"""Exceptions for single officers: who gives them to whom, and where they hold."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes import overriding
from quizzes.models import Attempt, Cohort, Enrolment, Override, Programme, Quiz, Workshop
from quizzes.reviewing import gate
from quizzes.saved import own_pages
from quizzes.standing import standing_of, standings
from quizzes.starting import CannotStart, start
from sop_site.officers.models import AuditEntry

from .test_items import answer_of, hand_in, send
from .test_results import page_as

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def give(trainer):
    """give(quiz, officer, extra_minutes=10)."""

    def given(quiz, *officers, **what):
        what = {"extra_minutes": None, "extra_attempts": None, "closes_at": None} | what
        return overriding.give(quiz, officers, actor=trainer, reason="Power cut", **what)

    return given


@pytest.fixture
def closed(make_quiz):
    """An assessed quiz of two questions that closed an hour ago."""
    now = timezone.now()
    return make_quiz(types=2, kind="assessed", opens_at=now - 9 * HOUR, closes_at=now - HOUR)


def test_more_time_holds_from_the_start(make_quiz, officer, colleague, give):
    quiz = make_quiz(time_limit=20)
    give(quiz, officer, extra_minutes=10)

    mine = start(quiz, officer=officer, language="en")
    other = start(quiz, officer=colleague, language="en")

    assert mine.ends_at - mine.started_at == 30 * MINUTE
    assert other.ends_at - other.started_at == 20 * MINUTE


def test_more_time_reaches_an_attempt_that_runs(make_quiz, officer, give):
    quiz = make_quiz(time_limit=20, after_time="nothing")
    attempt = start(quiz, officer=officer, language="en")
    began = timezone.now() - 25 * MINUTE
    Attempt.objects.filter(pk=attempt.pk).update(started_at=began, ends_at=began + 20 * MINUTE)
    before = send(officer, attempt, "c").code

    give(quiz, officer, extra_minutes=10)
    give(quiz, officer, extra_minutes=15)

    assert (before, send(officer, attempt, "c").status) == ("time_is_up", "stored")
    attempt.refresh_from_db()
    assert attempt.ends_at - began == 35 * MINUTE


def test_taking_back_ends_the_time_as_before(make_quiz, officer, trainer, give):
    attempt = start(make_quiz(time_limit=20), officer=officer, language="en")
    give(attempt.quiz, officer, extra_minutes=10, closes_at=timezone.now() + HOUR)

    overriding.take_back(Override.objects.get(), actor=trainer)

    attempt.refresh_from_db()
    assert attempt.ends_at - attempt.started_at == 20 * MINUTE
    assert attempt.own_close is None
    assert not Override.objects.exists()


def test_another_close_lets_begin_and_answer(closed, officer, colleague, give):
    give(closed, officer, closes_at=timezone.now() + HOUR)

    attempt = start(closed, officer=officer, language="en")

    assert send(officer, attempt, "c").status == "stored"
    assert answer_of(attempt) == "c"
    with pytest.raises(CannotStart):
        start(closed, officer=colleague, language="en")


def test_another_close_reaches_an_attempt_that_runs(begun, officer, give):
    Quiz.objects.filter(pk=begun.quiz_id).update(closes_at=timezone.now() - HOUR)
    before = send(officer, begun, "c").code

    give(begun.quiz, officer, closes_at=timezone.now() + HOUR)

    assert (before, send(officer, begun, "c").status) == ("quiz_closed", "stored")


def test_earlier_close_of_ones_own_shuts_and_shows_no_key(make_quiz, officer, give):
    now = timezone.now()
    quiz = make_quiz(kind="assessed", review="after_close", closes_at=now + 9 * HOUR)
    attempt = start(quiz, officer=officer, language="en")
    give(quiz, officer, closes_at=now + HOUR)
    hand_in(officer, attempt)
    attempt.refresh_from_db()

    assert attempt.has_closed(now + 2 * HOUR)
    assert gate(attempt, now=now + 2 * HOUR).waits_until == quiz.closes_at
    assert gate(attempt, now=now + 10 * HOUR).is_open


def test_retired_quiz_stays_closed(closed, officer, give):
    give(closed, officer, closes_at=timezone.now() + HOUR)
    attempt = start(closed, officer=officer, language="en")
    Quiz.objects.filter(pk=closed.pk).update(state="retired")

    assert send(officer, attempt, "c").code == "quiz_closed"


def test_more_attempts_are_given_and_hide_the_key(make_quiz, officer, give):
    quiz = make_quiz(types=1, kind="assessed", attempts_allowed=1)
    attempt = start(quiz, officer=officer, language="en")
    hand_in(officer, attempt)
    attempt.refresh_from_db()
    before = (standing_of(quiz, officer).attempts_left, gate(attempt).shows_right)

    give(quiz, officer, extra_attempts=1)

    after = (standing_of(quiz, officer).attempts_left, gate(attempt).shows_right)
    assert (before, after) == ((0, True), (1, False))
    assert start(quiz, officer=officer, language="en").number == 2


def test_more_of_no_limit_is_no_limit(make_quiz, officer, give):
    quiz = make_quiz()
    give(quiz, officer, extra_minutes=10, extra_attempts=1)

    attempt = start(quiz, officer=officer, language="en")

    assert attempt.ends_at is None
    assert standing_of(quiz, officer).attempts_left is None


def test_list_and_saved_copy_know_the_own_close(closed, officer, colleague, give, rf):
    give(closed, officer, closes_at=timezone.now() + HOUR)

    def known(person):
        request = rf.get("/", headers={"host": "127.0.0.1:8000"})
        request.user, request.session = person, {}
        heaps = standings(person)
        due = [standing.quiz.slug for standing in heaps.due]
        return due, "/en/quizzes/m2/" in {page.u for page in own_pages("en", request)}

    assert known(officer) == (["m2"], True)
    assert known(colleague) == ([], False)


@pytest.mark.parametrize("size", [1, 4])
def test_standings_take_two_queries_with_exceptions(
    make_quiz, officer, give, django_assert_num_queries, size
):
    for n in range(size):
        give(make_quiz(f"quiz-{n}", 1), officer, extra_attempts=1)
    officer.roles  # noqa: B018 known before, as in any request

    with django_assert_num_queries(2):
        standings(officer)


def test_database_holds_one_exception_a_person(closed, officer, trainer):
    row = {"quiz": closed, "officer": officer, "given_by": trainer, "given_at": timezone.now()}
    Override.objects.create(reason="Ill", extra_attempts=1, **row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(reason="Ill", extra_attempts=2, **row)


@pytest.mark.parametrize(
    "wrong", [{"reason": "Ill"}, {"extra_attempts": 1}, {"reason": "Ill", "extra_minutes": 0}]
)
def test_database_wants_a_gift_and_a_reason(closed, officer, trainer, wrong):
    row = {"quiz": closed, "officer": officer, "given_by": trainer, "given_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(**row, **wrong)


ADDRESS = "/cms/quizzes/results/m2/exceptions/"


def form(**fields):
    return {"numbers": "LS-OFFICER", "cohort": "", "reason": "Power cut"} | fields


def test_trainer_gives_it_to_a_list_and_it_is_seen(closed, officer, colleague, trainer, as_):
    client = as_(trainer)
    sent = form(numbers="ls-officer\r\n\r\nLS-COLLEAGUE", extra_attempts="1", extra_minutes="10")

    reply = client.post(ADDRESS, sent)

    assert reply.status_code == 302
    found = Override.objects.values_list("officer", "extra_attempts", "extra_minutes", "reason")
    assert set(found) == {(p.pk, 1, 10, "Power cut") for p in (officer, colleague)}
    page = client.get(ADDRESS).content.decode()
    assert page.count("Power cut") == 2
    assert AuditEntry.objects.filter(deed=overriding.GIVEN, actor_id=trainer.pk).count() == 2


def test_exception_is_seen_beside_the_result(make_quiz, officer, trainer, give, as_):
    quiz = make_quiz(types=1, kind="assessed")
    give(quiz, officer, extra_attempts=2)
    hand_in(officer, start(quiz, officer=officer, language="en"))

    assert "Power cut" in page_as(as_, trainer, "m2/attempts/")


def test_close_is_read_in_the_time_of_the_country(closed, officer, trainer, as_):
    as_(trainer).post(ADDRESS, form(closes_at="2030-01-02T16:00"))

    assert Override.objects.get().closes_at.isoformat() == "2030-01-02T09:00:00+00:00"


def test_cohort_is_given_it_person_by_person(closed, officer, officer_elsewhere, trainer, as_):
    cohort = Cohort.objects.create(code="2026-a", title_lo="ກຸ່ມ", title_en="Group")
    programme = Programme.objects.create(slug="p1", title_lo="ຫຼັກສູດ", title_en="Programme")
    workshop = Workshop.objects.create(
        programme=programme,
        cohort=cohort,
        province=trainer.province,
        title_lo="ສຳມະນາ",
        title_en="Workshop",
        starts_on="2026-11-23",
        ends_on="2026-11-24",
    )
    for person in (officer, officer_elsewhere):
        Enrolment.objects.create(workshop=workshop, officer=person, how="hand")

    as_(trainer).post(ADDRESS, form(numbers="", cohort=str(cohort.pk), extra_attempts="1"))

    assert [row.officer for row in Override.objects.all()] == [officer]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"numbers": "LS-NOBODY", "extra_attempts": "1"}, "LS-NOBODY"),
        ({"numbers": "LS-ELSEWHERE", "extra_attempts": "1"}, "LS-ELSEWHERE"),
        ({"numbers": "LS-TRAINER", "extra_attempts": "1"}, "LS-TRAINER"),
        ({"numbers": "", "extra_attempts": "1"}, 'id="id_numbers"'),
        ({}, "Power cut"),
        ({"extra_attempts": "1", "reason": ""}, "LS-OFFICER"),
        ({"extra_attempts": "0"}, "LS-OFFICER"),
        ({"extra_attempts": "99999999999999999999"}, "LS-OFFICER"),
        ({"closes_at": "2020-01-01T10:00"}, "LS-OFFICER"),
    ],
)
def test_faulty_form_gives_nothing_and_keeps_what_was_typed(
    closed, officer, officer_elsewhere, trainer, as_, wrong, said
):
    reply = as_(trainer).post(ADDRESS, form(**wrong))

    assert reply.status_code == 422
    assert said in reply.content.decode()
    assert not Override.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "admin_person", "officer"])
def test_others_give_and_take_nothing(closed, officer, give, request, as_, role):
    give(closed, officer, extra_attempts=1)
    client = as_(request.getfixturevalue(role))

    client.post(ADDRESS, form(extra_attempts="5"))
    client.post(f"{ADDRESS}{Override.objects.get().pk}/take-back/")

    assert Override.objects.get().extra_attempts == 1


def test_trainer_sees_and_takes_back_only_the_own(
    closed, officer, officer_elsewhere, trainer, give, as_
):
    give(closed, officer, officer_elsewhere, extra_attempts=1)
    mine, other = (Override.objects.get(officer=p).pk for p in (officer, officer_elsewhere))
    client = as_(trainer)

    page = client.get(ADDRESS).content.decode()
    codes = [client.post(f"{ADDRESS}{pk}/take-back/").status_code for pk in (other, mine)]

    assert ("LS-OFFICER" in page, "LS-ELSEWHERE" in page) == (True, False)
    assert codes == [404, 302]
    assert [row.officer for row in Override.objects.all()] == [officer_elsewhere]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_queries_for_many(
    closed, make_person, reviewer, give, as_, django_assert_num_queries, rows
):
    give(
        closed,
        *[make_person(f"LS-E{n}", "officer", district="0602") for n in range(rows)],
        extra_attempts=1,
    )
    client = as_(reviewer)
    client.get(ADDRESS)

    with django_assert_num_queries(15):
        client.get(ADDRESS)
