"""Two phones and one officer, and items that are carried from one to the other as a file."""

import json

import pytest

from .phone import PHOTO, Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DRAFT_IS_HERE = "ມັນຢູ່ໃນໂທລະສັບນີ້ເທົ່ານັ້ນ"


@pytest.fixture
def second(site, keo, browser_engine):
    """Keo's other phone."""
    made = Phone(browser_engine.browser_type, site)
    made.sign_in(keo)
    made.ready()
    yield made
    made.close()


def carry(phone) -> str:
    """Saves the items as a file by the page's button; the file's text."""
    phone.goto("/lo/to-send/")
    phone.page.click("details summary")
    with phone.page.expect_download() as download:
        phone.page.click("[data-deed=export]")
    return download.value.path().read_text(encoding="utf-8")


def take_in(phone, text: str) -> str:
    """Opens such a file by the page's field; what the person is told."""
    phone.goto("/lo/to-send/")
    phone.page.click("details summary")
    file = {"name": "items.json", "mimeType": "application/json", "buffer": text.encode()}
    phone.page.set_input_files("[data-deed=import]", [file])
    phone.page.locator("[data-said]:not([hidden])").wait_for()
    return phone.page.inner_text("[data-said]")


def test_items_carried_to_another_phone_arrive_once(handset, second, keo, site):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ມີຮູບ", photos=1)
        text = carry(handset)
        told = take_in(second, text)
        carried = second.outbox()
    second.send()
    handset.send()

    assert told == "ລາຍການຢູ່ໃນໂທລະສັບນີ້ແລ້ວ."
    assert [len(item["files"]) for item in carried] == [1]
    assert site.received(keo) == ["ມີຮູບ"]
    assert handset.sent()[0]["receipt"] == second.sent()[0]["receipt"]
    assert handset.outbox() == second.outbox() == []


def test_file_of_another_person_is_not_taken_in(handset, second, somchai, site):
    handset.goto("/lo/to-send/")
    with site.proxy.fault("portal", "/api/"):
        handset.keep("ຂອງແກ້ວ")
        text = carry(handset)
        site.sign_all_out()
    second.sign_in(somchai)

    told = take_in(second, text)

    assert told == "ໄຟລ໌ນີ້ເປັນຂອງຜູ້ອື່ນ."
    assert second.outbox() == []


@pytest.mark.parametrize("goes_along", [True, False])
def test_sensitive_item_goes_into_the_file_only_after_a_question(handset, site, goes_along):
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if goes_along else dialog.dismiss()

    handset.page.on("dialog", answer)
    handset.goto("/lo/to-send/")
    with site.proxy.fault("portal", "/api/"):
        handset.keep("ທຳມະດາ")
        handset.keep("ລັບ", sensitive=True, category="safety")
        text = carry(handset)

    assert len(asked) == 1
    assert ("ລັບ" in text) is goes_along
    assert "ທຳມະດາ" in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: "no JSON at all",
        lambda data: json.dumps({**data, "format": "something-else"}),
        lambda data: json.dumps({**data, "items": "none"}),
        lambda data: json.dumps({**data, "items": [{**data["items"][0], "payload": None}]}),
        lambda data: json.dumps({**data, "items": [{**data["items"][0], "files": None}]}),
        lambda data: json.dumps({**data, "items": [{**data["items"][0], "contents": {}}]}),
    ],
    ids=["no JSON", "other format", "no list", "no payload", "no files", "a photo is missing"],
)
def test_spoilt_file_changes_nothing(handset, site, spoil):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ມີຮູບ", photos=1)
        text = carry(handset)
    handset.send()

    told = take_in(handset, spoil(json.loads(text)))

    assert told == "ອ່ານໄຟລ໌ນີ້ບໍ່ໄດ້."
    assert handset.outbox() == []


def test_draft_lies_on_one_phone_and_says_so(handset, second, keo, site):
    for phone, text in ((handset, "ຢູ່ເຄື່ອງທີໜຶ່ງ"), (second, "ຢູ່ເຄື່ອງທີສອງ")):
        phone.goto("/lo/feedback/new/")
        phone.page.fill("textarea[name=text]", text)
        phone.until("() => lib.store.all('drafts').then((rows) => rows.length)")
        phone.goto("/lo/feedback/new/")
    typed = [phone.page.input_value("textarea[name=text]") for phone in (handset, second)]
    told = handset.page.inner_text("form [data-said]")

    second.page.locator("input[name=category]").first.check(force=True)
    second.page.click(".thumb-bar button")
    second.page.wait_for_url("**/feedback/sent/**")
    handset.goto("/lo/feedback/new/")
    still = handset.page.input_value("textarea[name=text]")
    handset.page.click("[data-deed=empty]")
    handset.until("() => lib.store.all('drafts').then((rows) => !rows.length)")
    handset.goto("/lo/feedback/new/")

    assert typed == ["ຢູ່ເຄື່ອງທີໜຶ່ງ", "ຢູ່ເຄື່ອງທີສອງ"]
    assert DRAFT_IS_HERE in told
    assert site.received(keo) == ["ຢູ່ເຄື່ອງທີສອງ"]
    assert still == "ຢູ່ເຄື່ອງທີໜຶ່ງ"
    assert handset.page.input_value("textarea[name=text]") == ""


def test_same_draft_sent_from_both_phones_is_two_reports(handset, second, keo, site):
    for phone in (handset, second):
        phone.report("ຄືກັນ")
        phone.page.wait_for_url("**/feedback/sent/**")

    receipts = {phone.sent()[0]["receipt"] for phone in (handset, second)}
    assert site.received(keo) == ["ຄືກັນ", "ຄືກັນ"]
    assert len(receipts) == 2


def test_photo_in_a_draft_is_there_again(handset):
    handset.goto("/lo/feedback/new/")
    handset.page.set_input_files("input[name=photos]", [PHOTO])
    handset.until("() => lib.store.all('drafts').then((rows) => rows[0]?.files.length)")

    handset.goto("/lo/feedback/new/")

    assert handset.page.evaluate("document.querySelector('input[name=photos]').files.length") == 1
