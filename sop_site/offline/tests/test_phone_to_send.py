"""The page "Waiting to be sent": what, when, in which state, and the receipt once there is one."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
WRITTEN = re.compile(r"\d{1,2} \S+ 20\d\d \d\d:\d\d · [\d.]+ KB · ")
RECEIPT = "SELECT receipt FROM offline_inboxitem i JOIN officers_user u ON u.id = i.owner_id"
RECEIPT += " WHERE lower(u.username) = ?"


def rows(phone, name):
    phone.goto("/lo/to-send/")
    return phone.page.locator(f"[data-list={name}] li").all_inner_texts()


def test_list_says_what_waits_and_then_its_receipt(handset, keo, site):
    with site.proxy.fault("portal", "/api/"):
        handset.report("ຖ້າຢູ່", photos=1)
        [waits] = rows(handset, "waiting")
        none_sent = rows(handset, "sent")
    handset.send()
    still_waits, [sent] = rows(handset, "waiting"), rows(handset, "sent")

    title = waits.splitlines()[0]
    assert title != ""
    assert WRITTEN.search(waits)
    assert SAVED in waits
    assert (none_sent, still_waits) == ([], [])
    assert title in sent
    [(receipt,)] = site.rows(RECEIPT, keo)
    assert receipt in sent


def test_double_tap_makes_one_report(handset, keo, site):
    handset.goto("/lo/feedback/new/")
    handset.page.fill("textarea[name=text]", "ສອງເທື່ອ")
    handset.page.locator("input[name=category]").first.check(force=True)

    handset.page.evaluate(
        """() => {
          const button = document.querySelector(".thumb-bar button");
          button.click();
          button.click();
        }"""
    )
    handset.page.wait_for_url("**/feedback/sent/**")

    assert site.received(keo) == ["ສອງເທື່ອ"]
    assert len(handset.sent()) == 1
    assert handset.outbox() == []
