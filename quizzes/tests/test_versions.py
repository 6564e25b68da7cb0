"""What was asked never changes; what must never happen is refused by the database."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from quizzes.models import Attempt, FrozenVersion, Question, QuestionVersion, QuizSlot, Response
from quizzes.starting import start
from quizzes.writing import BadContent, write

from .conftest import computed_content, ordering_content, single_content


@pytest.fixture
def asked(begun):
    return begun.responses.get(position=1).version


def test_draw_freezes_the_version(make_quiz, officer):
    quiz = make_quiz(types=1)
    version = QuestionVersion.objects.get(question__key="m2-01")
    assert version.asked_at is None

    attempt = start(quiz, officer=officer, language="lo")

    version.refresh_from_db()
    assert version.asked_at == attempt.started_at


@pytest.mark.parametrize(
    "deed",
    [
        lambda v: v.save(),
        lambda v: v.delete(),
        lambda v: QuestionVersion.objects.filter(pk=v.pk).update(content={}),
        lambda v: QuestionVersion.objects.filter(pk=v.pk).update(asked_at=None),
        lambda v: QuestionVersion.objects.filter(pk=v.pk).delete(),
        lambda v: QuestionVersion.objects.bulk_update([v], ["content"]),
    ],
    ids=["save", "delete", "update", "unfreeze", "delete rows", "bulk update"],
)
def test_asked_version_refuses_change(asked, deed):
    before = asked.content
    asked.content = {"stem": "other"}

    with pytest.raises(FrozenVersion):
        deed(asked)

    assert QuestionVersion.objects.get(pk=asked.pk).content == before


def test_writing_after_asking_makes_the_next_version(begun, asked, trainer):
    content = single_content("new")

    version = write(asked.question, content, actor=trainer)

    assert (version.number, version.created_by) == (2, trainer)
    assert begun.responses.get(position=1).version == asked


def test_writing_before_asking_changes_the_version(make_question):
    question = make_question("M1-01")

    version = write(question, single_content("new"))

    assert (version.number, question.versions.count()) == (1, 1)
    assert question.title_en == "English stem-new"


def test_writing_the_same_words_changes_nothing(asked):
    version = write(asked.question, asked.content)

    assert (version, asked.question.versions.count()) == (asked, 1)


def test_writing_faulty_content_is_refused(asked):
    with pytest.raises(BadContent):
        write(asked.question, single_content(right="x"))

    assert asked.question.versions.count() == 1


def test_running_attempt_keeps_its_wording(begun, asked, officer, as_):
    key = asked.question.key
    write(asked.question, single_content("edited", right="a"))
    client = as_(officer)

    page = client.get(f"/en/quizzes/m2/{begun.uuid}/question/1/").content.decode()
    for position in (1, 2, 3):
        client.post(f"/en/quizzes/m2/{begun.uuid}/question/{position}/", {"answer": "c"})
    client.post(f"/en/quizzes/m2/{begun.uuid}/hand-in/")

    begun.refresh_from_db()
    assert f"stem-{key}" in page
    assert "stem-edited" not in page
    assert begun.mark == 3


def refused(deed):
    with pytest.raises(IntegrityError), transaction.atomic():
        deed()


def test_database_holds_one_of_each(begun, asked, officer):
    fields = {
        "quiz": begun.quiz,
        "officer": officer,
        "seed": 1,
        "pass_mark": 80,
        "started_at": timezone.now(),
    }
    response = begun.responses.get(position=1)

    refused(lambda: Attempt.objects.create(number=2, **fields))
    refused(lambda: QuestionVersion.objects.create(question=asked.question, number=1, content={}))
    refused(
        lambda: Response.objects.create(
            attempt=begun, position=9, question=response.question, version=asked, out_of=1
        )
    )
    refused(lambda: Response.objects.filter(pk=response.pk).update(mark=2))
    refused(lambda: Attempt.objects.filter(pk=begun.pk).update(state="handed_in"))
    refused(lambda: QuizSlot.objects.create(quiz=begun.quiz))
    refused(lambda: QuizSlot.objects.create(quiz=begun.quiz, question=asked.question))


def test_two_unasked_versions_are_refused(make_question):
    question = make_question("M1-01")

    refused(lambda: QuestionVersion.objects.create(question=question, number=2, content={}))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "assessed", "review": "after_each"},
        {"review": "after_close"},
        {"pass_mark": 101},
        {"opens_at": timezone.now(), "closes_at": timezone.now() - timezone.timedelta(days=1)},
    ],
)
def test_impossible_quizzes_are_refused(make_quiz, fields):
    refused(lambda: make_quiz("odd", 0, **fields))


def test_question_that_was_asked_stays(begun, asked):
    with pytest.raises(ProtectedError):
        Question.objects.get(pk=asked.question_id).delete()


RIGHT = {
    "ordering": lambda response: ["c", "a", "d", "b"],
    "computed": lambda response: str(int(response.numbers["income"]) * 9 // 100),
}
OTHER = {
    "ordering": ordering_content("edited") | {"order": ["b", "d", "a", "c"]},
    "computed": computed_content("edited") | {"formula": "income", "known_wrong": []},
}


@pytest.mark.parametrize("question_type", ["ordering", "computed"])
def test_running_attempt_survives_an_edited_and_retired_question(
    make_quiz, officer, as_, question_type
):
    attempt = start(make_quiz("m2", [question_type]), officer=officer, language="en")
    response, client = attempt.responses.get(), as_(officer)
    address = f"/en/quizzes/m2/{attempt.uuid}/question/1/"
    before = client.get(address).content.decode()
    write(response.question, OTHER[question_type])
    Question.objects.update(state="retired")

    after = client.get(address).content.decode()
    client.post(address, {"answer": RIGHT[question_type](response)})
    client.post(f"/en/quizzes/m2/{attempt.uuid}/hand-in/")

    attempt.refresh_from_db()
    assert ("stem-m2-01" in after, "stem-edited" in after) == (True, False)
    assert shown(before) == shown(after)
    assert attempt.mark == 1


def shown(page: str) -> str:
    """What is asked, without what differs from one request to the next."""
    return page.partition("<fieldset")[2] or page.partition("<h1")[2].partition("</h1>")[0]


def test_title_is_cut_at_a_word_and_tells_no_value(make_question):
    question = make_question("M2-50")
    stem = {"lo": "ລູກ " + "ຄອບຄົວໜຶ່ງຂາຍຜັກ" * 20, "en": "She pays {vol_rate}% of it."}

    write(question, single_content() | {"stem": stem}, is_draft=True)

    assert question.title_en == "She pays …% of it."
    assert question.title_lo.endswith("…")
    assert len(question.title_lo) <= 120
    assert stem["lo"].startswith(question.title_lo[:-1])
    assert question.title_lo[:-1].endswith(("ຄອບ", "ຄົວ", "ໜຶ່ງ", "ຂາຍ", "ຜັກ"))
