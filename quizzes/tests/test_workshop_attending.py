"""Who was there: by a code that changes, late from a phone, by the trainer's list."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.models import Attendance
from quizzes.workshops import running, session_codes
from quizzes.workshops.attending import KIND, TRIES, attend, note_by_list
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.models import InboxItem

NOON = datetime(2026, 11, 25, 5, 2, tzinfo=UTC)


@pytest.fixture
def module(workshop):
    return workshop.programme.modules.get(code="M1")


@pytest.fixture
def session(workshop, module, trainer):
    with patch.object(timezone, "now", lambda: NOON - timedelta(hours=1)):
        return running.open_session(workshop, module, by=trainer)


@pytest.fixture
def enrolled(workshop, officer, enrol):
    return enrol(workshop, officer)


def send(officer, code, *, received=NOON, made=None, trust="server", **more):
    """What the phone is told: the result, or {"code": why it was refused}."""
    incoming = Incoming(
        id=uuid4(),
        kind=KIND,
        schema=1,
        owner=officer,
        payload={"code": code} | more,
        received_at=received,
        claimed_at=made,
        time_trust=trust,
        skew=0.0,
    )
    try:
        return attend(incoming)
    except Rejected as refused:
        return {"code": refused.code}


def test_code_of_now_notes_presence_once(session, enrolled, officer):
    code = session_codes.code_at(session.secret, NOON)

    first = send(officer, f"{code[:3]} {code[3:]}")
    send(officer, code, by="qr")

    noted = Attendance.objects.get()
    assert first == {"module": "M1", "workshop": session.workshop_id}
    assert (noted.enrolment, noted.module.code, noted.how) == (enrolled, "M1", "code")
    assert (noted.session, noted.noted_by, noted.noted_at) == (session, officer, NOON)


def test_late_code_is_checked_against_its_own_time(session, enrolled, officer):
    code = session_codes.code_at(session.secret, NOON)

    outcome = send(
        officer, code, received=NOON + timedelta(days=2), made=NOON, trust="phone", by="qr"
    )

    noted = Attendance.objects.get()
    assert outcome["module"] == "M1"
    assert (noted.how, noted.noted_at, noted.time_trust) == ("qr", NOON, "phone")
    assert noted.received_at == NOON + timedelta(days=2)


def test_code_of_another_time_is_refused(session, enrolled, officer):
    code = session_codes.code_at(session.secret, NOON - timedelta(minutes=20))

    assert send(officer, code) == {"code": "wrong_code"}
    assert send(officer, code, made=NOON, trust="phone") == {"code": "wrong_code"}
    assert not Attendance.objects.exists()


def test_doubtful_clock_is_taken_and_marked(session, enrolled, officer):
    code = session_codes.code_at(session.secret, NOON - timedelta(minutes=20))

    send(officer, code, made=NOON + timedelta(days=300), trust=InboxItem.TimeTrust.LOW)

    assert Attendance.objects.get().time_trust == "low"


def test_code_after_the_session_ended_is_refused(session, workshop, module, enrolled, officer):
    with patch.object(timezone, "now", lambda: NOON - timedelta(minutes=30)):
        running.close_session(workshop, module)
    code = session_codes.code_at(session.secret, NOON)

    assert send(officer, code) == {"code": "wrong_code"}
    low = InboxItem.TimeTrust.LOW
    assert send(officer, code, made=NOON, trust=low) == {"code": "wrong_code"}


def test_code_is_for_those_who_are_enrolled(session, officer_elsewhere):
    code = session_codes.code_at(session.secret, NOON)

    assert send(officer_elsewhere, code) == {"code": "not_enrolled"}


def test_code_of_another_workshop_is_refused(session, make_workshop, officer, enrol):
    enrol(make_workshop("two"), officer)

    assert send(officer, session_codes.code_at(session.secret, NOON)) == {"code": "wrong_code"}


@pytest.mark.parametrize("code", ["", "12345", "abcdef", None, ["1"], {"a": 1}, 123456, "²²²²²²"])
def test_what_is_no_code_is_refused(session, enrolled, officer, code):
    assert send(officer, code) == {"code": "bad_code"}


def test_guessing_is_cut_short(session, enrolled, officer, monkeypatch):
    monkeypatch.setattr("sop_site.offline.limits.time.time", lambda: 1_800_000_010.0)
    right = session_codes.code_at(session.secret, NOON)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    said = [send(officer, wrong)["code"] for _n in range(TRIES)]

    assert said == ["wrong_code"] * TRIES
    assert send(officer, right) == {"code": "too_many"}


def test_code_changes_every_five_minutes_and_reads_lao_digits():
    codes = [session_codes.code_at("s", NOON + timedelta(minutes=m)) for m in (0, 2, 3)]

    assert codes[0] == codes[1] != codes[2]
    assert session_codes.seconds_left(NOON) == 180
    assert session_codes.as_typed("໑໒໓ ໔໕໖") == "123456"


def test_page_without_a_script_notes_presence(as_, workshop, module, trainer, enrolled, officer):
    session = running.open_session(workshop, module, by=trainer)
    code = session_codes.code_at(session.secret, timezone.now())
    client = as_(officer)

    form = client.get(f"/en/workshops/here/?code={code}&by=qr").content.decode()
    page = client.post("/en/workshops/here/", {"code": code, "by": "qr"}, follow=True)

    assert f'value="{code}"' in form
    assert "You are noted present: M1." in page.content.decode()
    assert Attendance.objects.get().how == "qr"


def test_refused_code_stays_in_the_field(as_, enrolled, officer):
    page = as_(officer).post("/en/workshops/here/", {"code": "000000"})

    assert page.status_code == 422
    assert 'value="000000"' in page.content.decode()


def test_list_keeps_what_was_changed_alone(
    workshop, module, trainer, officer, colleague, officer_elsewhere, enrol, attend_by_list
):
    a, b, c = (enrol(workshop, one) for one in (officer, colleague, officer_elsewhere))
    attend_by_list(a, "M1")
    attend_by_list(c, "M1")  # noted after the page was made: neither in `was` nor in `now`

    counts = note_by_list(workshop, module, was={a.pk}, now={b.pk}, by=trainer)

    assert counts == (1, 1)
    assert set(Attendance.objects.values_list("enrolment", flat=True)) == {b.pk, c.pk}


def test_list_takes_nobody_of_another_workshop(
    workshop, module, trainer, make_workshop, officer, enrol
):
    other = enrol(make_workshop("two"), officer)

    assert note_by_list(workshop, module, was=set(), now={other.pk}, by=trainer) == (0, 0)


def test_trainer_ticks_the_page(as_, trainer, workshop, module, enrolled):
    path = f"/cms/workshops/{workshop.pk}/modules/{module.pk}/list/"
    client = as_(trainer)

    client.post(path, {"here": [enrolled.pk, "x", "9" * 30]})
    page = client.get(path).content.decode()

    assert Attendance.objects.get().noted_by == trainer
    assert f'name="was" value="{enrolled.pk}"' in page


def test_wall_shows_the_code_and_comes_again(as_, trainer, workshop, module):
    path = f"/cms/workshops/{workshop.pk}/modules/{module.pk}/session/"
    client = as_(trainer)

    client.post(path, {"deed": "open"})
    client.post(path, {"deed": "open"})
    page = client.get(path)

    session = workshop.sessions.get()
    code = session_codes.code_at(session.secret, timezone.now())
    assert f"{code[:3]} {code[3:]}" in page.content.decode()
    assert 1 < int(page["Refresh"]) <= session_codes.PERIOD + 1


def test_closing_the_workshop_ends_its_sessions(workshop, module, trainer):
    running.open_session(workshop, module, by=trainer)

    running.set_state(workshop, "closed")

    assert not workshop.sessions.running().exists()
    with pytest.raises(running.NotOpen):
        running.open_session(workshop, module, by=trainer)
