"""The receipt that an officer's phone shows, scanned and noted on a trainer's, both offline."""

import pytest
from django.utils import timezone

from sop_site.offline.tests.phone import TOLD, Phone, no_network
from sop_site.offline.tests.site import TRAINER
from sop_site.tests.browser import FLAGS, chromium_path, signed_in

from .quiz_phone import answer_all, attempt_row, begin, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
WAITS = "ມາຮອດຫຼັງປິດ ແລະ ຈະນັບເມື່ອຄູຝຶກຂອງທ່ານເຫັນດີ"
NOT_ARRIVED = "ສົ່ງຄຳຕອບຢູ່ກອງປະຊຸມແລ້ວ ແຕ່ຍັງບໍ່ທັນມາຮອດ"
IN_QR = """
async (address) => {
  const { drawing } = await import("/static/js/quizzes/qr.js");
  const shown = document.querySelector("[data-qr] path").getAttribute("d");
  return shown === drawing(address).querySelector("path").getAttribute("d");
}
"""


@pytest.fixture
def mali(site, browser_engine):
    """The trainer's phone, with a saved copy."""
    made = Phone(browser_engine.browser_type, site)
    made.sign_in(TRAINER)
    made.ready()
    made.ask("() => lib.saved.refresh('lo')")
    yield made
    made.close()


def test_receipt_is_noted_before_anything_arrives(handset, keo, mali):
    address = begin(handset, "m3-before")
    handset.ask("() => import('/static/js/quizzes/qr.js').then(() => 1)")
    handset.page.evaluate(
        "caches.open('modules of the tests').then((c) => c.add('/static/js/quizzes/qr.js'))"
    )
    site = handset.page.evaluate("JSON.parse(document.querySelector('[data-quiz]').dataset.quiz)")
    scanned = f"/lo/quizzes/receipt/?code=CODE&attempt={site['attempt']}"

    with no_network(handset):
        answer_all(handset, address)
        hand_in(handset)
        code = handset.page.inner_text("[data-code]")
        scanned = scanned.replace("CODE", code)
        in_qr = handset.page.evaluate(IN_QR, site["site"] + scanned)
        # Any camera opens the QR's address; the saved form answers for it.
        mali.goto(scanned)
        typed = mali.page.input_value("#code")
        mali.page.click("form[data-outbox][data-bound] button[type=submit]:not([data-plain])")
        mali.page.wait_for_selector(TOLD)
        told = mali.page.inner_text(TOLD)
        [noted] = [item["payload"] for item in mali.outbox()]
    mali.send()
    mali.page.goto("/cms/quizzes/results/m3-before/attempts/")
    before = mali.page.inner_text("main")
    handset.send()
    handset.until("() => lib.outbox.waiting().then((items) => !items.length)")
    mali.page.reload()
    after = mali.page.inner_text("main")

    assert in_qr
    assert typed == code
    assert SAVED in told
    assert noted == {"code": code, "attempt": site["attempt"]}
    assert NOT_ARRIVED in before
    assert code in before
    assert attempt_row(handset, keo, "phone_code")[0] == code
    assert NOT_ARRIVED not in after
    assert "ນາງ ມະລິ ຈົດລະຫັດການຮັບເມື່ອ" in after


def test_late_hand_in_is_told_that_it_waits(handset, keo, site):
    address = begin(handset, "m1-after")
    with no_network(handset):
        answer_all(handset, address)
        hand_in(handset)
        site.change(
            "UPDATE quizzes_quiz SET late_answers = 'ask', closes_at = ? WHERE slug = 'm1-after'",
            timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f"),
        )
    handset.page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    handset.page.get_by_text(WAITS).wait_for()

    assert handset.page.locator("[data-to-result]").is_hidden()
    assert attempt_row(handset, keo, "state")[0] == "open"


FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# Chromium has no detector of its own on a desk: this stands for a phone's.
DETECTOR = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(view) { return view.videoWidth ? [{ rawValue: "K7M-2PAQX" }] : []; }
};
"""


@pytest.fixture
def scanner(live_server, browser_engine, trainer):
    """A trainer's page in a browser with a camera: scanner(with_detector) -> page."""
    engine = browser_engine.browser_type.launch(
        executable_path=chromium_path(), args=FLAGS + FAKE_CAMERA
    )

    def opened(*, detector: bool):
        context = engine.new_context(base_url=live_server.url, locale="en")
        context.add_cookies(signed_in(trainer, live_server.url))
        if detector:
            context.add_init_script(DETECTOR)
        page = context.new_page()
        page.goto("/en/quizzes/receipt/")
        page.locator("#phone[data-done]").wait_for(state="attached")
        return page

    yield opened
    engine.close()


def test_camera_fills_the_code(scanner):
    page = scanner(detector=True)

    page.click("[data-scan-begin]")
    page.get_by_text("The QR was read.").wait_for()

    assert page.input_value("#code") == "K7M-2PAQX"
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_browser_that_reads_no_codes_offers_no_camera(scanner):
    page = scanner(detector=False)

    assert page.locator("[data-scan]").is_hidden()
    assert page.locator("#code").is_visible()


def test_camera_that_is_refused_leaves_the_field(scanner):
    page = scanner(detector=True)
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')) }"
    )

    page.click("[data-scan-begin]")
    page.get_by_text("The camera can't be used. Please type the code.").wait_for()

    assert page.locator("video").is_hidden()
