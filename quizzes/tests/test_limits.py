"""The time of an attempt, and the wait until the next: the server decides, clocks are claims."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from quizzes.models import Attempt, Quiz
from quizzes.models.attempts import GRACE
from quizzes.starting import CannotStart, start
from sop_site.offline import consenting
from sop_site.offline.models import InboxItem

from .test_items import answer_of, hand_in, send
from .test_late_answers import sync
from .test_results import page_as
from .test_taking import give, page_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def timed(make_quiz, officer):
    """timed("nothing", ago=25): an attempt of 20 minutes, begun so many minutes ago."""

    def make(after_time, ago, **rules):
        quiz = make_quiz(kind="assessed", time_limit=20, after_time=after_time, **rules)
        attempt = start(quiz, officer=officer, language="en")
        began = timezone.now() - ago * MINUTE
        attempt.started_at, attempt.ends_at = began, began + 20 * MINUTE
        attempt.save()
        return attempt

    return make


def over_time(attempt):
    return attempt.responses.get(position=1).over_time


def test_attempt_copies_the_limit_of_its_start(make_quiz, officer):
    quiz = make_quiz(time_limit=20, after_time="nothing")
    attempt = start(quiz, officer=officer, language="en")

    Quiz.objects.filter(pk=quiz.pk).update(time_limit=5, after_time="late")

    again = start(quiz, officer=officer, language="en")
    assert again.pk == attempt.pk
    assert again.ends_at - again.started_at == 20 * MINUTE
    assert again.ends_hard is True


def test_answer_in_time_counts(timed, officer):
    attempt = timed("nothing", ago=19)

    assert send(officer, attempt, "c").status == "stored"
    assert (answer_of(attempt), over_time(attempt)) == ("c", False)


def test_grace_covers_the_way_of_the_last_answer(timed, officer):
    attempt = timed("nothing", ago=20)
    before, after = attempt.ends_at + GRACE, attempt.ends_at + GRACE + timedelta(milliseconds=1)

    assert attempt.takes_answers(before)
    assert not attempt.takes_answers(after)
    assert send(officer, attempt, "c").status == "stored"


def test_hard_limit_counts_no_later_answer(timed, officer):
    attempt = timed("nothing", ago=25)

    said = send(officer, attempt, "c")

    assert (said.status, said.code) == ("rejected", "time_is_up")
    assert answer_of(attempt) is None


def test_soft_limit_counts_later_answers_and_marks_them(timed, officer, trainer, as_):
    attempt = timed("late", ago=25)

    send(officer, attempt, "c")
    hand_in(officer, attempt)

    attempt.refresh_from_db()
    assert (attempt.mark, over_time(attempt)) == (1, True)
    page = page_as(as_, trainer, "m2/attempts/")
    assert "1 answer after the time was up" in page or "ຊ້າ: 1 ຄຳຕອບ ຫຼັງໝົດເວລາ" in page


def test_answer_in_time_that_was_overwritten_late_is_marked(timed, officer):
    attempt = timed("late", ago=19)
    send(officer, attempt, "a", sequence=1)
    Attempt.objects.filter(pk=attempt.pk).update(ends_at=timezone.now() - MINUTE)

    send(officer, attempt, "c", sequence=2)

    assert (answer_of(attempt), over_time(attempt)) == ("c", True)


@pytest.mark.parametrize("after_time", ["late", "nothing"])
def test_answer_made_offline_in_time_is_in_time(timed, officer, as_, after_time):
    attempt = timed(after_time, ago=60)

    said = sync(as_(officer), attempt, made=attempt.ends_at - MINUTE)

    assert said["status"] == "stored"
    assert (answer_of(attempt), over_time(attempt)) == ("c", False)


def test_answer_made_offline_after_the_time_is_refused(timed, officer, as_):
    attempt = timed("nothing", ago=60)

    said = sync(as_(officer), attempt, made=attempt.ends_at + 2 * MINUTE)

    assert (said["status"], said["code"]) == ("rejected", "time_is_up")


def test_clock_set_back_gains_no_time(timed, officer, as_):
    attempt = timed("nothing", ago=60)
    slow = attempt.ends_at - MINUTE

    said = sync(as_(officer), attempt, made=slow, clock=slow)

    assert (said["status"], said["code"]) == ("rejected", "time_is_up")


def test_quiz_that_refuses_lateness_takes_our_clock(timed, officer, as_):
    attempt = timed("nothing", ago=60, late_answers="refuse")

    said = sync(as_(officer), attempt, made=attempt.ends_at - MINUTE)

    assert said["code"] == "time_is_up"


def test_doubtful_answer_waits_and_handing_in_does_not(timed, officer, trainer, as_):
    attempt = timed("nothing", ago=60, late_answers="ask")
    slow = attempt.ends_at - MINUTE
    said = sync(as_(officer), attempt, made=slow, clock=slow)
    hand_in(officer, attempt, sequence=2**50)
    attempt.refresh_from_db()
    before = (attempt.state, attempt.mark)

    consenting.decide(trainer, [officer.pk], agreed=True, until=timezone.now())

    attempt.refresh_from_db()
    assert said["result"] == {"waits_for_yes": True}
    assert before == ("handed_in", 0)
    assert (attempt.mark, over_time(attempt)) == (1, False)


def test_handing_in_after_the_time_keeps_what_came_before(timed, officer):
    attempt = timed("nothing", ago=19)
    send(officer, attempt, "c")
    Attempt.objects.filter(pk=attempt.pk).update(ends_at=timezone.now() - 9 * MINUTE)

    assert hand_in(officer, attempt).result["state"] == "handed_in"
    attempt.refresh_from_db()
    assert attempt.mark == 1


def test_form_after_the_time_says_so_and_keeps_what_was_given(timed, officer, as_):
    attempt = timed("nothing", ago=25)

    reply = as_(officer).post(page_of(attempt, 1, "en"), {"answer": "c"}, follow=True)

    page = reply.content.decode()
    assert "The time was up. This answer is kept, but not counted" in page
    kept = InboxItem.objects.get(code="time_is_up")
    assert kept.payload["response"] == "c"


@pytest.mark.parametrize("rest", ["", "question/1/"])
@pytest.mark.parametrize(
    ("after_time", "ago", "said"),
    [
        ("nothing", 5, "Answers after that don&#x27;t count."),
        ("late", 5, "Answers after that are marked late."),
        ("late", 25, "The time is up. You can still answer and hand in"),
    ],
)
def test_pages_say_in_words_when_the_time_ends(timed, officer, as_, rest, after_time, ago, said):
    attempt = timed(after_time, ago=ago)

    page = as_(officer).get(f"/en/quizzes/m2/{attempt.uuid}/{rest}").content.decode()

    line = re.search(r"data-ends=.*?</p>", page, re.DOTALL)[0].partition(">")[2]
    assert said.replace("&#x27;", "'") in line.replace("&#x27;", "'")
    until = timezone.localtime(attempt.ends_at).strftime("%H:%M")
    assert (f"Your time lasts until {until}" in line) is (ago < 20)


def test_page_without_a_limit_says_nothing_of_time(begun, officer, as_):
    assert "data-ends" not in as_(officer).get(f"/lo/quizzes/m2/{begun.uuid}/").content.decode()


def test_two_tabs_share_one_time(timed, officer, as_):
    attempt = timed("nothing", ago=5)
    one, two = as_(officer), as_(officer)
    give(one, attempt, 1, "a")

    start(attempt.quiz, officer=officer, language="lo")
    give(two, attempt, 1, "c")

    attempt.refresh_from_db()
    assert answer_of(attempt) == "c"
    assert attempt.ends_at - attempt.started_at == 20 * MINUTE


@pytest.fixture
def waiting(make_quiz, officer):
    """waiting(ago=30): handed in so many minutes ago a quiz that asks for an hour between."""

    def make(ago, **rules):
        quiz = make_quiz(types=1, wait_minutes=60, **rules)
        attempt = start(quiz, officer=officer, language="en")
        hand_in(officer, attempt)
        then = timezone.now() - ago * MINUTE
        Attempt.objects.filter(pk=attempt.pk).update(handed_in_at=then)
        return quiz, then + 60 * MINUTE

    return make


def test_next_attempt_waits_and_the_page_says_until_when(waiting, officer, as_):
    _quiz, free = waiting(ago=30)
    client = as_(officer)

    page = client.get("/en/quizzes/m2/").content.decode()
    tried = client.post("/en/quizzes/m2/start/", follow=True).content.decode()

    at = timezone.localtime(free).strftime("%H:%M")
    for text in (page, tried):
        assert re.search(rf"You can begin the next attempt from [^<]*{at} on\.", text)
    assert "used all attempts" not in page
    assert Attempt.objects.filter(officer=officer).count() == 1


def test_next_attempt_begins_after_the_wait(waiting, officer):
    quiz, _free = waiting(ago=61)

    assert start(quiz, officer=officer, language="en").number == 2


def test_used_attempts_are_said_rather_than_a_wait(waiting, officer):
    quiz, _free = waiting(ago=1, attempts_allowed=1)

    with override("en"), pytest.raises(CannotStart, match="used all attempts"):
        start(quiz, officer=officer, language="en")


@pytest.mark.parametrize("field", ["time_limit", "wait_minutes"])
@pytest.mark.parametrize("minutes", [0, 86_401])
def test_minutes_that_make_no_sense_are_refused(make_quiz, field, minutes):
    quiz = make_quiz(types=1)
    setattr(quiz, field, minutes)

    with pytest.raises(ValidationError) as refused:
        quiz.full_clean()

    assert field in refused.value.message_dict


@pytest.mark.parametrize("change", [{"state": "retired"}, {"state": "draft"}, {"time_limit": 1}])
def test_quiz_taken_out_of_use_leaves_what_was_answered(timed, officer, as_, change):
    attempt = timed("nothing", ago=5)
    send(officer, attempt, "c")
    Quiz.objects.filter(pk=attempt.quiz_id).update(**change)

    page = as_(officer).get(f"/en/quizzes/m2/{attempt.uuid}/")
    handed = hand_in(officer, attempt)

    attempt.refresh_from_db()
    assert page.status_code == 200
    assert handed.result["state"] == "handed_in"
    assert (attempt.mark, attempt.out_of) == (1, 3)
