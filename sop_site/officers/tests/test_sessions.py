"""How long sessions last, by role, and that a view writes nothing."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sop_site.officers import roles, sessions

HOUR, DAY = 3600, 86_400
DOOR = "/en/sign-in/?next=/en/profile/"


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on by so many seconds."""
    real = sessions.time.time
    moved = {"by": 0}
    monkeypatch.setattr(sessions.time, "time", lambda: real() + moved["by"])

    def move(seconds):
        moved["by"] += seconds

    return move


def is_in(client):
    return client.get("/en/profile/").status_code == 200


def test_officer_stays_a_month_of_silence(as_, officer, later):
    client = as_(officer)
    later(30 * DAY - 60)

    assert is_in(client)


def test_officer_is_out_after_a_month_of_silence(as_, officer, later):
    client = as_(officer)
    later(30 * DAY + 60)

    assert client.get("/en/profile/").headers["Location"] == DOOR
    assert "_auth_user_id" not in client.session


def test_officer_is_out_after_ninety_days_of_use(as_, officer, later):
    client = as_(officer)
    for _n in range(4):
        later(20 * DAY)
        assert is_in(client)
    later(11 * DAY)

    assert not is_in(client)


@pytest.mark.parametrize("role", roles.CMS_ROLES)
def test_cms_roles_are_out_after_eight_hours(as_, make_person, later, role):
    client = as_(make_person(f"LS-{role}", role))
    later(8 * HOUR + 60)

    assert not is_in(client)


def test_cms_roles_are_out_after_a_day_of_use(as_, reviewer, later):
    client = as_(reviewer)
    for _n in range(3):
        later(7 * HOUR)
        assert is_in(client)
    later(3 * HOUR + 60)

    assert not is_in(client)


def writes(captured):
    return [q["sql"] for q in captured if not q["sql"].startswith("SELECT")]


def test_views_write_nothing_within_a_day(as_, officer, later):
    client = as_(officer)
    later(DAY - 60)
    with CaptureQueriesContext(
        connection,
    ) as quiet:
        client.get("/en/profile/")
    later(120)
    with CaptureQueriesContext(connection) as renewing:
        client.get("/en/profile/")
    with CaptureQueriesContext(connection) as quiet_again:
        client.get("/en/profile/")

    assert writes(quiet) == writes(quiet_again) == []
    assert any("django_session" in sql for sql in writes(renewing))


def test_officer_who_becomes_trainer_signs_in_again(as_, officer):
    client = as_(officer)
    assert is_in(client)

    officer.groups.add(Group.objects.get(name=roles.TRAINER))

    assert not is_in(client)


def test_ending_sessions_ends_all_phones(as_, officer):
    phones = [as_(officer), as_(officer)]

    officer.end_sessions()

    assert [is_in(phone) for phone in phones] == [False, False]
