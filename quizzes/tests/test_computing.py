"""Computed questions: numbers drawn once, LSSO's values of that day, an answer made from both."""

from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from quizzes.computing import solved
from quizzes.drawing import draw
from quizzes.grading import feedback
from quizzes.models import QuizSlot
from quizzes.regrading import by_attempt, fingerprint, proposals, regrade
from quizzes.starting import start
from quizzes.writing import BadContent, write
from sop_pages.evidence import naming
from sop_pages.models import ReferenceValue

from .conftest import computed_content
from .test_taking import give


@pytest.fixture
def rate(db):
    return ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="9", unit="percent"
    )


@pytest.fixture
def quiz(make_quiz, make_question, rate):
    """One computed question whose rate is LSSO's."""
    quiz = make_quiz("pay", 0)
    question = make_question("P-1", type="computed", content=computed_content("P-1", "vol_rate"))
    QuizSlot.objects.create(quiz=quiz, question=question)
    return quiz


def income_of(attempt) -> int:
    return int(attempt.responses.get().numbers["income"])


def handed_in(client, attempt, answer):
    give(client, attempt, 1, str(answer))
    client.post(f"/en/quizzes/pay/{attempt.uuid}/hand-in/")
    attempt.refresh_from_db()
    return attempt


def test_numbers_are_drawn_once_and_within_their_range(quiz, officer):
    attempt = start(quiz, officer=officer, language="en")
    incomes = {int(draw(quiz, seed)[0].numbers["income"]) for seed in range(200)}

    assert incomes == {*range(1_200_000, 2_700_001, 100_000)}
    assert start(quiz, officer=officer, language="en").responses.get().numbers == (
        attempt.responses.get().numbers
    )
    assert attempt.values == {"vol_rate": {"value": "9", "unit": "percent"}}


def test_changed_value_counts_for_new_attempts_alone(quiz, rate, officer, as_):
    quiz.attempts_allowed = None
    quiz.save()
    client = as_(officer)
    running = start(quiz, officer=officer, language="en")
    page = client.get(f"/en/quizzes/pay/{running.uuid}/question/1/").content.decode()
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="10", unit="percent",
        valid_from=timezone.localdate(),
    )  # fmt: skip

    old = handed_in(client, running, income_of(running) * 9 // 100)
    new = start(quiz, officer=officer, language="en")
    new = handed_in(client, new, income_of(new) * 10 // 100)

    assert f"{income_of(running):,}" in page
    assert (old.mark, new.mark) == (1, 1)
    assert [a.responses.get().rule for a in (old, new)] == ["computed.v1"] * 2


def test_review_shows_the_answer_to_these_numbers(quiz, officer, as_):
    client = as_(officer)
    attempt = start(quiz, officer=officer, language="en")
    handed_in(client, attempt, income_of(attempt) * 9 // 1000)

    page = client.get(f"/en/quizzes/pay/{attempt.uuid}/result/").content.decode()

    assert attempt.mark == 0
    assert f"{income_of(attempt) * 9 // 100:,} kip a month" in page
    assert "SECRET-feedback-P-1" in page


def test_question_without_its_value_is_passed_over(quiz, rate):
    rate.delete()

    assert draw(quiz, 1) == []


def test_practice_on_the_phone_has_the_answer_and_no_formula(quiz, officer, as_):
    page = as_(officer).get("/en/quizzes/pay/practise/").content.decode()

    assert "formula" not in page
    assert "&quot;answer&quot;: &quot;" in page


def test_right_answer_comes_before_a_known_wrong_one():
    content = computed_content() | {"formula": "min(income, 2000000)"}
    content["known_wrong"][0]["formula"] = "income"

    said = [
        feedback("computed", solved("computed", content, {}, {"income": income}), income, "en")
        for income in ("1500000", "2500000")
    ]

    assert said == [[], ["English SECRET-feedback-v"]]


def test_mistake_that_cannot_be_computed_is_left_out():
    content = computed_content() | {"formula": "income"}
    content["known_wrong"][0]["formula"] = "1 / (income - 5)"

    assert solved("computed", content, {}, {"income": "5"})["known_wrong"] == []


def test_corrected_formula_regrades_the_numbers_that_were_drawn(quiz, officer, admin_person, as_):
    attempt = start(quiz, officer=officer, language="en")
    handed_in(as_(officer), attempt, income_of(attempt) * 18 // 100)
    question = attempt.responses.get().question
    corrected = computed_content("P-1", "vol_rate") | {"formula": "income * vol_rate / 100 * 2"}
    write(question, corrected)

    found = proposals(quiz)
    rows = by_attempt(found)
    regrade(quiz, ["P-1"], actor=admin_person, reason="twice", seen=fingerprint(rows))

    attempt.refresh_from_db()
    assert (attempt.mark, attempt.passed) == (Decimal(1), True)


def test_formula_with_other_names_leaves_marks_as_they_are(quiz, officer, as_):
    attempt = start(quiz, officer=officer, language="en")
    handed_in(as_(officer), attempt, 1)
    other = computed_content("P-1", "vol_rate") | {"formula": "pay"}
    other["parameters"] = [{"name": "pay", "values": ["1"]}]
    other["known_wrong"] = []
    other["stem"] = {"lo": "ຖາມ", "en": "asked"}
    write(attempt.responses.get().question, other)

    [proposal] = proposals(quiz)

    assert (proposal.changes, proposal.unfit) == ([], 1)


def test_question_is_named_where_its_formula_uses_a_value(quiz, rate):
    assert [line.label.split()[0] for line in naming("vol_rate")] == ["P-1"]


def test_formula_that_fails_at_an_end_of_its_range_is_refused(make_question):
    question = make_question("P-2", type="computed")

    with override("en"), pytest.raises(BadContent, match="divides by zero"):
        write(question, computed_content() | {"formula": "1 / (income - 2700000)"})
