"""Taking a quiz by plain forms, as a browser without a script does it."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from quizzes.models import Attempt, Quiz
from quizzes.starting import start
from sop_site.offline.models import InboxItem


def page_of(attempt, position, language="lo"):
    return f"/{language}/quizzes/{attempt.quiz.slug}/{attempt.uuid}/question/{position}/"


def give(client, attempt, position, answer, **more):
    return client.post(page_of(attempt, position), {"answer": answer, **more})


def answers(attempt):
    return list(attempt.responses.order_by("position").values_list("answer", flat=True))


@pytest.mark.parametrize(
    ("language", "passed"),
    [("lo", "ຜ່ານ. ທ່ານຕອບຖືກ 4 ໃນ 4 ຄຳຖາມ."), ("en", "Passed. You answered 4 of 4 questions right.")],
)
def test_journey_from_list_to_result(make_quiz, officer, as_, language, passed):
    make_quiz("mixed", ["single", "multiple", "numeric", "short"], shuffle_questions=False)
    client = as_(officer)
    assert f"/{language}/quizzes/mixed/" in client.get(f"/{language}/quizzes/").content.decode()
    assert client.get(f"/{language}/quizzes/mixed/").status_code == 200

    address = client.post(f"/{language}/quizzes/mixed/start/").url
    for answer in ("c", ["a", "b"], "405.000", "medical certificate"):
        assert client.get(address).status_code == 200
        address = client.post(address, {"answer": answer, "go": "next"}).url

    attempt = Attempt.objects.get(officer=officer)
    assert address == f"/{language}/quizzes/mixed/{attempt.uuid}/"
    result = client.post(f"{address}hand-in/", follow=True).content.decode()
    assert passed in re.sub(r"<wbr>", "", result)
    attempt.refresh_from_db()
    assert (attempt.mark, attempt.out_of, attempt.passed) == (4, 4, True)
    assert attempt.receipt in result


def test_matching_by_plain_form_keeps_pairs_and_gives_shares(make_quiz, officer, as_):
    quiz = make_quiz("pairs", ["matching"])
    attempt, client = start(quiz, officer=officer, language="en"), as_(officer)
    pairs = ["c:b", "", "a:c"]

    give(client, attempt, 1, pairs)
    shown = client.get(page_of(attempt, 1, "en")).content.decode()
    again = give(client, attempt, 1, pairs[::-1])
    strange = give(client, attempt, 1, ["a:zz"])
    result = client.post(f"/en/quizzes/pairs/{attempt.uuid}/hand-in/", follow=True)

    assert answers(attempt) == [[["a", "c"], ["c", "b"]]]
    assert re.findall(r'value="(\w:\w)" selected', shown) in (["a:c", "c:b"], ["c:b", "a:c"])
    assert (again.status_code, strange.status_code) == (302, 422)
    attempt.refresh_from_db()
    assert attempt.mark == Decimal("0.3333333")
    page = re.sub(r"<wbr>", "", result.content.decode())
    assert "English left-pairs-01-c → English right-pairs-01-b" in page
    assert "English left-pairs-01-c → English right-pairs-01-d" in page
    assert "Partly correct" in page


def shown_order(page) -> list[str]:
    return re.findall(r'name="answer" value="(\w)"', page)


def test_ordering_by_plain_form_moves_step_by_step(make_quiz, officer, as_):
    quiz = make_quiz("steps", ["ordering"])
    attempt, client = start(quiz, officer=officer, language="en"), as_(officer)
    drawn = attempt.responses.get().option_order
    address = page_of(attempt, 1, "en")

    reply = client.post(address, {"answer": drawn, "touched": "", "move": f"{drawn[0]}:down"})
    moved = shown_order(reply.content.decode())
    kept_by_moving = answers(attempt)
    client.post(address, {"answer": moved, "touched": "yes", "go": "back"})

    assert moved == [drawn[1], drawn[0], *drawn[2:]]
    assert re.search(rf'value="{drawn[0]}:down"[^>]* autofocus', reply.content.decode())
    assert kept_by_moving == [None]
    assert answers(attempt) == [moved]
    assert shown_order(client.get(address).content.decode()) == moved


@pytest.mark.parametrize(("go", "is_kept"), [("back", False), ("overview", False), ("next", True)])
def test_untouched_order_counts_by_next_alone(make_quiz, officer, as_, go, is_kept):
    quiz = make_quiz("steps", ["ordering"])
    attempt = start(quiz, officer=officer, language="en")
    drawn = attempt.responses.get().option_order

    give(as_(officer), attempt, 1, drawn, touched="", go=go)

    assert answers(attempt) == [drawn if is_kept else None]


@pytest.mark.parametrize("answer", [["a", "b"], ["a", "b", "c", "z"], ["a", "a", "b", "c", "d"]])
def test_ordering_takes_each_step_once(make_quiz, officer, as_, answer):
    attempt = start(make_quiz("steps", ["ordering"]), officer=officer, language="en")

    assert give(as_(officer), attempt, 1, answer).status_code == 422
    assert answers(attempt) == [None]


def test_ordering_review_numbers_the_steps(make_quiz, officer, as_):
    attempt = start(make_quiz("steps", ["ordering"]), officer=officer, language="en")
    client = as_(officer)
    give(client, attempt, 1, list("bcad"))

    result = client.post(f"/en/quizzes/steps/{attempt.uuid}/hand-in/", follow=True)

    page = re.sub(r"<wbr>", "", result.content.decode())
    attempt.refresh_from_db()
    assert attempt.mark == Decimal("0.6666667")
    assert "2. English step-steps-01-c" in page  # as given
    assert "1. English step-steps-01-c" in page  # as right
    assert "SECRET-feedback-steps-01-a" not in page


def test_wrong_answers_lead_to_the_step(make_quiz, officer, as_, step):
    quiz = make_quiz(types=2, shuffle_questions=False)
    quiz.slots.first().question.__class__.objects.filter(key="m2-01").update(step=step)
    attempt = start(quiz, officer=officer, language="en")
    client = as_(officer)
    give(client, attempt, 1, "a")
    give(client, attempt, 2, "c")

    result = client.post(f"/en/quizzes/m2/{attempt.uuid}/hand-in/", follow=True).content.decode()

    assert "Not passed yet. You answered 1 of 2 questions right." in result
    assert "Fill in the form" in result
    assert "#fill-form" in result
    assert "SECRET-feedback-m2-01-a" in result
    assert "text-m2-01-c" in result


def test_going_back_changes_the_answer(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 1, "a")

    reply = give(client, begun, 2, "b", go="back")
    give(client, begun, 1, "c")

    assert reply.url == page_of(begun, 1)
    assert answers(begun) == ["c", "b", None]


def test_two_tabs_keep_the_last_answer(begun, officer, as_):
    one, two = as_(officer), as_(officer)
    one.get(page_of(begun, 1))
    two.get(page_of(begun, 1))

    give(one, begun, 1, "a")
    give(two, begun, 1, "b")
    give(one, begun, 2, "c")

    assert answers(begun) == ["b", "c", None]


def test_sending_a_page_twice_counts_once(begun, officer, as_):
    client = as_(officer)

    first = give(client, begun, 1, "c")
    second = give(client, begun, 1, "c")

    assert (first.url, second.url) == (page_of(begun, 2), page_of(begun, 2))
    assert InboxItem.objects.filter(kind="quiz.answer", owner=officer).count() == 1


def test_turning_pages_without_answer_sends_nothing(begun, officer, as_):
    reply = as_(officer).post(page_of(begun, 1), {"go": "next"})

    assert reply.url == page_of(begun, 2)
    assert not InboxItem.objects.filter(owner=officer).exists()


def test_handing_in_twice_is_one_submission(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 1, "c")
    address = f"/lo/quizzes/m2/{begun.uuid}/hand-in/"

    client.post(address)
    before = Attempt.objects.values().get(pk=begun.pk)
    client.post(address)

    assert Attempt.objects.values().get(pk=begun.pk) == before
    assert before["mark"] == Decimal(1)
    assert Attempt.objects.filter(officer=officer).count() == 1


def test_session_that_ended_goes_on_where_it_was(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 1, "c")
    client.logout()

    refused = give(client, begun, 2, "c")
    client = as_(officer)
    reply = client.post("/lo/quizzes/m2/start/")

    assert refused.status_code == 403
    assert 'name="answer" value="c"' in refused.content.decode()
    assert reply.url == page_of(begun, 2)
    assert answers(begun) == ["c", None, None]


def test_overview_names_blank_questions(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 2, "c")

    page = client.get(f"/en/quizzes/m2/{begun.uuid}/").content.decode()
    page = page.partition('id="main"')[2].partition("<div data-stage")[0]

    assert "2 questions have no answer:" in page
    assert page.count("No answer yet") == 2
    assert page.count("Saved") == 1


def test_saved_answer_is_shown_again(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 1, "b")

    page = client.get(page_of(begun, 1)).content.decode()

    assert 'value="b" checked' in page
    assert "ບັນທຶກແລ້ວ" in page


def test_answer_to_handed_in_attempt_is_not_counted(begun, officer, as_):
    client = as_(officer)
    client.post(f"/en/quizzes/m2/{begun.uuid}/hand-in/")

    reply = client.post(page_of(begun, 1, "en"), {"answer": "c"}, follow=True)

    assert "This attempt is handed in already." in reply.content.decode()
    assert answers(begun) == [None, None, None]


def test_closed_quiz_keeps_what_was_answered(begun, officer, as_):
    client = as_(officer)
    give(client, begun, 1, "c")
    Quiz.objects.filter(slug="m2").update(closes_at=timezone.now())

    late = client.post(page_of(begun, 2, "en"), {"answer": "c"})
    client.post(f"/en/quizzes/m2/{begun.uuid}/hand-in/")

    assert late.status_code == 409
    assert "This quiz is closed." in late.content.decode()
    assert 'value="c" checked' in late.content.decode()
    begun.refresh_from_db()
    assert (begun.mark, begun.out_of, begun.passed) == (1, 3, False)


def test_retired_question_stays_in_running_attempt(begun, officer, as_):
    question = begun.responses.get(position=2).question
    question.state = "retired"
    question.save()
    client = as_(officer)

    for position in (1, 2, 3):
        give(client, begun, position, "c")
    client.post(f"/lo/quizzes/m2/{begun.uuid}/hand-in/")

    begun.refresh_from_db()
    assert (begun.mark, begun.passed) == (3, True)


def test_option_of_another_question_is_refused(begun, officer, as_):
    reply = as_(officer).post(page_of(begun, 1, "en"), {"answer": "zz"})

    assert reply.status_code == 422
    assert "This option doesn&#x27;t belong to this question." in reply.content.decode()


def test_long_text_is_refused_and_kept_on_the_page(make_quiz, officer, as_):
    attempt = start(make_quiz("s", ["short"]), officer=officer, language="en")

    reply = as_(officer).post(page_of(attempt, 1, "en"), {"answer": "ກ" * 2001})

    assert reply.status_code == 422
    assert "The answer is too long: 2000 characters at most." in reply.content.decode()
    assert "ກ" * 2001 in reply.content.decode()


def test_after_each_shows_feedback_and_fixes_the_answer(make_quiz, officer, as_):
    quiz = make_quiz(types=2, review="after_each")
    attempt = start(quiz, officer=officer, language="en")
    client = as_(officer)

    reply = give(client, attempt, 1, "a")
    page = client.get(page_of(attempt, 1, "en")).content.decode()
    changed = client.post(page_of(attempt, 1, "en"), {"answer": "c"})

    key = attempt.responses.get(position=1).question.key
    assert reply.url == page_of(attempt, 1)
    assert f"SECRET-feedback-{key}-a" in page
    assert changed.status_code == 409
    assert answers(attempt) == ["a", None]


def test_after_each_goes_on_once_the_fields_are_shut(make_quiz, officer, as_):
    attempt = start(make_quiz(types=2, review="after_each"), officer=officer, language="en")
    client = as_(officer)
    give(client, attempt, 1, "a")

    reply = client.post(page_of(attempt, 1), {"go": "next"})

    assert reply.url == page_of(attempt, 2)
    assert answers(attempt) == ["a", None]


def test_attempts_run_out(make_quiz, officer, as_):
    quiz = make_quiz(types=1, attempts_allowed=1)
    attempt = start(quiz, officer=officer, language="en")
    client = as_(officer)
    client.post(f"/en/quizzes/m2/{attempt.uuid}/hand-in/")

    page = client.post("/en/quizzes/m2/start/", follow=True).content.decode()

    assert "You have used all attempts at this quiz." in page
    assert "You can't begin it again." in page
    assert "0 more times" not in page
    assert Attempt.objects.filter(officer=officer).count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closes_at": timezone.now()}, "This quiz is closed."),
        ({"opens_at": timezone.now() + timezone.timedelta(days=1)}, "has not opened yet."),
    ],
)
def test_start_outside_its_time_is_refused(make_quiz, officer, as_, fields, said):
    make_quiz(types=1, **fields)

    page = as_(officer).post("/en/quizzes/m2/start/", follow=True).content.decode()

    assert said in page
    assert not Attempt.objects.filter(officer=officer).exists()
