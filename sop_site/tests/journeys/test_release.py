"""A new release from the first edit to the old sheet in somebody's drawer."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sop_pages import releases
from sop_pages.models import Release, SOPPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("starting_content")]

CODE = "reg-01"
NEW = {"lo": "ຖາມຊື່ ແລະ ບ້ານກ່ອນ", "en": "Ask for the name and the village first"}


@pytest.fixture
def clock(monkeypatch):
    """clock(day, time(0, 1)): the server's clock stands at this moment in Vientiane."""

    def put(day, at):
        moment = datetime.combine(day, at, ZoneInfo("Asia/Vientiane"))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return put


def edit_and_submit(page, sop_page, title: str) -> None:
    """The trainer changes the title of the first step and sends the draft to its review."""
    page.goto(f"/cms/pages/{sop_page.pk}/edit/")
    page.locator("[name=steps-0-value-title]").fill(title)
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url("**/cms/pages/**")


def test_release_is_approved_ahead_and_switches_at_midnight(
    open_page, sign_in, page_faults, clock, language
):
    page_faults.expect("status of 400")  # the editor saves by itself, half-written too
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    clock(today, time(15))
    written = SOPPage.objects.get(sop__code="REG-01", language=language)
    before = written.steps[0].value["title"]

    trainer = sign_in(open_page(f"/{language}/", size="desk"), "trainer")
    edit_and_submit(trainer, written, NEW[language])
    # Who edited can't approve, by the address neither.
    assert trainer.request.get(f"/cms/sops/{written.pk}/approve/").status in (403, 404) or (
        "/approve/" not in trainer.request.get(f"/cms/sops/{written.pk}/approve/").url
    )

    desk = sign_in(open_page(f"/{language}/", size="desk"), "reviewer")
    desk.goto(f"/cms/sops/{written.pk}/approve/")
    desk.locator("[name=note_lo]").fill("ຖາມຊື່ ແລະ ບ້ານກ່ອນ")
    desk.locator("[name=note_en]").fill("Name and village come first")
    desk.locator("[name=effective_from]").fill(tomorrow.isoformat())
    if desk.locator("[name^=behind_]").count():
        desk.locator("[name^=behind_]").check()
    desk.locator(".approval__terms button[type=submit]").click()
    desk.wait_for_url("**/cms/")
    new = Release.objects.get(sop__code="REG-01", way="approval")
    assert (new.number, new.effective_from) == ("1.1", tomorrow)

    reader = open_page(f"/{language}/sops/{CODE}/")
    assert reader.locator(".step__title").first.inner_text().strip().endswith(before)
    ahead = reader.request.get(f"/{language}/sops/{CODE}/releases/1.1/")
    assert ahead.status == 200

    clock(tomorrow, time(0, 0, 30))
    reader.goto(f"/{language}/sops/{CODE}/")
    assert NEW[language] in reader.locator(".step__title").first.inner_text()
    reader.goto(f"/{language}/sops/{CODE}/releases/1.0/check/")
    assert "1.1" in reader.locator("main").inner_text()

    releases.come_into_force()
    assert SOPPage.objects.get(pk=written.pk).steps[0].value["title"] == NEW[language]
