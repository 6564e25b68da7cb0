"""Whose attempts the statistics are made of: cohort and place, as far as the reader may see."""

import pytest
from django.urls import reverse
from django.utils import translation

from quizzes.figures import words
from quizzes.figures.scope import Scope
from quizzes.models import Attempt, QuizFigures
from quizzes.starting import start

from .test_figures import hand_in  # noqa: F401  a fixture


@pytest.fixture
def cohorts(make_quiz, make_workshop, enrol, hand_in, trainer):  # noqa: F811
    """Two cohorts of one programme: "one" is the trainer's, with an officer of the own province
    and one of another; "two" is led by nobody here. A fourth is in no cohort."""
    mine = make_workshop("one", trainer)
    other = make_workshop("two", programme=mine.programme, province="16")
    quiz = make_quiz("m2", 1, kind="assessed", module=mine.programme.modules.first())
    for who, district, workshop in [
        ("near", "0601", mine),
        ("far", "1601", mine),
        ("theirs", "1602", other),
        ("none", "0602", None),
    ]:
        attempt = hand_in(quiz, who, [1], district=district)
        if workshop:
            enrol(workshop, attempt.officer)
    return quiz, mine.cohort, other.cohort


@pytest.fixture
def look(as_, cohorts):
    """look(person, cohort=...): the page of the statistics."""

    def looked(person, **asked):
        return as_(person).get(reverse("quiz_figures", args=[cohorts[0].slug]), asked)

    return looked


def officers(page) -> int:
    return page.context["data"]["quiz"]["n"]


def test_cohort_is_chosen_among_all_by_who_sees_all(look, reviewer, cohorts):
    _quiz, one, two = cohorts

    counts = [officers(look(reviewer, cohort=wish)) for wish in ("", one.pk, two.pk, "nonsense")]
    page = look(reviewer, cohort=two.pk).content.decode()

    assert counts == [4, 2, 1, 4]
    assert f'<option value="{two.pk}" selected>' in page
    assert f'<option value="{one.pk}">' in page


def test_trainer_sees_the_own_cohort_with_those_from_elsewhere(look, trainer, cohorts):
    _quiz, one, _two = cohorts

    own_province = look(trainer, cohort=one.pk, province="06")
    everywhere = look(trainer, cohort=one.pk)

    assert officers(own_province) == 1
    assert officers(everywhere) == 2
    assert officers(look(trainer)) == 3
    assert '<option value="">' in own_province.content.decode()


def test_trainer_sees_nothing_of_a_cohort_that_others_train(look, trainer, cohorts):
    _quiz, _one, two = cohorts

    page = look(trainer, cohort=two.pk, province="")

    assert page.context["scope"].cohort == ""
    assert officers(page) == 3
    assert f'value="{two.pk}"' not in page.content.decode()


def test_attempt_of_another_time_is_not_of_the_cohort(look, reviewer, cohorts):
    quiz, one, _two = cohorts
    old = Attempt.objects.filter(quiz=quiz, officer__username__iexact="ls-near")
    old.update(started_at="2020-01-01T00:00Z")

    assert officers(look(reviewer, cohort=one.pk)) == 1


def test_key_of_a_scope_leads_back_to_it():
    longest = Scope("highest", "06", "lo", "screen", "123456789", "123456789")

    assert Scope.of_key(longest.key) == longest
    assert Scope.of_key("highest:06:") == Scope("highest", "06")
    assert Scope("all", cohort="3").key == "all::::3"
    assert len(longest.key) <= QuizFigures._meta.get_field("scope").max_length


def test_page_says_which_attempts_count_and_why_not_all(look, reviewer, cohorts, hand_in):  # noqa: F811
    quiz, _one, _two = cohorts
    near = hand_in(quiz, "near", [0], district="0601").officer
    start(quiz, officer=near, language="lo")

    kept = look(reviewer).context["kept"]
    with translation.override("en"):
        said = words.of_counting(kept.data, "highest", kept.attempts, 1)

    assert look(reviewer).context["counted"]
    assert said == [
        "Of 5 attempts handed in, 4 count: the best attempt of each officer.",
        "1 is another attempt of an officer of whom one counts already.",
        "1 attempt is still open and doesn't count yet.",
    ]


def test_figures_that_need_more_attempts_say_so(look, reviewer, cohorts):
    _quiz, _one, two = cohorts

    data = look(reviewer, cohort=two.pk).context["data"]
    with translation.override("en"):
        shown = dict(words.figures_of_quiz(data))
        said = words.of_quiz(data | {"quiz": data["quiz"] | {"n": 3, "cic": -120.0}})

    assert shown["Kurtosis"] == "too few attempts: there is one from 4 on"
    assert shown["Standard deviation, marks"] == "too few attempts: there is one from 2 on"
    assert shown["Mean, marks"] == "1.00 / 1"
    assert "don't pull together" not in " ".join(said)
