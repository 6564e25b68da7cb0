"""Statistics of answers that are written: known wrong ones, and the numbers that were drawn."""

from decimal import Decimal

import pytest
from django.utils import timezone, translation

from quizzes.computing import solved
from quizzes.figures import words
from quizzes.figures.gathering import Given
from quizzes.figures.making import made
from quizzes.figures.scope import Scope
from quizzes.figures.variants import Met, groups
from quizzes.figures.wrong import wrong_of
from quizzes.models import Attempt, Question, Response
from sop_pages import evidence

from .conftest import computed_content
from .test_results import page_as

RANGE = {"name": "income", "min": "1", "max": "9", "step": "1"}


def met(number, mark, total=1, name="income"):
    return Met({name: str(number)}, Decimal(mark), Decimal(1), Decimal(total))


class TestVariants:
    def test_range_is_cut_into_thirds_of_what_was_met(self):
        found = groups([RANGE], [met(n, int(n < 7)) for n in range(1, 10) for _time in range(2)])

        assert [(g.first, g.last, g.s, g.facility) for g in found] == [
            ("1", "3", 6, 1.0),
            ("4", "6", 6, 1.0),
            ("7", "9", 6, 0.0),
        ]

    def test_few_values_stand_for_themselves(self):
        months = {"name": "months", "values": ["6", "12"]}

        found = groups([months], [met(n, int(n == 6), name="months") for n in (6, 12)] * 5)

        assert [(g.first, g.last, g.facility) for g in found] == [
            ("6", "6", 1.0),
            ("12", "12", 0.0),
        ]

    def test_groups_of_few_answers_are_not_shown(self):
        assert groups([RANGE], [met(1, 1)] * 20 + [met(9, 0)] * 4) == []

    def test_discrimination_is_against_the_rest_of_the_total(self):
        answers = [met(1, right, total=right + rest) for right, rest in [(1, 4), (0, 1)] * 5]
        answers += [met(9, 1, total=3)] * 5

        low, high = groups([RANGE], answers)

        assert low.discriminationindex == pytest.approx(100)
        assert high.discriminationindex is None

    def test_numbers_of_an_older_formula_are_left_out(self):
        assert groups([RANGE], [met(1, 1, name="wage")] * 20) == []

    def test_wide_gap_is_said_in_words(self):
        rows = [
            {"name": "income", "first": "1200000", "last": "1700000", "facility": 0.9},
            {"name": "income", "first": "2300000", "last": "2700000", "facility": 0.2},
        ]
        with translation.override("en"):
            said = words.of_variants(rows)

        assert said.startswith("Harder with income = 2,300,000 – 2,700,000: 20% of the mark")
        assert words.of_variants([rows[0], rows[1] | {"facility": 0.7}]) == ""


def test_same_marks_in_the_rest_are_not_said_of_the_question():
    row = {"s": 15, "facility": 0.53, "discriminationindex": None, "sd": 0.5}

    with translation.override("en"):
        alike = words.of_question(row)
        same = words.of_question(row | {"sd": 0.0})

    assert alike == ("All did alike in the rest, so it can't be told who knows.", False)
    assert same[0].startswith("All have the same mark here")


@pytest.mark.django_db
def test_known_wrong_that_cannot_be_computed_keeps_its_place():
    content = computed_content()
    content["known_wrong"].insert(0, {"formula": "income / missing", "feedback": None})

    found = solved("computed", content, {}, {"income": "1200000"})

    assert [(wrong["value"], wrong["place"]) for wrong in found["known_wrong"]] == [("10800", 1)]


@pytest.fixture
def taken(make_quiz, make_person):
    """taken("short", ["receipt", …]): a quiz of one question and an attempt for each answer."""

    def made_of(question_type, answers, numbers=None):
        quiz = make_quiz("w", [question_type], kind="assessed")
        question = Question.objects.get(key="w-01")
        for n, answer in enumerate(answers):
            right = answer == "right"
            person = make_person(f"LS-W{n:02}", "officer", district="0601")
            now = timezone.now()
            attempt = Attempt.objects.create(
                quiz=quiz, officer=person, number=1, state="handed_in", seed=1, pass_mark=80,
                district_id="0601", started_at=now, handed_in_at=now, mark=int(right), out_of=1,
            )  # fmt: skip
            Response.objects.create(
                attempt=attempt, position=1, slot=quiz.slots.get(), question=question,
                version=question.versions.get(), out_of=1, mark=int(right), answer=answer,
                numbers=numbers(n) if numbers else {},
            )  # fmt: skip
        return quiz

    return made_of


def row_of(quiz):
    return made(quiz, Scope("all"))["questions"][0]


def test_known_wrong_words_are_counted_however_they_are_written(taken):
    quiz = taken("short", ["receipt", " Receipt. ", "ໃບຮັບເງິນ", "something", "right", None])

    (option,) = row_of(quiz)["options"]

    assert (option["key"], sum(option["by_third"])) == ("0", 3)
    assert option["share"] == pytest.approx(3 / 5)


def test_known_wrong_numbers_are_counted_with_unit_and_signs(taken):
    quiz = taken("numeric", ["4500000", "4.500.000 kip", "7", "405000", "right"])

    assert sum(row_of(quiz)["options"][0]["by_third"]) == 2


def test_known_wrong_of_a_computed_question_follows_its_numbers(taken):
    def numbers(n):
        return {"income": str(1_200_000 + 100_000 * n)}

    quiz = taken("computed", ["10800", "11700", "10800", "right"], numbers)

    row = row_of(quiz)
    assert sum(row["options"][0]["by_third"]) == 2  # the third answer is of other numbers
    assert row["variants"] == []


def test_page_says_it_in_words_beside_the_steps_open_reports(
    taken, step, monkeypatch, reviewer, trainer, as_, in_english
):
    def reported(sop_id):
        yield evidence.Evidence("reports", step.pk, 2, "2 open reports", "/cms/reports/")

    monkeypatch.setitem(evidence._sources, "test", reported)
    quiz = taken("short", ["receipt"] * 5 + ["right"] * 5 + ["something"])
    Question.objects.filter(key="w-01").update(step=step)

    page = page_as(as_, trainer, f"{quiz.slug}/figures/")

    assert "5 of 6 wrong answers are some that the question knows." in page
    assert "Many take this for right: “receipt”." in page
    assert "Who gave which known wrong answer" in page
    assert "2 open reports" in page
    assert page.index("Many take this") < page.index("2 open reports")
    assert page.index("2 open reports") < page.index("Asked 11 times")


def test_page_shows_the_groups_of_drawn_numbers(taken, trainer, as_, in_english):
    quiz = taken(
        "computed",
        ["right"] * 6 + ["1"] * 6,
        lambda n: {"income": "1200000" if n < 6 else "2700000"},
    )

    page = page_as(as_, trainer, f"{quiz.slug}/figures/")

    assert "By the numbers that were drawn" in page
    assert "Harder with income = 2,700,000: 0% of the mark" in page


def test_blank_is_no_wrong_answer():
    blank = Given(1, 1, None, Decimal(1), None)

    assert wrong_of("short", {"accepted": {}}, blank) == ()
