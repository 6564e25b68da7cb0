"""A tip is tried and told of where there is no network; the last word arrives, once."""

import pytest
from playwright.sync_api import expect

from sop_site.offline.tests.phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORM = "form[data-outbox='feedback.trial']"
TRIALS = (
    "SELECT t.worked FROM feedback_trial t JOIN officers_user u ON u.id = t.voter_id"
    " WHERE lower(u.username) = ?"
)
TOLD = (
    "SELECT s.text, s.state FROM feedback_solution s JOIN officers_user u ON u.id = s.author_id"
    " WHERE lower(u.username) = ?"
)
SEND = "async () => { await lib.sending.send(true); return !(await lib.outbox.waiting()).length }"


def test_officer_tries_a_tip_and_tells_one_without_a_network(handset, keo, site):
    page = handset.page
    handset.ask("(language) => lib.saved.refresh(language)", "lo")

    with no_network(handset):
        handset.goto("/lo/feedback/solutions/")
        handset.await_done()
        expect(page.locator(f"{FORM}[data-bound]").first).to_be_attached()
        page.locator(f"{FORM} button[value=yes]").first.click()
        expect(page.locator("[data-told]").first).to_be_visible()
        handset.goto("/lo/feedback/solutions/new/?sop=REG-01&step=teach-back")
        page.fill("textarea[name=text]", "ໃຫ້ເພິ່ນເລົ່າຄືນ.")
        page.locator("form[data-outbox='feedback.solution'][data-bound]").wait_for()
        page.locator("form[data-outbox='feedback.solution'] button[type=submit]").last.click()
        page.locator("[data-told]").first.wait_for()
        kinds = {item["kind"] for item in handset.outbox()}
    handset.until(SEND)

    assert kinds == {"feedback.trial", "feedback.solution"}
    assert site.rows(TRIALS, keo) == [(1,)]
    assert site.rows(TOLD, keo) == [("ໃຫ້ເພິ່ນເລົ່າຄືນ.", "proposed")]
