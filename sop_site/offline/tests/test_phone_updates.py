"""A deploy reaches phones: when no form is in use, and without losing anything on the way."""

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHELLS = "() => caches.keys().then((all) => all.filter((name) => name.startsWith('shell-')))"
UPDATE = "() => navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => true)"
WAITING = "() => navigator.serviceWorker.getRegistration().then((r) => Boolean(r.waiting))"
COLOUR = "getComputedStyle(document.querySelector('.frame')).backgroundColor"


@pytest.fixture
def deploy(site):
    """Restarts the server with another build: deploy()."""

    def made():
        site.stop()
        site.environment["TEST_BUILD"] = site.environment.get("TEST_BUILD", "1") + "1"
        site.start()

    return made


def test_new_shell_comes_and_saved_pages_and_items_stay(handset, site, keo, deploy):
    handset.ask("() => lib.saved.refresh('lo')")
    handset.goto("/lo/to-send/")
    with site.proxy.fault("portal", "/api/"):
        handset.keep("ກ່ອນປ່ຽນ")
        [before] = handset.ask(SHELLS)
        deploy()
        handset.ask(UPDATE)
        handset.until(f"async () => (await ({SHELLS})()).length === 2")
        handset.goto("/lo/")
        handset.until(f"async () => !(await ({WAITING})())")
    with no_network(handset):
        handset.goto("/lo/sops/reg-01/")
        colour = handset.page.evaluate(COLOUR)
        note = handset.page.inner_text("main p.status >> nth=0")
    handset.goto("/lo/to-send/")
    handset.send()

    assert before in handset.ask(SHELLS)
    assert colour == "rgb(13, 68, 51)"
    assert "ສະບັບທີ່ບັນທຶກໄວ້" in note
    assert site.received(keo) == ["ກ່ອນປ່ຽນ"]


def test_new_version_waits_while_a_form_is_in_use(handset, site, deploy):
    handset.goto("/lo/feedback/new/")
    handset.page.wait_for_selector("form[data-outbox][data-bound]", state="attached")
    handset.page.locator("textarea[name=text]").press_sequentially("ກຳລັງຂຽນ")

    deploy()
    handset.ask(UPDATE)
    handset.until(WAITING)
    other = handset.context.new_page()
    other.goto("/lo/")
    other.wait_for_timeout(1500)
    still = handset.ask(WAITING)
    words = handset.page.input_value("textarea[name=text]")

    assert still is True
    assert words == "ກຳລັງຂຽນ"


@pytest.mark.parametrize("path", ["/lo/to-send/", "/en/to-send/", "/lo/offline/", "/en/offline/"])
def test_pages_about_the_phone_have_no_barrier(handset, axe, path):
    handset.goto(path)
    handset.keep("ໜຶ່ງ")
    handset.page.wait_for_load_state("networkidle")

    wide = handset.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert axe(handset.page) == []
    assert wide <= 0
