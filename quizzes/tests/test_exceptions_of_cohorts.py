"""An exception of a cohort reaches those who are enrolled after it was given."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes import overriding
from quizzes.models import CohortOverride, Module, Override
from quizzes.workshops import enrolling, joining
from sop_site.officers.models import AuditEntry

ADDRESS = "/cms/quizzes/results/m2/exceptions/"


@pytest.fixture
def quiz(make_quiz, workshop):
    return make_quiz(kind="assessed", module=Module.objects.get(code="M1"))


@pytest.fixture
def given(quiz, workshop, trainer):
    """Ten minutes more for the workshop's cohort, in which nobody is enrolled yet."""
    what = {"extra_minutes": 10, "extra_attempts": None, "closes_at": None}
    overriding.give_cohort(quiz, workshop.cohort, actor=trainer, reason="Power cut", **what)
    return CohortOverride.objects.get()


def by_code(workshop, officer, trainer):
    joining.join(officer, joining.show_code(workshop).join_code, address="10.0.0.1")


def by_hand(workshop, officer, trainer):
    enrolling.enrol(workshop, officer.username, by=trainer)


def by_file(workshop, officer, trainer):
    plan = enrolling.plan(f"staff_number\n{officer.username}\n".encode(), workshop)
    enrolling.carry_out(plan, workshop, by=trainer)


@pytest.mark.parametrize("way", [by_code, by_hand, by_file])
def test_whoever_is_enrolled_later_gets_it(quiz, given, workshop, officer_elsewhere, trainer, way):
    way(workshop, officer_elsewhere, trainer)

    found = Override.objects.get()
    assert (found.officer, found.quiz) == (officer_elsewhere, quiz)
    assert (found.extra_minutes, found.reason, found.given_by) == (10, "Power cut", trainer)


def test_joining_again_brings_nothing_back(given, workshop, officer, trainer):
    by_code(workshop, officer, trainer)
    overriding.take_back(Override.objects.get(), actor=trainer)

    by_code(workshop, officer, trainer)

    assert not Override.objects.exists()


def test_exception_of_ones_own_stays(quiz, given, workshop, officer, trainer):
    own = {"extra_minutes": None, "extra_attempts": 2, "closes_at": None}
    overriding.give(quiz, [officer], actor=trainer, reason="Ill", **own)

    by_code(workshop, officer, trainer)

    assert Override.objects.get().reason == "Ill"


def test_officer_of_another_trainers_workshop_gets_nothing(
    given, make_workshop, make_person, officer_elsewhere, workshop
):
    other = make_person("LS-T16", "trainer", district="1601")
    theirs = make_workshop("two", other, programme=workshop.programme, province="16")
    theirs.cohort = workshop.cohort
    theirs.save()

    by_hand(theirs, officer_elsewhere, other)

    assert not Override.objects.exists()


def test_giver_who_is_no_trainer_any_more_gives_nothing(given, workshop, officer, trainer):
    trainer.groups.clear()

    by_hand(workshop, officer, trainer)

    assert not Override.objects.exists()


def test_two_trainers_of_a_cohort_each_give(quiz, given, workshop, make_person):
    other = make_person("LS-T16", "trainer", district="1601")
    what = {"extra_minutes": 20, "extra_attempts": None, "closes_at": None}

    overriding.give_cohort(quiz, workshop.cohort, actor=other, reason="Ill", **what)
    overriding.give_cohort(quiz, workshop.cohort, actor=other, reason="Ill", **what)

    assert CohortOverride.objects.count() == 2


def test_workshop_that_changes_its_cohort_brings_it(
    given, make_workshop, trainer, officer, as_, enrol
):
    other = make_workshop("two", trainer, programme=given.quiz.module.programme)
    enrol(other, officer)
    typed = {
        "programme": other.programme_id,
        "title_lo": other.title_lo,
        "title_en": other.title_en,
        "cohort": given.cohort_id,
        "province": other.province_id,
        "starts_on": other.starts_on,
        "ends_on": other.ends_on,
        "trainers": trainer.pk,
    }

    as_(trainer).post(f"/cms/workshops/{other.pk}/edit/", typed)

    assert Override.objects.get().officer == officer


def test_form_gives_those_who_are_there_and_those_who_come(
    quiz, workshop, officer, colleague, trainer, as_, in_english, enrol
):
    enrol(workshop, officer)
    client = as_(trainer)
    sent = {"numbers": "", "cohort": workshop.cohort_id, "reason": "Power cut"}

    client.post(ADDRESS, sent | {"extra_minutes": "10"})
    page = client.get(ADDRESS).content.decode()
    by_code(workshop, colleague, trainer)

    assert "Those who are enrolled in the cohort later get it too." in page
    assert "For those who are enrolled later" in page
    assert set(Override.objects.values_list("officer", flat=True)) == {officer.pk, colleague.pk}


def test_taken_back_reaches_nobody_more_and_is_logged(given, workshop, officer, trainer, as_):
    by_code(workshop, officer, trainer)

    as_(trainer).post(f"{ADDRESS}cohorts/{given.pk}/take-back/")

    assert not CohortOverride.objects.exists()
    assert Override.objects.get().officer == officer
    assert AuditEntry.objects.filter(deed=overriding.TAKEN_BACK_COHORT).count() == 1


def test_another_trainer_sees_and_takes_back_nothing(given, make_person, as_):
    client = as_(make_person("LS-T16", "trainer", district="1601"))

    assert "Power cut" not in client.get(ADDRESS).content.decode()
    assert client.post(f"{ADDRESS}cohorts/{given.pk}/take-back/").status_code == 404


def test_close_that_is_given_holds_for_who_comes(quiz, workshop, officer, trainer):
    later = timezone.now() + timedelta(hours=1)
    what = {"extra_minutes": None, "extra_attempts": None, "closes_at": later}
    overriding.give_cohort(quiz, workshop.cohort, actor=trainer, reason="Flood", **what)

    by_code(workshop, officer, trainer)

    assert Override.objects.get().closes_at == later


def test_cohort_without_exceptions_costs_one_query(workshop, officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        overriding.reach(workshop.cohort, [officer.pk])
