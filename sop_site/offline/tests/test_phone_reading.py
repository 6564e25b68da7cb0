"""Reading without a network: the real product, in Lao, with the server really stopped."""

import json
import re

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOT_SAVED = "ໜ້ານີ້ ຍັງບໍ່ໄດ້ບັນທຶກໃນໂທລະສັບ."
COPY_FROM = re.compile(r"ສະບັບທີ່ບັນທຶກໄວ້ \d+ \S+ 20\d\d \d\d:\d\d")
REFRESH = "() => lib.saved.refresh('lo')"
DOCS = "() => lib.kept.pages('lo')"


def test_saved_copy_comes_whole_and_then_only_what_is_new(handset, site):
    first = handset.ask(REFRESH)
    site.proxy.down = 0
    again = handset.ask(REFRESH)
    quiet = site.proxy.down
    site.change(
        "UPDATE sop_pages_renderedsop SET body = body || '<p>ໃໝ່</p>',"
        " made_at = datetime('now') WHERE code = 'REG-02' AND language = 'lo'"
    )
    changed = handset.ask(REFRESH)

    assert (first["ok"], first["mode"]) == (True, "bundle")
    assert first["changed"] == first["count"] > 22  # the handbook and the person's own pages
    assert (again["mode"], again["changed"]) == ("none", 0)
    assert quiet < 3000
    assert (changed["mode"], changed["changed"]) == ("delta", 1)


def test_saved_copy_holds_nothing_secret(handset, keo):
    handset.ask(REFRESH)

    text = json.dumps(handset.ask(DOCS), ensure_ascii=False)

    assert "csrfmiddlewaretoken" not in text
    assert keo not in text
    assert "ນາງ ແກ້ວ" not in text
    assert "is_right" not in text


@pytest.mark.parametrize("fault", ["drop_reply", "cut", "portal", "bad_gateway"])
def test_broken_download_leaves_the_old_copy_whole(handset, site, fault):
    handset.ask(REFRESH)
    before = handset.ask("() => lib.kept.state('lo')")
    site.change(
        "UPDATE sop_pages_renderedsop SET body = body || '<p>ໃໝ່</p>',"
        " made_at = datetime('now') WHERE code = 'REG-01' AND language = 'lo'"
    )

    with site.proxy.fault(fault, "GET /offline/lo/docs"):
        broken = handset.ask(REFRESH)
    kept = handset.ask("() => lib.kept.state('lo')")

    assert broken["ok"] is False
    assert site.proxy.hits >= 1
    assert kept == before
    assert handset.ask(REFRESH)["changed"] == 1


def test_all_is_read_with_the_server_stopped(handset):
    handset.ask(REFRESH)

    with no_network(handset):
        handset.goto("/lo/sops/reg-01/")
        sop = handset.page.inner_text("main")
        handset.goto("/lo/")
        links = handset.page.locator("main a").count()
        handset.goto("/lo/sops/")
        sops = handset.page.locator("main a[href*='/lo/sops/']").count()
        handset.goto("/en/sops/reg-01/")
        unsaved = handset.page.inner_text("main")
        lead = handset.page.get_attribute("main a", "href")

    assert COPY_FROM.search(sop)
    assert "REG-01" in sop
    assert links > 5
    assert sops == 11
    assert NOT_SAVED in unsaved or "not saved on this phone" in unsaved
    assert lead == "/en/offline/"


def test_look_of_saved_pages_comes_along(handset):
    handset.ask(REFRESH)
    online = handset.page.evaluate(
        "getComputedStyle(document.querySelector('.frame')).backgroundColor"
    )

    with no_network(handset):
        handset.goto("/lo/sops/reg-01/")
        colour = handset.page.evaluate(
            "getComputedStyle(document.querySelector('.frame')).backgroundColor"
        )
        font = handset.page.evaluate(
            "document.fonts.load('18px \"Noto Sans Lao\"', 'ກ').then((f) => f.length)"
        )

    assert colour == online
    assert font >= 0


def test_hanging_network_gives_the_saved_copy(handset, site):
    handset.ask(REFRESH)

    with site.proxy.fault("hang", "GET /lo/sops/"):
        handset.goto("/lo/sops/con-01/")
        note = handset.page.inner_text("main p.status >> nth=0")
        waited = handset.page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")

    assert COPY_FROM.search(note)
    assert 2400 < waited < 6000


def test_saved_page_opens_in_flight_mode(handset):
    handset.ask(REFRESH)
    handset.context.set_offline(True)

    handset.page.goto("/lo/sops/clm-03/")

    assert COPY_FROM.search(handset.page.inner_text("main"))
