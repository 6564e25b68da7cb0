"""What an older version left on a phone is read, kept and sent by today's code.

data/phone-<version>.json is a phone's database as that version wrote it: its stores, its rows,
"OWNER" where an officer's uid stands. A new VERSION in store.js needs a new one; old ones stay.
"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DATA = Path(__file__).parent / "data"
STORED = sorted(DATA.glob("phone-*.json"))
MAKE = """({ version, stores, rows }) => new Promise((done, fail) => {
  const request = indexedDB.open("khumue", version);
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(stores)) {
      request.result.createObjectStore(name, { keyPath });
    }
  };
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const database = request.result;
    const write = database.transaction(Object.keys(stores), "readwrite");
    const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
    for (const [name, found] of Object.entries(rows)) {
      for (const row of found) {
        if (row.content?.bytes) row.content = bytes(row.content.bytes);
        write.objectStore(name).put(row);
      }
    }
    write.oncomplete = () => { database.close(); done(); };
  };
})"""


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def old_phone(request, browser_engine, site, keo):
    """Keo's phone with such a database, before today's site is opened on it."""
    text = request.param.read_text(encoding="utf-8").replace("OWNER", site.uid(keo))
    made = Phone(browser_engine.browser_type, site)
    made.page.goto("/static/icons/mark.svg")
    made.page.evaluate(MAKE, json.loads(text))
    yield made
    made.close()


def test_todays_version_has_its_stored_database():
    code = (settings.BASE_DIR / "static" / "js" / "offline" / "store.js").read_text()
    version = re.search(r"const VERSION = (\d+);", code)[1]

    assert f"phone-{version}" in [path.stem for path in STORED]


def test_outbox_of_an_older_version_is_sent(old_phone, keo, site):
    old_phone.sign_in(keo)
    old_phone.send()

    waiting = [(item["state"], item["payload"]["text"]) for item in old_phone.outbox()]
    taken = site.rows(
        "SELECT f.state FROM offline_inboxfile f JOIN offline_inboxitem i ON i.id = f.item_id"
        " JOIN officers_user u ON u.id = i.owner_id WHERE lower(u.username) = ?",
        keo,
    )
    assert site.received(keo) == ["ສະບັບເກົ່າ", "ສະບັບເກົ່າ ມີຮູບ"]
    assert taken == [("taken",)]
    assert waiting == [("parked", "  ")]
    assert sorted(item["receipt"] == "OLD-01" for item in old_phone.sent()) == [False, False, True]


def test_draft_and_saved_page_of_an_older_version_stay(old_phone, keo):
    old_phone.sign_in(keo)
    saved = old_phone.ask("() => lib.kept.page('/lo/sops/old-01/')")
    old_phone.goto("/lo/feedback/new/")

    assert saved["t"] == "OLD-01 ເກົ່າ"
    assert old_phone.page.input_value("textarea[name=text]") == "ຮ່າງເກົ່າ"
