"""Read and confirm where there is no network: only what changed, from the saved copy, once."""

import pytest
from playwright.sync_api import expect

from .phone import Phone, no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REFRESH = "(language) => lib.saved.refresh(language)"
CODE = "DAT-01"
# Only this officer is asked: other tests' phones stay as they are.
ASK = f"""
from uuid import uuid4
from django.contrib.auth.models import Group
from django.utils.timezone import localdate
from sop_pages.acknowledging import KIND, ask
from sop_pages.models import Release, SOPPage
from sop_pages.releases import Terms, releasing
from sop_site.officers.models import User
from sop_site.offline import inbox

officer = User.objects.get_by_natural_key(%r)
last = Release.objects.in_force("{CODE}", localdate())
word = {{"sop": "{CODE}", "release": last.number, "language": "lo"}}
assert inbox.deliver(officer, KIND, word, item_id=uuid4()).is_kept
with releasing(Terms()):
    for page in SOPPage.objects.filter(sop__code="{CODE}"):
        draft = page.get_latest_revision_as_object()
        draft.steps[1].value["title"] += " " + last.number
        draft.save_revision().publish()
release = Release.objects.in_force("{CODE}", localdate())
group = Group.objects.create(name=officer.username)
officer.groups.add(group)
ask(release, actor=None, roles=[group.name], due=localdate())
print(last.number, release.number)
"""
WORDS = (
    "SELECT r.minor, a.language, b.minor FROM sop_pages_acknowledgement a"
    " JOIN officers_user u ON u.id = a.person_id JOIN sop_pages_release r ON r.id = a.release_id"
    " LEFT JOIN sop_pages_release b ON b.id = a.compared_with_id"
    " WHERE lower(u.username) = ? ORDER BY a.id"
)


@pytest.fixture
def minors(site, keo) -> tuple[int, int]:
    """Keo confirmed one release and is asked to confirm the next: their small numbers."""
    said = site.manage("shell", "-v0", "-c", ASK % keo).split()
    return tuple(int(number.split(".")[1]) for number in said)


def confirm(phone, language: str) -> str:
    """Reads what changed in the saved copy and taps; returns what is said then."""
    page = phone.page
    phone.goto(f"/{language}/to-confirm/")
    page.locator(".row--asked", has_text=CODE).click()
    page.wait_for_url(f"**/{language}/sops/{CODE.lower()}/confirm/")
    phone.await_done()
    expect(page.locator(".change")).to_have_count(1)
    expect(page.locator("form[data-outbox='sop.acknowledge'][data-bound]")).to_have_count(1)
    page.locator("form[data-outbox='sop.acknowledge'] button").click()
    expect(page.locator("[data-told]")).to_be_visible()
    return page.inner_text("[data-told]")


def test_officer_confirms_only_what_changed_without_a_network(handset, keo, site, minors):
    before, now = minors
    handset.ask(REFRESH, "lo")

    with no_network(handset):
        told = confirm(handset, "lo")
        waiting = handset.outbox()
        arrived = site.rows(WORDS, keo)
    handset.goto("/lo/to-send/")
    handset.send()

    assert "ບັນທຶກໃນໂທລະສັບແລ້ວ" in told
    assert [item["payload"] for item in waiting] == [
        {"sop": CODE, "release": f"1.{now}", "language": "lo", "since": f"1.{before}"}
    ]
    assert arrived == [(before, "lo", None)]
    assert site.rows(WORDS, keo) == [(before, "lo", None), (now, "lo", before)]
    handset.goto("/lo/to-confirm/")
    expect(handset.page.locator(".row--asked")).to_have_count(0)


def test_other_phone_in_the_other_language_confirms_once_more_without_harm(
    handset, keo, site, minors, browser_engine
):
    before, now = minors
    other = Phone(browser_engine.browser_type, site)
    try:
        other.sign_in(keo)
        other.ready()
        handset.ask(REFRESH, "lo")
        other.ask(REFRESH, "en")
        with no_network(handset):
            confirm(handset, "lo")
            confirm(other, "en")
        for phone in (other, handset):
            phone.goto("/lo/to-send/")
            phone.send()
            expect_sent(phone)
    finally:
        other.close()

    assert site.rows(WORDS, keo) == [(before, "lo", None), (now, "en", before)]


def expect_sent(phone) -> None:
    assert phone.outbox() == []
    assert [item["kind"] for item in phone.sent()] == ["sop.acknowledge"]
