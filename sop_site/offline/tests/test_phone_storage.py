"""A phone that is full or keeps nothing: told before much is typed, and nothing is lost."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from .phone import PHOTO

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FULL = "ບ່ອນເກັບຂໍ້ມູນໃນໂທລະສັບເຕັມ."
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
# As Chromium does it: what is written is refused, what is there can be read and taken away.
NO_ROOM = """for (const name of ["add", "put"]) {
  IDBObjectStore.prototype[name] = () => { throw new DOMException("", "QuotaExceededError"); };
}"""
REFUSALS = {
    "missing": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "throws": "IDBFactory.prototype.open = () => { throw new DOMException('no'); };",
    "fails": """IDBFactory.prototype.open = () => {
      const request = new EventTarget();
      request.error = new DOMException("no", "InvalidStateError");
      setTimeout(() => request.onerror?.(new Event("error")));
      return request;
    };""",
}


def test_full_phone_is_told_before_a_person_types(handset):
    handset.context.add_init_script(NO_ROOM)

    handset.goto("/lo/feedback/new/")

    assert FULL in handset.page.inner_text("form [data-said]")
    assert handset.page.input_value("textarea[name=text]") == ""


def test_full_phone_is_not_told_beside_each_of_many_buttons(handset):
    handset.context.add_init_script(NO_ROOM)

    handset.goto("/lo/contacts/")

    assert handset.page.locator("form[data-outbox][data-bound]").count() > 1
    assert handset.page.locator("[data-said=phone_full]").count() == 0


@pytest.mark.parametrize(("room", "is_told"), [(900_000, True), (2_500_000, False)])
def test_real_quota_is_told_before_a_person_types(handset, room, is_told):
    handset.limit_room(room)

    for _visit in range(2):  # what the look itself wrote is gone again
        handset.goto("/lo/feedback/new/")
        told = handset.page.locator("form [data-said]").all_inner_texts()
        assert [FULL in text for text in told] == [True] * is_told


def test_photos_of_a_draft_take_no_more_room_than_those_sent(handset):
    handset.limit_room(2_000_000)
    handset.goto("/lo/feedback/new/")

    handset.page.fill("textarea[name=text]", "ສາມຮູບ")
    handset.page.set_input_files("input[name=photos]", [PHOTO] * 3)
    [draft] = handset.until("() => lib.store.all('drafts').then((d) => d[0]?.files.length && d)")
    sizes = handset.ask(
        "() => lib.store.all('drafts').then((d) => d[0].files.map(([, file]) => file.size))"
    )

    assert ["text", "ສາມຮູບ"] in draft["fields"]
    assert len(PHOTO["buffer"]) > 1_000_000
    assert len(sizes) == 3
    assert max(sizes) <= 120_000
    assert handset.page.locator("form [data-said]").count() == 0


def test_phone_that_gets_full_while_typing_says_so(handset):
    handset.limit_room(2_500_000)
    handset.goto("/lo/feedback/new/")
    handset.fill_room()

    handset.page.fill("textarea[name=text]", "ຂຽນຢູ່" * 500)
    handset.page.locator("form [data-said=phone_full]").wait_for()

    assert FULL in handset.page.inner_text("form [data-said]")
    assert handset.page.input_value("textarea[name=text]") == "ຂຽນຢູ່" * 500


def test_item_that_a_real_quota_refuses_stays_in_the_form(handset, keo, site):
    handset.limit_room(2_500_000)
    handset.goto("/lo/feedback/new/")
    handset.fill_room()
    told = handset.report_here("ເຕັມພໍດີ", photos=1)
    waiting, words = handset.outbox(), handset.page.input_value("textarea[name=text]")

    handset.empty_room()
    handset.page.fill("textarea[name=text]", "ເຕັມພໍດີ, ມີບ່ອນແລ້ວ")
    kept = handset.until("() => lib.store.all('drafts').then((d) => d[0]?.files.length && d[0])")
    handset.page.click(".thumb-bar button")
    handset.page.wait_for_url("**/feedback/sent/**")

    assert FULL in told
    assert (waiting, words) == ([], "ເຕັມພໍດີ")
    assert dict(kept["fields"])["text"] == "ເຕັມພໍດີ, ມີບ່ອນແລ້ວ"
    assert site.received(keo) == ["ເຕັມພໍດີ, ມີບ່ອນແລ້ວ"]


def test_copy_and_items_outlive_a_real_quota(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")
    before = handset.ask("() => lib.kept.state('lo')")
    handset.limit_room(2_500_000)
    with site.proxy.fault("portal", "/api/"):
        handset.report("ກ່ອນເຕັມ", photos=1)
    handset.goto("/lo/offline/")
    handset.fill_room()

    handset.page.locator("[data-save-copy]").click()
    handset.page.get_by_text(FULL).wait_for()
    handset.send()

    assert handset.ask("() => lib.kept.state('lo')") == before
    assert site.received(keo) == ["ກ່ອນເຕັມ"]


def test_full_phone_still_sends_what_it_holds_and_loses_nothing(handset, keo, site):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ກ່ອນເຕັມ", photos=1)
    handset.context.add_init_script(NO_ROOM)

    handset.goto("/lo/to-send/")
    with suppress(Error):  # the receipt finds no room; the item stays and is asked for again
        handset.send()

    assert site.received(keo) == ["ກ່ອນເຕັມ"]
    kept = [item["payload"]["text"] for item in [*handset.outbox(), *handset.sent()]]
    assert kept == ["ກ່ອນເຕັມ"]


def test_copy_that_finds_no_room_leaves_the_old_one_whole(handset, site):
    handset.ask("() => lib.saved.refresh('lo')")
    before = handset.ask("() => lib.kept.state('lo')")
    pages = handset.ask("() => lib.kept.pages('lo')")
    handset.context.add_init_script(NO_ROOM)
    handset.goto("/lo/offline/")

    handset.page.click("[data-save-copy]")
    handset.page.get_by_text(FULL).wait_for()

    assert handset.ask("() => lib.kept.state('lo')") == before
    assert handset.ask("() => lib.kept.pages('lo')") == pages != []


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_browser_that_keeps_nothing_says_so_and_sends_plainly(handset, keo, site, refusal):
    handset.context.add_init_script(refusal)
    handset.goto("/lo/feedback/new/")
    told = handset.page.locator("[data-not-kept]").is_visible()
    handset.page.fill("textarea[name=text]", "ທຳມະດາ")
    handset.page.locator("input[name=category]").first.check(force=True)
    handset.page.click(".thumb-bar button")
    handset.page.wait_for_url("**/feedback/sent/**")

    assert told is True
    assert site.received(keo) == ["ທຳມະດາ"]
    assert SAVED not in handset.page.inner_text("body")


def test_browser_is_asked_not_to_clear_what_is_kept(handset):
    handset.context.add_init_script(
        "StorageManager.prototype.persist = () => { globalThis.asked = true; return false; };"
    )
    handset.goto("/lo/offline/")
    handset.page.click("[data-save-copy]")
    said = handset.page.locator("[data-copy-said]")
    said.filter(has_text=re.compile("ບຣາວເຊີນີ້ອາດລຶບອອກ")).wait_for(timeout=60_000)

    assert handset.page.evaluate("globalThis.asked") is True
    assert "ບັນທຶກໃນໂທລະສັບນີ້ ຄົບແລ້ວ." in said.inner_text()
    assert "ຢ່າລຶບຂໍ້ມູນຂອງບຣາວເຊີນີ້" in handset.page.inner_text("main")
