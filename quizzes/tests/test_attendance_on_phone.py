"""Presence by the QR on the wall, scanned by a phone that has no network, and sent later."""

import pytest

from sop_site.offline.tests.phone import TOLD, no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
# A workshop with a sitting that runs, and the officer in it; prints the QR's code of this moment.
PREPARE = """
from django.utils import timezone
from quizzes.models import Enrolment, Module, Programme, Workshop
from quizzes.workshops import running, session_codes
from sop_site.officers.models import User

today = timezone.localdate()
programme = Programme.objects.create(slug="qr-{name}", title_lo="ຫຼັກສູດ", title_en="Course")
module = Module.objects.create(programme=programme, code="Q1", title_lo="ບົດ", title_en="Module")
workshop = Workshop.objects.create(
    programme=programme, title_lo="ກອງປະຊຸມ", title_en="Workshop", province_id="01",
    starts_on=today, ends_on=today, state="open",
)
officer = User.objects.get(username__iexact="{name}")
Enrolment.objects.create(workshop=workshop, officer=officer, how="file")
session = running.open_session(workshop, module, by=officer)
print(session_codes.code_at(session.secret, timezone.now()))
"""
NOTED = """
SELECT a.how, a.time_trust, m.code FROM quizzes_attendance a
JOIN quizzes_enrolment e ON e.id = a.enrolment_id JOIN quizzes_module m ON m.id = a.module_id
JOIN officers_user u ON u.id = e.officer_id WHERE lower(u.username) = ?
"""


@pytest.fixture
def in_qr(handset, site, keo):
    """What the QR on the wall says; the phone has its saved copy."""
    code = site.manage("shell", "-v0", "-c", PREPARE.format(name=keo)).strip()
    handset.ask("() => lib.saved.refresh('lo')")
    return f"/lo/workshops/here/?code={code}&by=qr"


def note(phone) -> str:
    phone.page.click("form[data-outbox] button[type=submit]:not([data-plain])")
    phone.page.wait_for_selector(TOLD)
    return phone.page.inner_text(TOLD)


def test_qr_scanned_without_a_network_becomes_presence(handset, site, keo, in_qr):
    with no_network(handset):
        # Any camera opens the QR's address; the saved form answers for it.
        handset.goto(in_qr)
        typed = handset.page.input_value("#code")
        told = note(handset)
        handset.shut()
        handset.open()
        handset.goto("/lo/")
        [kept] = [item["payload"] for item in handset.outbox()]
        before = site.rows(NOTED, keo)
    handset.page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    handset.until("() => lib.outbox.waiting().then((items) => !items.length)")

    assert SAVED in told
    assert kept == {"code": typed, "by": "qr"}
    assert before == []
    assert site.rows(NOTED, keo) == [("qr", "phone", "Q1")]


def test_presence_sent_twice_with_the_server_killed_is_noted_once(handset, site, keo, in_qr):
    with no_network(handset):
        handset.goto(in_qr)
        note(handset)
        handset.goto(in_qr)
        note(handset)
    site.kill()
    site.process.wait()
    site.revive()
    handset.page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    handset.until("() => lib.outbox.waiting().then((items) => !items.length)")

    assert site.rows(NOTED, keo) == [("qr", "phone", "Q1")]
