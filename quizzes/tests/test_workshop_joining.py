"""The code on the wall: who joins with it, until when, and how often one may try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from quizzes.models import Enrolment, Workshop
from quizzes.workshops import joining, running
from sop_site.officers import roles

PATH = "/en/workshops/join/"


@pytest.fixture
def shown(workshop):
    return joining.show_code(workshop)


def test_officer_joins_by_code_once(as_, officer, shown):
    client = as_(officer)
    typed = f"{shown.join_code[:3].lower()}-{shown.join_code[3:]}"

    first = client.post(PATH, {"code": typed}, follow=True)
    again = client.post(PATH, {"code": typed}, follow=True)

    enrolment = Enrolment.objects.get(workshop=shown)
    assert (enrolment.officer, enrolment.how, enrolment.by) == (officer, "code", officer)
    assert "You have joined: Workshop one." in first.content.decode()
    assert "You had joined before: Workshop one." in again.content.decode()


def test_qr_leads_to_the_form_with_the_code(as_, officer, shown):
    page = as_(officer).get(f"{PATH}{shown.join_code}/")

    assert f'value="{shown.join_code}"' in page.content.decode()
    assert not Enrolment.objects.filter(officer=officer).exists()


def test_code_has_no_letter_taken_for_another(shown):
    assert len(shown.join_code) == 6
    assert set(shown.join_code) <= set("ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize("end", ["expired", "closed", "taken away", "wrong"])
def test_code_that_is_not_taken_enrols_nobody(as_, officer, shown, end):
    code = shown.join_code
    if end == "expired":
        Workshop.objects.update(join_until=timezone.now() - timedelta(seconds=1))
    elif end == "closed":
        running.set_state(shown, "closed")
    elif end == "taken away":
        joining.take_code_away(shown)
    else:
        code = "A" * 6 if code != "A" * 6 else "B" * 6

    page = as_(officer).post(PATH, {"code": code})

    assert page.status_code == 422
    # The apostrophe is escaped.
    assert "taken now. Look at the wall once more, or ask." in page.content.decode()
    assert not Enrolment.objects.filter(officer=officer).exists()


def test_code_lasts_eight_hours_and_not_past_the_last_day(workshop):
    last_evening = timezone.localtime() + timedelta(days=2)
    evening = last_evening.replace(hour=22, minute=0, second=0, microsecond=0)

    early = joining.show_code(workshop, now=evening - timedelta(hours=14)).join_until
    late = joining.show_code(workshop, now=evening).join_until

    assert early == evening - timedelta(hours=6)
    assert evening + timedelta(hours=1, minutes=59) < late < evening + timedelta(hours=2)


def test_planned_workshop_shows_no_code(make_workshop, trainer):
    planned = make_workshop("later", trainer, state="planned")

    with pytest.raises(joining.CannotJoin):
        joining.show_code(planned)


def test_eleventh_try_waits_and_a_colleague_still_joins(officer, colleague, shown, monkeypatch):
    monkeypatch.setattr("sop_site.offline.limits.time.time", lambda: 1_800_000_000.0)

    def tried(person, code) -> str:
        with translation.override("en"):
            try:
                return str(joining.join(person, code, address="10.0.0.1")[1])
            except joining.CannotJoin as reason:
                return str(reason)

    for _n in range(joining.TRIES):
        assert tried(officer, "XXXXXX").startswith("This code isn't taken now.")
    assert tried(officer, shown.join_code) == "That were many tries. Please wait 10 minutes."
    assert tried(colleague, shown.join_code) == "True"


def test_trainer_does_not_join(as_, trainer, shown):
    page = as_(trainer).post(PATH, {"code": shown.join_code})

    assert page.status_code == 422
    assert not Enrolment.objects.exists()


def test_room_of_300_joins_within_the_limits(as_, make_person, shown):
    """All behind one address; each by the page itself."""
    people = [make_person(f"LS-ROOM-{n}", roles.OFFICER) for n in range(300)]

    codes = {as_(person).post(PATH, {"code": shown.join_code}).status_code for person in people}

    assert codes == {302}
    assert shown.enrolments.count() == 300


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_enrolment(officer, shown):
    def tap(_n):
        try:
            return joining.join(officer, shown.join_code, address="10.0.0.2")[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(tap, range(4)))

    assert sorted(new) == [False, False, False, True]
    assert shown.enrolments.count() == 1
