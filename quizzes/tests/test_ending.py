"""An attempt past its hard end is handed in as it stands, whoever looks first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes import ending, overriding, reports
from quizzes.evidence import wrong_answers_in
from quizzes.figures.keeping import figures_of
from quizzes.figures.scope import Scope
from quizzes.models import Attempt, Question, Quiz
from quizzes.reviewing import gate, open_questions
from quizzes.standing import standing_of, standings
from quizzes.starting import start
from sop_pages.evidence import Period
from sop_site.offline import consenting
from sop_site.offline.models import InboxItem

from .test_items import answer_of, hand_in, send
from .test_late_answers import sync
from .test_limits import timed  # noqa: F401  the attempt with a limit
from .test_results import page_as

MINUTE = timedelta(minutes=1)


@pytest.fixture
def over(timed, officer):  # noqa: F811
    """An attempt whose hard end passed five minutes ago, its first question answered in time."""
    attempt = timed("nothing", ago=19)
    send(officer, attempt, "c")
    Attempt.objects.filter(pk=attempt.pk).update(ends_at=timezone.now() - 5 * MINUTE)
    attempt.refresh_from_db()
    return attempt


def assert_ended(attempt):
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_by_time) == ("handed_in", True)
    assert attempt.handed_in_at == attempt.ends_at
    assert (attempt.mark, attempt.out_of, attempt.passed) == (1, 3, False)


LOOKS = {
    "the timed deed": lambda attempt: ending.end_all(),
    "the officer's lists": lambda attempt: standings(attempt.officer),
    "the officer's quiz": lambda attempt: standing_of(attempt.quiz, attempt.officer),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_time_hands_it_in_when_somebody_looks(over, look):
    look(over)

    assert_ended(over)


@pytest.mark.parametrize(
    "rest", ["", "m2/", "m2/attempts/", "m2/districts/", "m2/questions/", "m2/figures/"]
)
def test_trainers_pages_see_it_handed_in(over, trainer, as_, rest):
    page_as(as_, trainer, rest)

    assert_ended(over)


def test_statistics_count_it(over):
    ending.end_overdue()

    kept, _is_current = figures_of(over.quiz, Scope("all"))

    assert kept.attempts == 1
    assert reports.summary(over.quiz.attempts.handed_in()).attempts == 1


def test_nothing_overdue_takes_one_query(timed, django_assert_num_queries):  # noqa: F811
    timed("nothing", ago=5)

    with django_assert_num_queries(1):
        assert ending.end_overdue() == 0


@pytest.mark.parametrize("after_time", ["late", "nothing"])
def test_time_that_lasts_or_is_soft_ends_nothing(timed, after_time):  # noqa: F811
    attempt = timed(after_time, ago=5 if after_time == "nothing" else 60)

    assert ending.end_overdue() == 0
    attempt.refresh_from_db()
    assert attempt.is_open


def test_many_are_ended_by_a_few_queries(make_quiz, make_person, django_assert_max_num_queries):
    quiz = make_quiz(kind="assessed", time_limit=20, after_time="nothing")
    for n in range(4):
        start(quiz, officer=make_person(f"LS-E{n}", "officer", district="0602"), language="en")
    quiz.attempts.update(ends_at=timezone.now() - MINUTE)

    with django_assert_max_num_queries(7):
        assert ending.end_overdue() == 4


def test_close_before_the_end_is_the_moment(over):
    closed = over.ends_at - 3 * MINUTE
    Quiz.objects.filter(pk=over.quiz_id).update(closes_at=closed)

    ending.end_overdue()

    over.refresh_from_db()
    assert over.handed_in_at == closed


def test_answer_in_time_that_comes_later_still_counts(over, officer, as_):
    ending.end_overdue()

    said = sync(as_(officer), over, made=over.ends_at - MINUTE, response="a")

    over.refresh_from_db()
    assert said["status"] == "stored"
    assert (answer_of(over), over.mark) == ("a", 0)


def test_phones_hand_in_is_added_and_the_end_stays(over, officer):
    ending.end_overdue()

    said = hand_in(officer, over, sequence=2**50)

    over.refresh_from_db()
    assert said.result["receipt"] == over.receipt
    assert (over.hand_in_sequence, over.handed_in_at) == (2**50, over.ends_at)
    assert over.ended_by_time
    assert not over.awaits_hand_in


def test_result_waits_until_its_holder_says_all_is_sent(over, officer, as_, in_english):
    client = as_(officer)
    address = f"/en/quizzes/m2/{over.uuid}/"

    led = client.get(address, follow=True)
    over.refresh_from_db()
    before = over.seen_at
    shown = client.post(f"{address}hand-in/", follow=True)

    page = led.content.decode()
    over.refresh_from_db()
    assert led.redirect_chain[-1][0].endswith("/result/")
    assert "The time was up." in page
    assert "1 of 3 answers have arrived" in page
    assert "SECRET" not in page
    assert before is None
    assert over.seen_at is not None
    assert "You answered 1 of 3 questions right" in shown.content.decode()


def test_its_key_stays_shut_until_then(over, officer):
    ending.end_overdue()
    over.refresh_from_db()

    assert not gate(over).is_open
    assert {row[0] for row in open_questions(officer.pk)} == {over.pk}
    hand_in(officer, over, sequence=2**50)
    over.refresh_from_db()
    assert gate(over).is_open
    assert open_questions(officer.pk) == []


def test_next_attempt_can_begin_and_waits_from_the_end(over, officer):
    rules = {"wait_minutes": 60, "attempts_allowed": 2}
    Quiz.objects.filter(pk=over.quiz_id).update(**rules)

    standing = standing_of(Quiz.objects.get(pk=over.quiz_id), officer)

    assert standing.open_attempt is None
    assert standing.next_at == over.ends_at + 60 * MINUTE


def test_more_time_given_afterwards_lets_it_go_on(over, officer, trainer):
    ending.end_overdue()

    what = {"extra_minutes": 30, "extra_attempts": None, "closes_at": None}
    overriding.give(over.quiz, [officer], actor=trainer, reason="Power cut", **what)

    over.refresh_from_db()
    assert over.is_open
    assert (over.mark, over.handed_in_at, over.ended_by_time) == (None, None, False)
    assert send(officer, over, "c", position=2).status == "stored"


def test_more_time_never_opens_what_was_handed_in(over, officer, trainer):
    hand_in(officer, over, sequence=2**50)

    what = {"extra_minutes": 30, "extra_attempts": None, "closes_at": None}
    overriding.give(over.quiz, [officer], actor=trainer, reason="Power cut", **what)

    over.refresh_from_db()
    assert not over.is_open


def test_answer_that_waited_for_a_yes_counts_after_the_end(over, officer, trainer, as_):
    Quiz.objects.filter(pk=over.quiz_id).update(late_answers="ask")
    slow = over.ends_at - MINUTE
    sync(as_(officer), over, made=slow, clock=slow, response="b")
    ending.end_overdue()

    consenting.decide(trainer, [officer.pk], agreed=True, until=timezone.now())

    assert answer_of(over) == "b"


@pytest.fixture
def refused(over, officer):
    """Two answers of it came after the end."""
    send(officer, over, "d", position=1, sequence=2**41)
    send(officer, over, "b", position=2, sequence=2**41)
    return over


def test_refused_answers_are_counted_for_trainers(refused, trainer, as_, in_english):
    page = page_as(as_, trainer, "m2/attempts/")

    assert "2 answers came too late and are not counted" in page
    assert "the time ended it; its holder has not handed in" in page


def test_refused_answers_are_read_in_the_attempts_view(refused, trainer, as_, in_english):
    page = page_as(as_, trainer, f"m2/attempts/{refused.uuid}/")

    assert page.count("Not counted") == 2
    keys = [response.question.key for response in refused.responses.order_by("position")]
    assert f"text-{keys[0]}-d" in page
    assert f"text-{keys[1]}-b" in page
    assert InboxItem.objects.filter(code="time_is_up").count() == 2


def test_attempts_view_is_for_ones_own_officers(refused, officer_elsewhere, make_person, as_):
    stranger = make_person("LS-T16", "trainer", district="1601")
    ending.end_overdue()

    assert page_as(as_, stranger, f"m2/attempts/{refused.uuid}/") == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_many_refused(
    refused, officer, reviewer, as_, django_assert_num_queries, rows
):
    for n in range(rows):
        send(officer, refused, "d", position=3, sequence=2**42 + n)
    client = as_(reviewer)
    client.get("/cms/quizzes/results/m2/attempts/")

    with django_assert_num_queries(22):
        client.get("/cms/quizzes/results/m2/attempts/")


def test_heat_of_steps_counts_it_once_ended(over, step):
    Question.objects.update(step=step)
    ending.end_overdue()
    today = timezone.localdate()

    found = list(wrong_answers_in(Period(today, today)))

    assert [(row.step_id, row.count) for row in found] == [(step.pk, 2)]
