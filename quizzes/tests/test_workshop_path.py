"""An officer's path: what is done of each module, what comes next; on the home page, saved."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from quizzes.models import Attempt, Quiz
from quizzes.starting import start
from quizzes.workshops.path import runs_of
from quizzes.workshops.saved import own_pages


@pytest.fixture
def m1(workshop):
    return workshop.programme.modules.get(code="M1")


@pytest.fixture
def pair(make_quiz, m1):
    """The before and the after quiz of M1."""
    return [
        make_quiz(f"m1-{form}", 1, kind="assessed", module=m1, form=form, pair="m1")
        for form in ("before", "after")
    ]


def take(quiz, officer, *, passed):
    attempt = start(quiz, officer=officer, language="lo")
    Attempt.objects.filter(pk=attempt.pk).update(
        state="handed_in",
        handed_in_at=timezone.now(),
        mark=int(passed),
        out_of=1,
        passed=passed,
    )


def next_of(officer) -> tuple[str, str] | None:
    part = runs_of(officer)[0].next
    return part and (part.module.code, part.next)


def test_path_leads_from_before_to_the_next_module(workshop, officer, enrol, pair, attend_by_list):
    enrolment, (before, after) = enrol(workshop, officer), pair
    way = [next_of(officer)]
    take(before, officer, passed=False)
    way.append(next_of(officer))
    attend_by_list(enrolment, "M1")
    way.append(next_of(officer))
    take(after, officer, passed=False)
    way.append(next_of(officer))
    take(after, officer, passed=True)
    way.append(next_of(officer))
    attend_by_list(enrolment, "M2")
    way.append(next_of(officer))

    assert way == [
        ("M1", "before"),
        ("M1", "attend"),
        ("M1", "after"),
        ("M1", "after"),
        ("M2", "attend"),
        None,
    ]
    assert [part.is_done for part in runs_of(officer)[0].parts] == [True, True]


def test_planned_workshop_is_not_on_the_path(make_workshop, officer, enrol):
    enrol(make_workshop("later", state="planned"), officer)

    assert runs_of(officer) == []


def test_closed_workshop_asks_nothing(make_workshop, officer, enrol):
    enrol(make_workshop("over", state="closed"), officer)

    assert [run.next for run in runs_of(officer)] == [None]


def test_path_takes_as_many_queries_for_two_workshops(
    workshop, make_workshop, officer, enrol, pair, django_assert_max_num_queries
):
    enrol(workshop, officer)
    for number in (1, 2):
        with django_assert_max_num_queries(8):
            assert len(runs_of(officer)) == number
        if number == 1:
            enrol(make_workshop("two"), officer)


def test_page_names_modules_with_their_state(as_, workshop, officer, enrol, pair, attend_by_list):
    attend_by_list(enrol(workshop, officer), "M1")

    said = as_(officer).get("/en/workshops/").content.decode()

    assert "Workshop one" in said
    assert "0 of 2 modules done" in said
    assert "Next: the quiz before" in said
    assert "Present, " in said
    assert "/en/quizzes/m1-before/" in said


def test_colleague_sees_nothing_of_it(as_, workshop, officer, colleague, enrol):
    enrol(workshop, officer)

    said = as_(colleague).get("/en/workshops/").content.decode()

    assert "Workshop one" not in said
    assert "You are in no workshop yet." in said


def test_phone_may_say_that_a_quiz_is_handed_in(as_, workshop, officer, enrol, pair):
    enrol(workshop, officer)
    before = as_(officer).get("/en/workshops/").content.decode()
    attempt = start(pair[0], officer=officer, language="lo")

    said = as_(officer).get("/en/workshops/").content.decode()

    assert f'data-hand-in="{attempt.uuid.hex}"' in said
    assert "js/quiz." in said
    assert "js/quiz." not in before


def test_home_page_leads_to_the_path(as_, workshop, officer, enrol, attend_by_list):
    attend_by_list(enrol(workshop, officer), "M1")

    said = as_(officer).get("/en/").content.decode()

    assert "My path: Workshop one" in said
    assert "Present at 1 of 2 modules" in said


def test_home_page_leads_a_trainer_to_the_own_workshops(
    as_, workshop, make_workshop, trainer, officer, enrol
):
    enrol(workshop, officer)
    make_workshop("others")

    said = as_(trainer).get("/en/").content.decode()

    assert "Workshop one" in said
    assert "1 officer enrolled" in said
    assert "Workshop others" not in said


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ("open", {"/en/workshops/", "/en/workshops/here/"}),
        ("closed", {"/en/workshops/"}),
        ("planned", set()),
    ],
)
def test_phone_keeps_the_path_and_the_form(rf, make_workshop, officer, enrol, state, kept):
    enrol(make_workshop("kept", state=state), officer)
    request = rf.get("/", headers={"host": "127.0.0.1:8000"})
    request.user, request.session = officer, {}

    assert {document.u for document in own_pages("en", request)} == kept


@pytest.fixture
def a_year_ago(officer):
    """Dates all of the officer's attempts a year back."""

    def moved():
        then = timezone.now() - timedelta(days=365)
        Attempt.objects.filter(officer=officer).update(started_at=then, handed_in_at=then)

    return moved


def test_attempts_of_an_earlier_run_count_for_nothing_while_one_can_begin(
    workshop, officer, enrol, pair, attend_by_list, a_year_ago, as_
):
    for quiz in pair:
        take(quiz, officer, passed=True)
    a_year_ago()
    attend_by_list(enrol(workshop, officer), "M1")

    part = runs_of(officer)[0].parts[0]
    page = as_(officer).get("/en/workshops/").content.decode()

    assert (part.is_done, part.next) == (False, "before")
    assert page.count("not of this workshop: take it again") == 2


def test_attempt_of_another_time_counts_where_no_other_can_begin(
    workshop, officer, enrol, pair, attend_by_list, a_year_ago, as_
):
    Quiz.objects.filter(module__isnull=False).update(attempts_allowed=1)
    for quiz in pair:
        take(quiz, officer, passed=True)
    a_year_ago()
    attend_by_list(enrol(workshop, officer), "M1")

    part = runs_of(officer)[0].parts[0]
    page = as_(officer).get("/en/workshops/").content.decode()

    assert (part.is_done, part.next) == (True, "")
    assert page.count("it counts, no other can be begun") == 2


@pytest.mark.parametrize(
    ("days", "counts"), [(-31, False), (-30, True), (0, True), (92, True), (93, False)]
)
def test_run_holds_what_was_begun_from_a_month_before_to_three_after(
    workshop, officer, pair, days, counts
):
    attempt = start(pair[0], officer=officer, language="lo")
    first = datetime.combine(workshop.starts_on, time(23, 30))
    attempt.started_at = timezone.make_aware(first) + timedelta(days=days)
    attempt.save()

    assert workshop.holds(attempt) is counts
    assert Attempt.objects.filter(officer=officer).within(workshop).exists() is counts
