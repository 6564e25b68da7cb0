"""Steps are called by their titles of today wherever questions point to them."""

import pytest

from quizzes.models import Question
from quizzes.starting import start
from sop_pages.models import ReferenceValue, Step
from sop_pages.step_titles import titles_of

from .test_items import hand_in


@pytest.fixture
def benefit(step):
    """A passage of the step's SOP that names a value of LSSO's."""
    ReferenceValue.objects.create(
        key="mat_rate", label_lo="ອັດຕາ", label_en="Rate", value="70", unit="percent"
    )
    return Step.objects.create(
        sop=step.sop,
        block_id=step.sop.block_id("ben"),
        key="ben",
        kind="benefit",
        number=1,
        title_lo="ໄດ້ {mat_rate}%",
        title_en="She gets {mat_rate}% " + "of it " * 30,
    )


def test_title_names_no_value_takes_no_query(step, benefit, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert titles_of([step], "en") == {step.pk: "Fill in the form"}
    with django_assert_num_queries(1):
        assert titles_of([step, benefit], "lo")[benefit.pk] == "ໄດ້ 70%"


def test_step_without_title_is_called_by_its_key(step):
    step.title_lo = step.title_en = ""

    assert titles_of([step], "en") == {step.pk: step.key}


def test_steps_to_read_again_have_their_numbers(make_quiz, officer, as_, benefit):
    attempt = start(make_quiz("m2", 1), officer=officer, language="en")
    Question.objects.filter(key="m2-01").update(step=benefit)
    hand_in(officer, attempt)

    page = as_(officer).get(f"/en/quizzes/m2/{attempt.uuid}/result/").content.decode()

    assert "She gets 70%" in page.replace("<wbr>", "")
    assert "{mat_rate}" not in page


def test_bank_names_the_step_by_its_title(make_question, benefit, trainer, as_):
    make_question("M2-50", step=benefit)

    page = as_(trainer).get("/cms/quizzes/questions/").content.decode()

    assert "REG-01 ໄດ້ 70%" in page


@pytest.mark.usefixtures("in_english")
def test_bank_shows_the_beginning_of_a_long_title(make_question, benefit, trainer, as_):
    make_question("M2-50", step=benefit)

    page = as_(trainer).get("/cms/quizzes/questions/").content.decode()

    shown = page.partition("REG-01 She gets 70% ")[2].partition("</td>")[0]
    assert shown.endswith("…")
    assert len(shown) <= 60
