"""A workshop's laptop and Wi-Fi: plain http on the machine's own address, with and without scripts.

No service worker, no locks, no crypto.subtle there: reading and sending with a connection work,
photos too, nothing is called saved, and a sentence says what doesn't.
"""

import fcntl
import socket
import struct
from contextlib import suppress

import pytest

from sop_site.tests.browser import SIZES

from .phone import PHOTO
from .proxy import Proxy
from .site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "ບັນທຶກໃນໂທລະສັບແລ້ວ"
NOT_KEPT = "ຢູ່ນີ້ ບັນທຶກໃນໂທລະສັບບໍ່ໄດ້: ທ່ານອ່ານ ແລະ ສົ່ງໄດ້ ສະເພາະເມື່ອມີການເຊື່ອມຕໍ່."
NO_SCRIPT = "ບໍ່ມີ JavaScript"
ADDRESS_OF = 0x8915  # SIOCGIFADDR


def own_address() -> str | None:
    """An IPv4 address by which others on the network reach this machine."""
    for _number, name in socket.if_nameindex():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked, suppress(OSError):
            told = fcntl.ioctl(asked.fileno(), ADDRESS_OF, struct.pack("256s", name.encode()))
            address = socket.inet_ntoa(told[20:24])
            if not address.startswith("127."):
                return address
    return None


@pytest.fixture
def laptop(site):
    """The site's address on the local network."""
    address = own_address()
    if address is None:
        pytest.skip("This machine has no address but loopback.")
    door = Proxy(site.server_port, host="0.0.0.0")
    door.start()
    yield f"http://{address}:{door.port}"
    door.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request) -> bool:
    return request.param


@pytest.fixture
def visitor(browser_engine, laptop, scripts, keo):
    """Keo's phone on the workshop's Wi-Fi, signed in."""
    width, height = SIZES["phone"]
    context = browser_engine.new_context(
        base_url=laptop,
        viewport={"width": width, "height": height},
        locale="lo",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto("/lo/sign-in/")
    page.fill("[name=username]", keo)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    yield page
    context.close()


def test_reading_and_search_work_and_nothing_is_called_saved(visitor, scripts):
    shown = []
    for path in ("/lo/", "/lo/sops/reg-01/", "/lo/search/?q=ສຳມະໂນຄົວ", "/lo/contacts/"):
        visitor.goto(path, wait_until="networkidle")
        shown.append(visitor.inner_text("body"))

    assert "REG-01" in shown[1]
    assert "REG-01" in shown[2]
    assert not any(SAVED in text for text in shown)
    assert visitor.faults == []
    if scripts:
        assert visitor.evaluate("[isSecureContext, 'serviceWorker' in navigator]") == [False, False]


def test_report_with_a_photo_is_sent(visitor, keo, site, scripts):
    visitor.goto("/lo/feedback/new/?sop=REG-01", wait_until="networkidle")
    told = visitor.inner_text("body")
    visitor.fill("textarea[name=text]", "ຈາກແລັບທັອບ")
    visitor.locator("input[name=category]").first.check(force=True)
    visitor.set_input_files("input[name=photos]", [PHOTO])

    visitor.click(".thumb-bar button")
    visitor.wait_for_url("**/feedback/sent/**")

    [(count,)] = site.rows(
        "SELECT count(*) FROM feedback_reportphoto p JOIN feedback_report r ON r.id = p.report_id"
        " JOIN officers_user u ON u.id = r.sender_id WHERE lower(u.username) = ?",
        keo,
    )
    assert (NOT_KEPT if scripts else NO_SCRIPT) in told
    assert SAVED not in visitor.inner_text("body")
    assert site.received(keo) == ["ຈາກແລັບທັອບ"]
    assert count == 1
    assert visitor.faults == []


@pytest.mark.parametrize("path", ["/lo/to-send/", "/lo/offline/", "/lo/profile/"])
def test_pages_about_the_phone_say_what_does_not_work(visitor, scripts, path):
    visitor.goto(path, wait_until="networkidle")

    assert (NOT_KEPT if scripts else NO_SCRIPT) in visitor.inner_text("body")
    assert visitor.locator("[data-save-copy]:visible").count() == 0
    assert visitor.locator("main h1:visible").count() == 1


def test_quiz_is_answered_and_handed_in(visitor, keo, site, scripts):
    visitor.goto("/lo/quizzes/m3-after/", wait_until="networkidle")
    visitor.click("[data-quiz-start] button >> nth=0")
    visitor.wait_for_url("**/question/1/")
    shown = [visitor.inner_text("body")]
    while "/question/" in visitor.url:
        here = visitor.url
        field = visitor.locator("input[name=answer]").first
        field.fill("405000") if field.get_attribute("type") == "text" else field.check()
        visitor.click(".thumb-bar button")
        visitor.wait_for_url(lambda url, here=here: url != here)
        shown.append(visitor.inner_text("body"))
    visitor.click("[data-quiz-hand-in] button")
    visitor.wait_for_url("**/result/")

    [(state, blank)] = site.rows(
        "SELECT a.state, sum(r.answer IS NULL) FROM quizzes_attempt a JOIN quizzes_response r"
        " ON r.attempt_id = a.id JOIN officers_user u ON u.id = a.officer_id"
        " WHERE lower(u.username) = ? GROUP BY a.id",
        keo,
    )
    assert (state, blank) == ("handed_in", 0)
    assert len(shown) > 3
    assert not any(SAVED in text for text in [*shown, visitor.inner_text("body")])
    assert visitor.faults == []
