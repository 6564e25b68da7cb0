"""“How we do it here” without a network: proposed from a step, read beneath it."""

import pytest
from playwright.sync_api import expect

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOP = "/lo/sops/reg-01/"
OTHER = "/lo/sops/con-02/"  # a note stays in the site that other tests use
PROPOSE = "ສະເໜີໝາຍເຫດນີ້"
SEND_ALL_THE_SAME = "ສົ່ງໄປເລີຍ"
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
APPROVE = """
from datetime import timedelta
from django.utils.timezone import localdate
from sop_pages.models import LocalNote
from sop_pages.notes import deciding, proposing
from sop_site.officers.models import User
from sop_site.offline import inbox
writer = User.objects.get(username__iexact={name!r})
sent = dict(sop="CON-02", step={step!r}, language="lo", text={text!r}, place=writer.district_id)
kept = inbox.deliver(writer, proposing.KIND, sent)
deciding.approve(
    LocalNote.objects.get(item=kept.id),
    actor=User.objects.filter(groups__name="reviewer").first(),
    until=localdate() + timedelta(days=90),
)
"""


def first_step(page):
    """The first step that is shown, and its key."""
    step = page.locator("li.step").first
    return step, step.get_attribute("id")


def write_note(page, text: str) -> str:
    """From the first step to the form, as an officer goes; returns the step's key."""
    step, key = first_step(page)
    step.locator(".more summary").click()
    step.locator("a[href*='/notes/new/']").click()
    page.wait_for_selector("form[data-outbox='sop.note'][data-bound]")
    page.fill("textarea[name=text]", text)
    return key


def received(site, text: str) -> list[tuple]:
    """(state, place, key of the step) of each note with this text."""
    return site.rows(
        "SELECT n.state, n.district_id, s.key FROM sop_pages_localnote n"
        " JOIN sop_pages_step s ON s.id = n.step_id WHERE n.text = ?",
        text,
    )


def test_note_is_proposed_without_a_network(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")
    page, text = handset.page, f"ຖາມນາຍບ້ານກ່ອນ {keo}"

    with no_network(handset):
        handset.goto(SOP)
        key = write_note(page, text)
        page.get_by_role("button", name=PROPOSE).click()
        expect(page.locator("[data-told]")).to_contain_text(SAVED)
        (item,) = handset.outbox()
        before = received(site, text)
    handset.send()

    district = site.rows(
        "SELECT district_id FROM officers_user WHERE lower(username) = ?", keo.lower()
    )[0][0]
    sent = item["payload"]
    assert (item["kind"], sent["sop"], sent["step"], sent["place"]) == (
        "sop.note",
        "REG-01",
        key,
        district,
    )
    assert sent["release"] == "1.0"
    assert before == []
    assert received(site, text) == [("proposed", district, key)]


def test_phone_asks_about_a_number_before_it_keeps_a_note(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")
    page = handset.page

    with no_network(handset):
        handset.goto(SOP)
        write_note(page, "ໂທ 020 5555 1234")
        page.get_by_role("button", name=PROPOSE).click()
        expect(page.locator("[data-findings]")).to_contain_text("020 5555 1234")
        kept_before = handset.outbox()
        page.get_by_role("button", name=SEND_ALL_THE_SAME).click()
        expect(page.locator("[data-told]")).to_contain_text(SAVED)
        kept_after = handset.outbox()

    assert kept_before == []
    assert [item["payload"]["text"] for item in kept_after] == ["ໂທ 020 5555 1234"]


def test_note_is_read_without_a_network_by_its_place_alone(handset, keo, site):
    page, text = handset.page, f"ໃຊ້ເຮືອ {keo}"
    handset.goto(OTHER)
    _step, key = first_step(page)
    site.manage("shell", "-v0", "-c", APPROVE.format(name=keo, step=key, text=text))
    handset.ask("() => lib.saved.refresh('lo')")
    shared = handset.ask(f"() => lib.store.get('docs', ['', '{OTHER}'])")

    with no_network(handset):
        handset.goto(OTHER)
        beneath = page.locator(f"li.step#{key} .note--local")
        expect(beneath.filter(has_text=text)).to_have_count(1)
        found = handset.ask("async () => (await lib.kept.pages('lo')).map((row) => row.u)")

    assert text not in shared["m"]
    assert found.count(OTHER) == 1
