"""The saved copy as it is offered, shown and chosen; and what is told when the browser lost it."""

import re

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFER = "[data-copy-later]"
SAVED_ALL = re.compile("ບັນທຶກໃນໂທລະສັບນີ້ ຄົບແລ້ວ|ບັນທຶກ.*ຄົບ")
COPY_FROM = re.compile(r"ສະບັບທີ່ບັນທຶກໄວ້.*\d")
FULL = "ບ່ອນເກັບຂໍ້ມູນໃນໂທລະສັບເຕັມ."
CLEARED = "ຂໍ້ມູນຂອງບຣາວເຊີນີ້ ຖືກລຶບອອກຈາກໂທລະສັບແລ້ວ."
COPY_GONE = "ສະບັບທີ່ບັນທຶກໄວ້ບໍ່ມີແລ້ວ"
ITEMS_GONE = "ລາຍການທີ່ລໍຖ້າສົ່ງໃນຕອນນັ້ນ: 1."


def an_hour_later(phone):
    """The visit before was an hour ago."""
    phone.ask("() => lib.store.setMeta('visited_at', Date.now() - 3_600_000)")


def take_copy(phone):
    phone.page.locator("[data-save-copy]:visible").click()
    phone.page.locator("[data-copy-said]").filter(has_text=SAVED_ALL).wait_for(timeout=90_000)


def test_copy_is_offered_on_the_second_visit_in_one_sentence(handset):
    handset.goto("/lo/sops/")
    first = handset.page.locator(OFFER).count()
    an_hour_later(handset)
    handset.goto("/lo/sops/reg-01/")
    offered = handset.page.locator("#phone .panel p").first.inner_text()
    take_copy(handset)
    handset.goto("/lo/")
    with no_network(handset):
        handset.goto("/lo/sops/con-01/")
        note = handset.page.inner_text("main p.status >> nth=0")

    assert first == 0
    assert offered.count(".") == 1
    assert handset.page.locator(OFFER).count() == 0  # who has it isn't asked again
    assert COPY_FROM.search(note)


def test_who_says_not_now_is_left_alone(handset):
    an_hour_later(handset)
    handset.goto("/lo/")
    handset.page.click(OFFER)
    an_hour_later(handset)
    handset.goto("/lo/sops/")

    assert handset.page.locator(OFFER).count() == 0
    assert handset.ask("() => lib.kept.state('lo')") is None


def test_panel_on_the_profile_says_what_there_is_and_takes_what_is_chosen(handset, site):
    handset.goto("/lo/profile/")
    panel = handset.page.locator("[data-copy]")
    size = panel.locator("[data-copy-size]").inner_text()
    told = handset.ask(
        """() => Promise.all(["lo", "en"].map((l) =>
          fetch(`/offline/${l}/contents.json`).then((r) => r.json())))"""
    )
    before = panel.locator("[data-copy-state]").is_hidden()
    handset.page.evaluate(
        """() => {
          globalThis.most = [];
          const bar = document.querySelector("[data-copy] progress");
          new MutationObserver(() => globalThis.most.push([bar.value, bar.max]))
            .observe(bar, { attributes: true });
        }"""
    )
    take_copy(handset)
    steps = handset.page.evaluate("globalThis.most")
    holds = panel.locator("[data-copy-holds]:not(:empty)").inner_text()

    total = sum(one["bytes"] for one in told)
    pages = len(handset.ask("() => lib.kept.pages('lo')"))
    pages += len(handset.ask("() => lib.kept.pages('en')"))
    assert size == (f"{total / 1e6:.1f} MB" if total >= 1e6 else f"{round(total / 1000)} KB")
    assert before
    assert COPY_FROM.search(panel.locator("[data-copy-state]").inner_text())
    assert str(pages) in holds
    assert steps
    assert all(value <= most for value, most in steps)


def test_recordings_are_left_out_until_they_are_chosen(handset):
    handset.goto("/lo/profile/")

    chosen = handset.page.eval_on_selector_all(
        "[data-choice]", "(all) => all.map((one) => [one.dataset.choice, one.checked])"
    )
    handset.page.eval_on_selector("[data-choice=audio]", "(box) => box.click()")
    handset.until("() => lib.store.meta('saved:choices').then((made) => made?.audio)")
    handset.goto("/lo/profile/")

    assert dict(chosen) == {"pictures": True, "audio": False}
    assert handset.page.eval_on_selector("[data-choice=audio]", "(box) => box.checked")


def clear_data(phone):
    """As a browser does that runs short of space: databases and caches go, cookies stay."""
    session = phone.context.new_cdp_session(phone.page)
    kinds = "indexeddb,cache_storage,service_workers"
    phone.page.goto("about:blank")
    session.send(
        "Storage.clearDataForOrigin", {"origin": phone.site.address, "storageTypes": kinds}
    )


def test_cleared_data_is_noticed_and_told_in_words(handset, site):
    handset.goto("/lo/offline/")
    take_copy(handset)
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ຍັງບໍ່ໄດ້ສົ່ງ")
        clear_data(handset)
        handset.goto("/lo/")
        told = handset.page.inner_text("main .status >> nth=0")
        handset.goto("/lo/sops/")
        again = handset.page.inner_text("main .status >> nth=0")
        handset.page.click("main .status button")
        handset.goto("/lo/sops/")
        later = handset.page.inner_text("main")

    assert CLEARED in told
    assert COPY_GONE in told
    assert ITEMS_GONE in told
    assert again == told
    assert CLEARED not in later


def test_phone_that_kept_nothing_has_nothing_to_notice(handset):
    clear_data(handset)
    handset.goto("/lo/")

    assert CLEARED not in handset.page.inner_text("main")


def limit_room(phone, more: int):
    """Leaves so many bytes of storage, after a new start: an open database remembers its room."""
    used = phone.page.evaluate("navigator.storage.estimate().then((e) => e.usage)")
    phone.shut()
    phone.open()
    limit = {"origin": phone.site.address, "quotaSize": used + more}
    phone.quota = phone.context.new_cdp_session(phone.page)
    phone.quota.send("Storage.overrideQuotaForOrigin", limit)


def test_phone_whose_quota_is_full_says_so_and_loses_nothing(handset, keo, site):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("portal", "/api/"):
        handset.report_here("ກ່ອນເຕັມ", photos=1)
        limit_room(handset, 300_000)
        handset.goto("/lo/feedback/new/")
        told = handset.page.inner_text("form [data-said]")
        handset.goto("/lo/offline/")
        handset.page.locator("[data-save-copy]").click()
        handset.page.get_by_text(FULL).wait_for(timeout=60_000)
        kept = [item["payload"]["text"] for item in handset.outbox()]
    handset.send()

    assert FULL in told
    assert kept == ["ກ່ອນເຕັມ"]
    assert site.received(keo) == ["ກ່ອນເຕັມ"]
    assert handset.outbox() == []
