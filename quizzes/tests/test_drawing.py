from decimal import Decimal

from django.utils import timezone

from quizzes.drawing import draw
from quizzes.models import Pool, Question, Quiz, QuizSlot
from quizzes.starting import start
from sop_pages.models.values import ReferenceValue

from .conftest import both, ordering_content, single_content


def keys(drawn):
    return [entry.question.key for entry in drawn]


def test_same_seed_draws_the_same(make_quiz):
    quiz = make_quiz(types=8)

    assert draw(quiz, 7) == draw(quiz, 7)
    assert len({tuple(keys(draw(quiz, seed))) for seed in range(6)}) > 3


def test_unshuffled_quiz_keeps_its_order(make_quiz):
    quiz = make_quiz(types=3, shuffle_questions=False, shuffle_options=False)

    drawn = draw(quiz, 7)

    assert keys(drawn) == ["m2-01", "m2-02", "m2-03"]
    assert drawn[0].option_order == ["a", "b", "c", "d"]


def test_true_and_false_keep_their_order(make_quiz, make_question):
    quiz = make_quiz(types=0)
    for n in range(6):
        content = single_content(f"tf{n}", right="a", keys="ab")
        question = make_question(f"TF-{n}", type="truefalse", content=content)
        QuizSlot.objects.create(quiz=quiz, question=question, position=n)

    assert {tuple(entry.option_order) for entry in draw(quiz, 7)} == {("a", "b")}


def test_steps_never_come_in_the_right_order(make_quiz, make_question):
    quiz = make_quiz(types=0, shuffle_options=False)
    content = ordering_content()
    content["items"], content["order"] = content["items"][:3], ["a", "b", "c"]
    question = make_question("O-1", type="ordering", content=content)
    QuizSlot.objects.create(quiz=quiz, question=question)

    orders = {tuple(draw(quiz, seed)[0].option_order) for seed in range(60)}

    assert len(orders) == 5
    assert ("a", "b", "c") not in orders


def test_drafts_and_retired_questions_are_passed_over(make_quiz):
    quiz = make_quiz(types=3, shuffle_questions=False)
    Question.objects.filter(key="m2-01").update(state="retired")
    Question.objects.filter(key="m2-02").update(state="draft")

    assert keys(draw(quiz, 7)) == ["m2-03"]


def test_pool_slot_draws_so_many_with_its_tags(make_quiz, make_question):
    quiz = make_quiz(types=1)
    for n in range(5):
        question = make_question(f"P-{n}")
        question.tags.add("forms", *(["hard"] if n < 3 else []))
    pool = Pool.objects.get(name="M2")
    QuizSlot.objects.create(quiz=quiz, pool=pool, count=2, tags=["hard"], position=2, marks=2)

    drawn = draw(quiz, 7)

    assert len(drawn) == 3
    assert {key for key in keys(drawn) if key != "m2-01"} <= {"P-0", "P-1", "P-2"}
    assert sum(entry.marks for entry in drawn) == 5


def test_values_of_the_day_stay_with_the_attempt(make_question, officer, as_):
    content = single_content("v") | {"stem": both("rate {vol_rate} and {unknown_rate}")}
    quiz = Quiz.objects.create(slug="v", title_lo="v", title_en="v", state="ready")
    QuizSlot.objects.create(quiz=quiz, question=make_question("V-1", content=content))
    value = ReferenceValue.objects.create(
        key="vol_rate",
        label_lo="ອັດຕາ",
        label_en="Rate",
        value=Decimal("9.5"),
        unit="percent",
        valid_from=timezone.localdate(),
    )
    attempt = start(quiz, officer=officer, language="lo")
    value.value = Decimal(11)
    value.save()
    client = as_(officer)

    lo = client.get(f"/lo/quizzes/v/{attempt.uuid}/question/1/").content.decode()
    en = client.get(f"/en/quizzes/v/{attempt.uuid}/question/1/").content.decode()

    assert "rate 9,5 and" in lo
    assert "rate 9.5 and" in en
    assert '<span class="blank"><b>LSSO</b></span>' in en


def test_script_in_a_question_is_dropped(make_question, officer, as_):
    content = single_content("x") | {"stem": both("<script>alert(1)</script> *bold*")}
    quiz = Quiz.objects.create(slug="x", title_lo="x", title_en="x", state="ready")
    QuizSlot.objects.create(quiz=quiz, question=make_question("X-1", content=content))
    attempt = start(quiz, officer=officer, language="en")

    page = as_(officer).get(f"/en/quizzes/x/{attempt.uuid}/question/1/").content.decode()

    assert "alert(1)" not in page
    assert "<em>bold</em>" in page
