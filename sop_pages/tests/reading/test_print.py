"""An SOP on paper, as Chromium prints it: every sheet says what it is, and can be checked."""

from urllib.parse import urlsplit

import pytest

from sop_site.tests.paper import sheets_of

from .test_release_pages import issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = {
    "en": "Ask for the family book, and read every line aloud.",
    "lo": "ກະລຸນາຖາມຫາສຳມະໂນຄົວ ແລ້ວອ່ານທຸກແຖວໃຫ້ຟັງ.",
}
PAGE = {"en": "page {} of {}", "lo": "ໜ້າ {} ໃນ {}"}
RELEASE = {"en": "Release 1.0", "lo": "ສະບັບທີ 1.0"}
OLD = {"en": "it was replaced by release 1.1", "lo": "ຖືກແທນດ້ວຍສະບັບທີ 1.1"}


@pytest.fixture
def printed(publish, open_page):
    """The sheets of REG-01, long enough for several, in a language; and its page."""

    def made(language):
        page = publish(language=language, text=f"{LONG[language]}\n\n" * 60)
        shown = open_page(f"/{language}/sops/reg-01/", language=language)
        return page, sheets_of(shown.pdf(prefer_css_page_size=True))

    return made


@pytest.mark.parametrize("language", ["lo", "en"])
def test_every_sheet_says_code_release_day_page_and_where_to_check(printed, language, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"

    _page, sheets = printed(language)

    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, 1):
        assert sheet.says("REG-01")
        assert sheet.says(RELEASE[language])
        assert sheet.says(PAGE[language].format(number, len(sheets)))
        address = f"https://khumue.example.la/{language}/sops/reg-01/releases/1.0/check/"
        assert sheet.scanned() == [address]
        assert sheet.says(address)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_scanned_sheet_of_an_old_release_says_what_replaced_it(
    printed, open_page, axe, language, live_server, settings
):
    settings.PUBLIC_URL = live_server.url
    page, sheets = printed(language)
    issue(page)

    (address,) = sheets[0].scanned()
    shown = open_page(urlsplit(address).path, language=language)

    assert address.startswith(live_server.url)
    assert OLD[language] in shown.inner_text("main")
    assert axe(shown, contrast=7) == []
    shown.locator("main .button").click()
    shown.wait_for_url(f"**/{language}/sops/reg-01/")
    assert "Agree the day and hour" in shown.inner_text("main")
