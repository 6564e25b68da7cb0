"""An officer says it: recorded, heard again, kept as a draft, sent without a network, played."""

import pytest

from feedback import sound
from sop_site.offline.tests.phone import Phone, no_network
from sop_site.tests.browser import FLAGS

pytestmark = pytest.mark.browser
FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def talker(site, pair, browser_engine, monkeypatch):
    """A phone with a microphone, which hears a beep once a second."""
    monkeypatch.setattr("sop_site.offline.tests.phone.FLAGS", [*FLAGS, *FAKE_MICROPHONE])
    made = Phone(browser_engine.browser_type, site)
    made.sign_in(pair[0])
    made.ready()
    yield made
    made.close()


def record(page, seconds: float = 1.5) -> None:
    page.locator("[data-voice] summary").click()
    page.locator("[data-voice-record]").click()
    page.locator("[data-voice-stop]").wait_for()
    page.wait_for_timeout(seconds * 1000)
    page.locator("[data-voice-stop]").click()
    page.locator("[data-voice] audio").wait_for()


def recorded(page) -> int:
    return page.evaluate("document.querySelector('[name=voice]').files[0]?.size ?? 0")


def test_note_is_sent_without_a_network_and_arrives(talker, keo, site):
    talker.goto("/lo/feedback/new/")
    with no_network(talker):
        record(talker.page)
        talker.report_here("ຟັງສຽງ")
        (item,) = talker.outbox()
        assert [file["type"].split(";")[0] for file in item["files"]] == ["audio/webm"]
    talker.until(
        "async () => { await lib.sending.send(true); return !(await lib.outbox.waiting()).length }"
    )

    question = "SELECT r.sound, r.seconds FROM feedback_recording r"
    talker.until("() => true")
    ((name, seconds),) = site.rows(question)
    (file,) = site.folder.rglob(name.rpartition("/")[2])
    found = sound.read(file.read_bytes())
    assert (found.codecs, found.is_only_sound) == ({"A_OPUS"}, True)
    assert seconds in {1, 2}


def test_note_can_be_thrown_away_and_is_kept_with_the_draft(talker):
    page = talker.page
    talker.goto("/lo/feedback/new/")
    record(page)
    size = recorded(page)
    assert 0 < size < 250_000
    talker.until("() => lib.store.all('drafts').then((d) => d[0]?.files.length === 1)")

    talker.goto("/lo/feedback/new/")
    page.locator("[data-voice] audio").wait_for()
    assert recorded(page) == size

    page.locator("[data-voice-drop]").click()
    assert recorded(page) == 0
    assert page.locator("[data-voice-record]").is_visible()


def test_recording_ends_by_itself(talker):
    page = talker.page
    talker.goto("/lo/feedback/new/")
    page.evaluate("document.querySelector('[data-voice]')")
    page.locator("[data-voice] summary").click()
    assert page.locator("[data-voice]").get_attribute("data-voice") == "60"
    page.clock.install()
    page.locator("[data-voice-record]").click()
    page.locator("[data-voice-stop]").wait_for()
    page.clock.run_for(61_000)

    page.locator("[data-voice] audio").wait_for()
    assert recorded(page) > 0


def test_microphone_that_is_refused_is_said(site, handset):
    page = handset.page
    handset.goto("/lo/feedback/new/")
    page.locator("[data-voice] summary").click()

    page.locator("[data-voice-record]").click()

    page.locator("[data-voice-refused]").wait_for()
    assert page.locator("textarea[name=text]").is_visible()
