"""Notes in a real browser: beneath a step, in the own list, at the desk; without a script too."""

import pytest
from django.utils.timezone import localdate

from sop_pages.models import LocalNote, Release
from sop_pages.notes import deciding

from .conftest import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def shown(approved, proposed, officer, coordinator):
    """A note of the district whose step has changed, one of the province, one refused."""
    note = approved(officer)
    approved(officer, place="06", text="W" * 120)
    LocalNote.objects.filter(pk=note.pk).update(changed_in=Release.objects.get())
    deciding.refuse(proposed(officer), actor=coordinator, reason="The rule says so.")
    return note


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["lo", "en"])
def test_pages_with_notes_have_no_barrier(shown, open_page, officer, axe, language, dark):
    page = open_page(f"/{language}/", person=officer, language=language, dark=dark)
    found = {}
    for path in ("sops/reg-07/", "notes/", "notes/new/?sop=REG-07&step=ask"):
        page.goto(f"/{language}/{path}")
        found[path, "axe"] = axe(page, contrast=7)
        for width in (180, 360):
            page.set_viewport_size({"width": width, "height": 640})
            found[path, width] = max(0, page.evaluate(OVER))

    assert {place: said for place, said in found.items() if said} == {}


def test_note_goes_from_the_officer_to_the_step(
    published, open_page, officer, colleague, coordinator
):
    phone = open_page("/en/sops/reg-07/", person=officer, language="en", javascript=False)
    step = phone.locator("#ask")
    step.locator(".more summary").click()
    step.get_by_role("link", name="How we do it here").click()
    phone.get_by_label("How do you do this step here?").fill(TEXT)
    phone.get_by_role("button", name="Propose this note").click()
    phone.get_by_text("Waits for your coordinator or LSSO").wait_for()

    coordinator.language = "en"
    coordinator.save(update_fields=["language"])
    desk = open_page("/cms/notes/", person=coordinator, language="en", size="desk")
    desk.locator("td.title a").click()
    desk.locator("#approve_until").fill(f"{localdate().year + 1}-06-30")
    desk.locator("form:has([value=approve]) button").click()
    desk.locator(".messages .success").wait_for()

    reader = open_page("/en/sops/reg-07/", person=colleague, language="en")
    reader.locator("#ask .note--local", has_text=TEXT).wait_for()
    assert reader.locator(".note--local").count() == 1
