"""An answer is read, and judged, without a network."""

import pytest
from playwright.sync_api import expect

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOLVED = "ແກ້ໄຂແລ້ວ"
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
ANSWER = """
import uuid
from feedback import triage
from feedback.models import Report
from feedback.receiving import KIND
from sop_site.officers.models import User
from sop_site.offline import inbox
sender = User.objects.get(username__iexact={name!r})
sent = dict(category="documents", text="ຊື່ບໍ່ຄືກັນ {name}", language="lo")
kept = inbox.deliver(sender, KIND, sent, item_id=uuid.uuid4())
triage.reply(
    Report.objects.get(code=kept.receipt),
    actor=User.objects.filter(groups__name="reviewer").first(),
    text="ຂຽນຕາມບັດ.",
    state="answered",
)
"""


def test_answer_is_judged_without_a_network(handset, keo, site):
    site.manage("shell", "-v0", "-c", ANSWER.format(name=keo))
    ((code,),) = site.rows("SELECT code FROM feedback_report WHERE text = ?", f"ຊື່ບໍ່ຄືກັນ {keo}")
    handset.ask("() => lib.saved.refresh('lo')")
    page, state = handset.page, "SELECT state FROM feedback_report WHERE code = ?"

    with no_network(handset):
        handset.goto(f"/lo/feedback/{code.lower()}/")
        expect(page.locator("main")).to_contain_text("ຂຽນຕາມບັດ.")
        page.wait_for_selector("form[data-outbox='feedback.outcome'][data-bound]")
        page.get_by_role("button", name=SOLVED, exact=True).click()
        expect(page.locator("[data-told]")).to_contain_text(SAVED)
        before = site.rows(state, code)
    handset.send()

    assert before == [("answered",)]
    assert site.rows(state, code) == [("closed_solved",)]
