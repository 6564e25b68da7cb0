"""Writing without a network: nothing is lost, nothing arrives twice, "sent" has a receipt."""

import signal
from datetime import datetime, timedelta

import pytest

from .phone import PHOTO, TOLD, no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
SIGN_IN = "ກະລຸນາເຂົ້າສູ່ລະບົບ ເພື່ອສົ່ງ."
ITEMS = "POST /api/sync/v1/items"
FILES = "POST /api/sync/v1/files"

TYPE_BEFORE_SCRIPTS = """document.addEventListener("readystatechange", () => {
  const field = document.querySelector("textarea[name=text]");
  if (field) field.value = "ແລ້ວກໍ່";
}, { once: true });"""
SEND_WHEN_BOUND = """new MutationObserver((changes, observer) => {
  const form = document.querySelector("form[data-outbox='feedback.report'][data-bound]");
  if (!form) return;
  observer.disconnect();
  form.elements.text.value = "ໄວໆ";
  form.elements.category[0].checked = true;
  form.requestSubmit();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-bound"] });"""


def texts(items):
    return sorted(item["payload"]["text"] for item in items)


def photos(site, username):
    """(state, offset, size) of each file that this person's items have on the server."""
    return site.rows(
        "SELECT f.state, f.offset, f.size FROM offline_inboxfile f"
        " JOIN offline_inboxitem i ON i.id = f.item_id JOIN officers_user u ON u.id = i.owner_id"
        " WHERE lower(u.username) = ?",
        username,
    )


def test_reports_wait_through_reload_and_restart(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")

    with no_network(handset):
        told = handset.report("ມີຮູບ", photos=1)
        handset.keep("ສອງ")
        handset.goto("/lo/to-send/")
        handset.page.reload()
        after_reload = texts(handset.outbox())
        handset.shut()
        handset.open()
        handset.goto("/lo/to-send/")
        after_restart = handset.outbox()

    assert SAVED in told
    assert after_reload == texts(after_restart) == ["ມີຮູບ", "ສອງ"]
    assert sorted(len(item["files"]) for item in after_restart) == [0, 1]
    assert site.received(keo) == []


def test_saved_report_survives_a_killed_browser(handset, keo, site):
    handset.ask("() => lib.saved.refresh('lo')")

    with no_network(handset):
        told = handset.report("ກ່ອນໄຟມອດ")
        handset.kill()
        handset.open()
        handset.goto("/lo/to-send/")
        kept = texts(handset.outbox())
    handset.sign_in(keo)  # the cookie may not have been on the disk yet
    handset.send()

    assert SAVED in told
    assert kept == ["ກ່ອນໄຟມອດ"]
    assert site.received(keo) == ["ກ່ອນໄຟມອດ"]


def test_expired_session_keeps_all_and_asks_to_sign_in(handset, keo, site):
    handset.keep("ລໍຖ້າ")
    handset.goto("/lo/to-send/")
    site.sign_all_out()

    handset.keep("ອີກ")
    handset.page.click("[data-deed=sync]")
    handset.page.get_by_text(SIGN_IN).wait_for()
    kept = len(handset.outbox())
    handset.sign_in(keo)
    handset.send()

    assert kept >= 1
    assert site.received(keo) == ["ລໍຖ້າ", "ອີກ"]


@pytest.mark.parametrize(("fault", "why"), [("portal", "offline"), ("bad_gateway", "offline")])
def test_strangers_answer_is_no_success(handset, keo, site, fault, why):
    handset.goto("/lo/to-send/")

    with site.proxy.fault(fault, "/api/"):
        handset.keep("ໜຶ່ງ")
        said = handset.send()
        kept = texts(handset.outbox())

    assert (said["sent"], said["why"]) == (0, why)
    assert kept == ["ໜຶ່ງ"]
    assert handset.send()["sent"] == 1


def test_bad_gateway_for_items_backs_off(handset, site):
    handset.goto("/lo/to-send/")
    with site.proxy.fault("bad_gateway", ITEMS):
        handset.keep("ໜຶ່ງ")
        said = handset.send()
        [item] = handset.outbox()

    now = handset.page.evaluate("Date.now()")
    assert said["why"] == "server"
    assert (item["state"], item["attempts"]) == ("queued", 1)
    assert now - 2000 < item["next_at"] < now + 4000


def test_item_of_another_person_stays_and_goes_under_no_other_name(handset, keo, somchai, site):
    handset.goto("/lo/to-send/")
    site.proxy.stop()
    handset.keep("ຂອງແກ້ວ")
    site.proxy.start()
    site.sign_all_out()
    handset.sign_in(somchai)
    handset.goto("/lo/to-send/")

    said = handset.send()
    forced = handset.ask(
        """async () => {
          const [item] = await lib.outbox.waiting();
          const { body } = await lib.session.session();
          const items = [lib.outbox.wireForm(item)];
          const batch = { protocol: 1, client_now: lib.wire.isoNow(), items };
          const type = "application/json";
          return lib.wire.post("/api/sync/v1/items", body.csrf, JSON.stringify(batch), type);
        }"""
    )
    page = handset.page.inner_text("main")
    handset.keep("ຂອງສົມໃຈ")
    handset.send()

    assert said["sent"] == 0
    assert forced["body"]["results"][0]["status"] == "held"
    assert "ຂອງແກ້ວ" not in page
    assert "1 ລາຍການຂອງຜູ້ອື່ນ" in page
    assert site.received(keo) == []
    assert site.received(somchai) == ["ຂອງສົມໃຈ"]
    assert texts(handset.outbox()) == ["ຂອງແກ້ວ"]


def test_lost_reply_after_the_commit_sends_once(handset, keo, site):
    handset.goto("/lo/to-send/")
    with site.proxy.fault("drop_reply", ITEMS) as fault:
        for text in ("ກ", "ຂ", "ຄ"):
            handset.keep(text)
        said = handset.send()
        hits = fault.hits
    there, kept = site.received(keo), texts(handset.outbox())
    handset.send()

    assert hits >= 1
    assert said["why"] == "offline"
    assert there == kept == ["ກ", "ຂ", "ຄ"]
    assert site.received(keo) == ["ກ", "ຂ", "ຄ"]
    assert handset.outbox() == []
    receipts = {receipt for (receipt,) in site.rows("SELECT receipt FROM offline_inboxitem")}
    assert {item["receipt"] for item in handset.sent()} <= receipts


@pytest.mark.parametrize("fault", ["double", "cut"])
def test_doubled_and_cut_replies_send_once(handset, keo, site, fault):
    handset.goto("/lo/to-send/")
    with site.proxy.fault(fault, ITEMS):
        handset.keep("ໜຶ່ງ")
        handset.send()
    handset.send()

    assert site.received(keo) == ["ໜຶ່ງ"]
    assert handset.outbox() == []


def test_photo_goes_on_where_it_broke_off(handset, keo, site):
    handset.goto("/lo/feedback/new/")
    with site.proxy.fault("drop_reply", FILES):
        handset.report_here("ມີຮູບ", photos=1)
        handset.until("() => lib.outbox.waiting().then((items) => items[0]?.attempts > 0)")
        [(state, had, size)] = photos(site, keo)
    site.proxy.up = 0
    handset.send()

    assert (state, had) == ("coming", 64 * 1024)
    assert 64 * 1024 < size <= 120_000
    assert site.proxy.up < size - 64 * 1024 + 12_000
    assert photos(site, keo) == [("taken", size, size)]
    assert site.received(keo) == ["ມີຮູບ"]


def test_photo_arrives_small_and_without_its_place(handset, keo, site):
    handset.report("ມີຮູບ", photos=1)
    handset.page.wait_for_url("**/feedback/sent/**")

    [(name,)] = site.rows(
        "SELECT p.image FROM feedback_reportphoto p JOIN feedback_report r ON r.id = p.report_id"
        " JOIN officers_user u ON u.id = r.sender_id WHERE lower(u.username) = ?",
        keo,
    )
    content = next(site.folder.rglob(name)).read_bytes()
    assert len(content) < len(PHOTO["buffer"]) / 2
    assert b"secret place" not in content
    assert content.startswith(b"\xff\xd8")


def test_two_tabs_without_a_lock_send_once(handset, keo, site):
    handset.goto("/lo/to-send/")
    other = handset.context.new_page()
    other.goto("/lo/to-send/")
    handset.context.set_offline(True)
    for n in range(5):
        handset.keep(f"{n}")
    handset.context.set_offline(False)

    start = "() => { globalThis.round = lib.sending.sendRound(true); }"
    for page in (handset.page, other):
        handset.ask(start, page=page)
    for page in (handset.page, other):
        page.evaluate("globalThis.round")

    assert site.received(keo) == ["0", "1", "2", "3", "4"]
    assert handset.outbox() == []


def test_second_tab_hears_that_the_first_is_at_it(handset, keo, site):
    handset.goto("/lo/to-send/")
    other = handset.context.new_page()
    other.goto("/lo/to-send/")
    with site.proxy.fault("hang", "/api/session"):
        handset.keep("ໜຶ່ງ")
        handset.ask("() => { lib.sending.send(true); }")
        said = handset.ask("() => lib.sending.send(true)", page=other)
    site.proxy.stop()
    site.proxy.start()
    handset.send()

    assert said == {"sent": 0, "why": "busy"}
    assert site.received(keo) == ["ໜຶ່ງ"]


def test_reused_id_with_other_words_keeps_both(handset, keo, site):
    handset.goto("/lo/to-send/")
    item = handset.keep("ເກົ່າ")
    handset.send()

    again = {**item, "payload": {**item["payload"], "text": "ໃໝ່"}, "attempts": 0, "next_at": 0}
    handset.ask("(item) => lib.store.put('outbox', item)", again)
    handset.send()

    assert site.received(keo) == ["ເກົ່າ", "ໃໝ່"]
    assert handset.outbox() == []


def test_refused_item_is_shown_and_holds_up_no_other(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.keep("  ")
    handset.keep("ດີ")
    handset.send()
    handset.page.reload()

    row = handset.page.locator("[data-list=waiting] [data-state=parked]")
    row.wait_for()
    assert "ຮັບບໍ່ໄດ້" in row.inner_text()
    assert site.received(keo) == ["ດີ"]
    assert [item["state"] for item in handset.outbox()] == ["parked"]


def test_lost_csrf_cookie_is_fetched_anew(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.context.clear_cookies(name="csrftoken")

    handset.keep("ໜຶ່ງ")
    handset.send()

    assert site.received(keo) == ["ໜຶ່ງ"]


def test_slow_clock_is_set_right_and_marked(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.page.clock.set_fixed_time(datetime.now() - timedelta(days=3))
    handset.ask("() => lib.session.session()")

    handset.keep("ຊ້າ")
    handset.send()

    [(claimed, received, trust)] = site.rows(
        "SELECT i.claimed_at, i.received_at, i.time_trust FROM offline_inboxitem i"
        " WHERE json_extract(i.payload, '$.text') = 'ຊ້າ'"
    )
    gap = datetime.fromisoformat(received) - datetime.fromisoformat(claimed)
    assert timedelta(days=2, hours=23) < gap < timedelta(days=3, hours=1)
    assert trust == "low"


def test_background_sync_sends_without_a_page(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.context.set_offline(True)
    handset.keep("ພາຍຫຼັງ")
    handset.context.set_offline(False)
    tools = handset.context.new_cdp_session(handset.page)
    found = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda e: found.extend(e["registrations"]))
    tools.send("ServiceWorker.enable")
    handset.until("() => true")

    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": site.address,
            "registrationId": found[-1]["registrationId"],
            "tag": "outbox",
            "lastChance": False,
        },
    )
    handset.until("() => lib.outbox.waiting().then((items) => !items.length)")

    assert site.received(keo) == ["ພາຍຫຼັງ"]


def test_killed_server_loses_nothing_that_was_received(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.keep("ໜຶ່ງ")
    handset.send()
    site.stop(how=signal.SIGKILL)
    handset.keep("ສອງ")
    site.start()
    handset.send()

    assert site.received(keo) == ["ສອງ", "ໜຶ່ງ"]


def test_restored_backup_is_offered_all_again(handset, keo, site):
    handset.goto("/lo/to-send/")
    handset.keep("ເກົ່າ")
    handset.send()
    site.change("UPDATE feedback_report SET item_id = NULL")
    site.change(
        "DELETE FROM offline_inboxitem WHERE owner_id ="
        " (SELECT id FROM officers_user WHERE lower(username) = ?)",
        keo,
    )
    gone = site.received(keo)
    site.change("UPDATE offline_epoch SET value = ?", "1" * 32)
    handset.send()

    assert gone == []
    assert site.received(keo) == ["ເກົ່າ"]
    assert len(handset.sent()) == 1


def test_full_phone_is_told_and_the_form_keeps_the_words(handset, keo, site):
    handset.goto("/lo/feedback/new/")
    handset.page.evaluate(
        """() => {
          IDBObjectStore.prototype.add = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }"""
    )

    told = handset.report_here("ເຕັມ")

    assert "ບ່ອນເກັບຂໍ້ມູນໃນໂທລະສັບເຕັມ" in told
    assert handset.page.input_value("textarea[name=text]") == "ເຕັມ"
    assert site.received(keo) == []


def test_phone_that_keeps_nothing_sends_the_plain_way(handset, keo, site):
    handset.context.add_init_script(
        "delete window.indexedDB; Object.defineProperty(window, 'indexedDB', { value: undefined });"
    )
    handset.goto("/lo/feedback/new/")
    handset.page.locator("[data-not-kept]").wait_for()
    handset.page.fill("textarea[name=text]", "ທຳມະດາ")
    handset.page.locator("input[name=category]").first.check(force=True)
    handset.page.click(".thumb-bar button")
    handset.page.wait_for_url("**/feedback/sent/**")

    assert site.received(keo) == ["ທຳມະດາ"]


def test_draft_is_there_again_and_only_for_its_writer(handset, keo, somchai, site):
    handset.goto("/lo/feedback/new/")
    handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
    handset.page.fill("textarea[name=text]", "ຍັງບໍ່ແລ້ວ")
    handset.until("() => lib.store.all('drafts').then((rows) => rows.length)")
    handset.page.reload()
    handset.until("() => document.querySelector('textarea[name=text]').value === 'ຍັງບໍ່ແລ້ວ'")
    site.sign_all_out()
    handset.sign_in(somchai)
    handset.goto("/lo/feedback/new/")
    handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")

    assert handset.page.input_value("textarea[name=text]") == ""


def test_draft_belongs_to_its_step_and_its_route(handset, keo):
    """What is for the leads alone must not come back in the form that the whole desk reads."""
    secret = "/lo/feedback/new/?sensitive=1"
    handset.goto(secret)
    handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
    handset.page.fill("textarea[name=text]", "ລັບ")
    handset.until("() => lib.store.all('drafts').then((rows) => rows.length)")
    found = []
    for address in ("/lo/feedback/new/", "/lo/feedback/new/?sop=REG-01", secret):
        handset.goto(address)
        handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
        if address == secret:
            handset.until("() => document.querySelector('textarea[name=text]').value !== ''")
        found.append(handset.page.input_value("textarea[name=text]"))

    assert found == ["", "", "ລັບ"]


def test_what_is_typed_before_the_draft_comes_stands_after_it(handset, keo):
    handset.goto("/lo/feedback/new/")
    handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
    handset.page.fill("textarea[name=text]", "ຍັງບໍ່ແລ້ວ")
    handset.until("() => lib.store.all('drafts').then((rows) => rows.length)")
    handset.context.add_init_script(TYPE_BEFORE_SCRIPTS)
    handset.page.reload()

    handset.until("() => document.querySelector('textarea[name=text]').value === 'ຍັງບໍ່ແລ້ວ\\nແລ້ວກໍ່'")


def test_form_is_kept_by_the_phone_however_early_the_button_is_pressed(handset, keo, site):
    """As soon as the form is bound: before the phone has looked whether it has room."""
    handset.context.add_init_script(SEND_WHEN_BOUND)
    with site.proxy.fault("portal", "/api/"):
        handset.page.goto("/lo/feedback/new/")
        handset.page.wait_for_selector(TOLD)
        kept = texts(handset.outbox())

    assert kept == ["ໄວໆ"]


def test_sign_out_warns_and_keeps_what_is_unsent(handset, keo, site):
    handset.goto("/lo/profile/")
    handset.until("() => document.querySelector('form[action*=\"/sign-out/\"][data-bound]')")
    with site.proxy.fault("portal", "/api/"):
        handset.keep("ຍັງບໍ່ສົ່ງ")
        asked = []
        handset.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
        handset.page.click("form[action*='/sign-out/'] button")
        handset.page.wait_for_url(lambda url: "/profile/" not in url)
        kept = texts(handset.outbox())
        person = handset.ask("() => lib.store.meta('person')")

    assert asked == ["ທ່ານມີລາຍການທີ່ຍັງບໍ່ໄດ້ສົ່ງ. ລາຍການນັ້ນຍັງຢູ່ໃນໂທລະສັບນີ້."]
    assert kept == ["ຍັງບໍ່ສົ່ງ"]
    assert person is None
    assert site.received(keo) == []
