"""A trainer's doors go by workshop: sign-in slips, the list of people, the yes to late answers."""

import pytest
from django.utils import timezone

from quizzes.models import Attempt
from quizzes.starting import start
from quizzes.workshops.running import set_state
from sop_site.officers import people, slips
from sop_site.offline import consenting

from .test_late_answers import HOUR, hand_in_late, sync


@pytest.fixture
def far_trainer(make_person):
    """The trainer of a workshop in another province than the own."""
    return make_person("LS-T17", "trainer", district="1601")


@pytest.fixture
def far_workshop(make_workshop, far_trainer, officer, enrol):
    """Their workshop, in which an officer of another province is enrolled."""
    made = make_workshop("far", far_trainer, province="16")
    enrol(made, officer)
    return made


def test_trainer_makes_slips_for_those_of_the_own_workshop(
    far_workshop, far_trainer, officer, colleague, officer_elsewhere
):
    may = {person.username for person in slips.may_get_one_from(far_trainer)}
    assert may == {"LS-OFFICER", "LS-ELSEWHERE", "LS-NOISE"}
    assert len(slips.make([officer], by=far_trainer)) == 1
    with pytest.raises(slips.SlipRefused):
        slips.make([colleague], by=far_trainer)


def test_closed_workshop_gives_no_more_slips(far_workshop, far_trainer, officer):
    set_state(far_workshop, "closed")

    assert officer not in slips.may_get_one_from(far_trainer)


def test_workshop_of_another_trainer_gives_none(far_workshop, make_person, officer):
    other = make_person("LS-T18", "trainer", district="1601")

    assert officer not in slips.may_get_one_from(other)


def test_enrolled_trainer_or_administrator_gets_no_slip(
    far_workshop, far_trainer, make_person, enrol
):
    both = make_person("LS-BOTH", "officer", "trainer", district="0602")
    enrol(far_workshop, both)

    assert both not in slips.may_get_one_from(far_trainer)


def test_trainer_without_a_province_goes_by_workshop(make_workshop, make_person, officer, enrol):
    nowhere = make_person("LS-NATIONAL", "trainer")
    enrol(make_workshop("n", nowhere), officer)

    assert list(slips.may_get_one_from(nowhere)) == [officer]


def test_list_of_people_holds_each_once(far_workshop, far_trainer, officer_elsewhere, enrol):
    enrol(far_workshop, officer_elsewhere)

    seen = people.visible_to(far_trainer).order_by("username")

    assert [p.username for p in seen] == ["LS-ELSEWHERE", "LS-NOISE", "LS-OFFICER"]


def test_page_prints_the_slip_and_offers_the_district(
    far_workshop, far_trainer, officer, colleague, as_
):
    client = as_(far_trainer)

    page = client.get("/cms/people/").content.decode()
    printed = client.post("/cms/people/slips/", {"person": officer.pk})
    refused = client.post("/cms/people/slips/", {"person": colleague.pk})

    assert "LS-OFFICER" in page
    assert "LS-COLLEAGUE" not in page
    assert f'value="{officer.district_id}"' in page
    assert printed.status_code == 200
    assert refused.status_code in (302, 403)


@pytest.fixture
def late(make_quiz, officer, as_):
    """An officer's attempt whose answer and hand-in came late and wait for a yes."""
    now = timezone.now()
    quiz = make_quiz(kind="assessed", late_answers="ask", opens_at=now - 9 * HOUR)
    attempt = start(quiz, officer=officer, language="en")
    quiz.closes_at = now - HOUR
    quiz.save()
    sync(as_(officer), attempt, made=now - 2 * HOUR)
    hand_in_late(as_(officer), attempt)
    return attempt


def state_of(attempt):
    return Attempt.objects.get(pk=attempt.pk).state


@pytest.mark.parametrize("state", ["open", "closed"])
def test_workshops_trainer_says_yes_to_late_answers(far_workshop, far_trainer, late, state):
    set_state(far_workshop, state)

    told = consenting.decide(far_trainer, [late.officer_id], agreed=True, until=timezone.now())

    assert told == {"handled": 2}
    assert state_of(late) == "handed_in"


def test_another_provinces_trainer_says_nothing(far_trainer, late):
    told = consenting.decide(far_trainer, [late.officer_id], agreed=True, until=timezone.now())

    assert told == {}
    assert state_of(late) == "open"
