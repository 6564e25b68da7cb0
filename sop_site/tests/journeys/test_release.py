"""A new release from the first edit to the old sheet in somebody's drawer."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sop_pages import releases
from sop_pages.acknowledging import KIND
from sop_pages.models import Release, SOPPage
from sop_site.officers import roles
from sop_site.offline import inbox
from sop_site.offline.models import InboxItem
from sop_site.tests.paper import sheets_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("starting_content")]

CODE = "reg-01"
NEW = {
    "lo": ["ຖາມຊື່ ແລະ ບ້ານກ່ອນ", "ບອກຜົນປະໂຫຍດເທື່ອລະຢ່າງ"],
    "en": ["Ask for the name and the village first", "Name one benefit at a time"],
}
PROVINCE = "06"
NAMES = ("LS-NEAR", "LS-FAR")


@pytest.fixture
def clock(monkeypatch):
    """clock(day, time(0, 1)): the server's clock stands at this moment in Vientiane."""

    def put(day, at):
        moment = datetime.combine(day, at, ZoneInfo("Asia/Vientiane"))
        monkeypatch.setattr(timezone, "now", lambda: moment)
        # The model took the clock of the machine when it was made.
        received = InboxItem._meta.get_field("received_at")
        monkeypatch.setattr(received, "_get_default", lambda: moment)

    return put


@pytest.fixture
def desk(open_page, sign_in, language):
    """desk("trainer"): this demonstration person at a desk, signed in."""
    return lambda who: sign_in(open_page(f"/{language}/", size="desk"), who)


@pytest.fixture
def officers(make_person, language):
    """Two officers of one district who confirmed release 1.0."""
    found = {name: make_person(name, roles.OFFICER, district="0602") for name in NAMES}
    for person in found.values():
        person.language = language
        person.save(update_fields=["language"])
        assert word(person, "1.0", language).is_kept
    return found


def word(person, number: str, language: str, **since):
    """An officer's word as it comes out of a phone's outbox."""
    payload = {"sop": "REG-01", "release": number, "language": language}
    return inbox.deliver(person, KIND, payload | since)


def edit_and_submit(page, sop_page, titles: list[str]) -> None:
    """The trainer changes the titles of the first steps and sends the draft to its review."""
    page.goto(f"/cms/pages/{sop_page.pk}/edit/")
    for number, title in enumerate(titles):
        page.locator(f"[name=steps-{number}-value-title]").fill(title)
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url("**/cms/pages/**")


def approve_from(page, sop_page, day) -> None:
    """LSSO reads what changes, approves it from this day, asks the province's officers."""
    page.goto(f"/cms/sops/{sop_page.pk}/approve/")
    expect(page.locator(".change")).to_have_count(2)
    expect(page.locator(".approval__touched dt")).to_have_count(2)
    page.locator("[name=note_lo]").fill("ສອງຂັ້ນຕອນທຳອິດ")
    page.locator("[name=note_en]").fill("The first two steps")
    page.locator("[name=effective_from]").fill(day.isoformat())
    if page.locator("[name^=behind_]").count():
        page.locator("[name^=behind_]").check()
    page.locator("[name=asks][value=ask]").check()
    page.locator(f"[name=roles][value={roles.OFFICER}]").check()
    page.locator("[name=due]").fill((day + timedelta(days=7)).isoformat())
    page.locator(".approval__places summary").click()
    page.locator(f"[name=provinces][value='{PROVINCE}']").check()
    page.locator(".approval__terms button[type=submit]").click()
    page.wait_for_url("**/cms/")


def read(page, language: str) -> list[str]:
    """The titles of the first two steps as an officer reads them now."""
    page.goto(f"/{language}/sops/{CODE}/")
    return [plain(page.locator(".step__title").nth(n).inner_text()) for n in (0, 1)]


def plain(text: str) -> str:
    """The last line, without the places where Lao may break: a title stands after its number."""
    return text.replace("\u200b", "").strip().split("\n")[-1].strip()


def asked(page, language: str) -> int:
    page.goto(f"/{language}/to-confirm/")
    return page.locator(".row--asked").count()


def open_what_changed(page, language: str) -> list[str]:
    """The headings of the passages that this officer is asked to look at."""
    page.goto(f"/{language}/to-confirm/")
    page.locator(".row--asked").click()
    page.wait_for_url("**/confirm/")
    page.locator(".change").first.wait_for()
    return [plain(text) for text in page.locator(".change__heading").all_inner_texts()]


def missing(page, release: Release) -> list[str]:
    """Who of the district has not confirmed, by the coordinator's list."""
    page.goto(f"/cms/confirmed/{release.pk}/?district=0602&state=no")
    return page.locator("table.listing").last.locator("td.title").all_inner_texts()


def test_release_is_approved_ahead_and_switches_at_midnight(
    desk, officers, open_page, page_faults, clock, language
):
    page_faults.expect("status of 400")  # the editor saves by itself, half-written too
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    clock(today, time(15))
    written = SOPPage.objects.get(sop__code="REG-01", language=language)
    before = [step.value["title"] for step in written.steps][:2]
    # One phone without a script: its word goes off at once, as the form's.
    near = open_page(f"/{language}/", person=officers["LS-NEAR"], javascript=False)
    far = open_page(f"/{language}/", person=officers["LS-FAR"])

    trainer = desk("trainer")
    edit_and_submit(trainer, written, NEW[language])
    # Who edited can't approve, by the address neither.
    assert trainer.request.get(f"/cms/sops/{written.pk}/approve/").status in (403, 404) or (
        "/approve/" not in trainer.request.get(f"/cms/sops/{written.pk}/approve/").url
    )
    approve_from(desk("reviewer"), written, tomorrow)
    new = Release.objects.get(sop__code="REG-01", way="approval")
    assert (new.number, new.effective_from) == ("1.1", tomorrow)

    # Until midnight officers read the one that holds, print it, and are asked nothing.
    clock(today, time(23, 59))
    assert read(near, language) == before
    assert near.request.get(f"/{language}/sops/{CODE}/releases/1.1/").status == 200
    assert asked(near, language) == asked(far, language) == 0
    printed = near.request.get(f"/{language}/sops/{CODE}/releases/1.0/pdf/").body()

    clock(tomorrow, time(0, 0, 30))
    assert read(near, language) == NEW[language]
    for phone in (near, far):
        headings = open_what_changed(phone, language)
        assert [any(new in heading for heading in headings) for new in NEW[language]] == [True] * 2
        assert len(headings) == 2
    form = "form[data-outbox='sop.acknowledge']"
    near.locator(f"{form} button").click()
    near.wait_for_url("**/to-confirm/")
    far.locator(f"{form}[data-bound]").wait_for()
    far.context.set_offline(True)
    far.locator(f"{form} button").click()
    far.locator("[data-told]").wait_for()

    # The one who has no network is on the coordinator's list, the other no more; the word on the
    # phone arrives later (how it travels is tried with real phones in sop_site/offline/tests).
    coordinator = desk("coordinator")
    listed = missing(coordinator, new)
    assert [f"ທ້າວ {name}" in listed for name in NAMES] == [False, True]
    clock(tomorrow, time(9))
    assert word(officers["LS-FAR"], "1.1", language, since="1.0").is_kept
    listed = missing(coordinator, new)
    assert [f"ທ້າວ {name}" in listed for name in NAMES] == [False, False]

    # The sheet in the drawer: its code, scanned, leads to the word that it is old.
    scanned = {text for sheet in sheets_of(printed) for text in sheet.scanned()}
    (address,) = scanned
    drawer = open_page(urlsplit(address).path)
    assert f"/{language}/sops/{CODE}/releases/1.0/check/" in drawer.url
    assert "1.1" in drawer.locator("main .status--todo").inner_text()

    releases.come_into_force()
    fresh = SOPPage.objects.get(pk=written.pk)
    assert [step.value["title"] for step in fresh.steps][:2] == NEW[language]
