"""From a step in a village to LSSO's desk, and the answer back to the one who said it."""

import io

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("starting_content")]

TEXT = {
    "lo": "ແບບຟອມບໍ່ມີຊ່ອງສຳລັບລາຍຮັບຕາມລະດູ. ຊາວນາບໍ່ຮູ້ວ່າຈະເລືອກຂັ້ນໃດ.",
    "en": "The form has no room for seasonal income. Farmers do not know which band to choose.",
}
REPLY = {
    "lo": "ຂອບໃຈ. ໃຫ້ຂຽນລາຍຮັບສະເລ່ຍຕໍ່ເດືອນ.",
    "en": "Thank you. Please write the average a month.",
}


def photo() -> dict:
    """A photo as a phone makes it, with the place in its EXIF."""
    picture = Image.effect_noise((1600, 1200), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (19.0, 53.0, 0.0), 3: "E", 4: (102.0, 8.0, 0.0)}
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return {"name": "form.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_challenge_from_step_four_is_answered(open_page, sign_in, say, language):
    page = sign_in(open_page(f"/{language}/"), "officer")
    page.goto(f"/{language}/sops/reg-01/")
    fourth = page.locator("ol[data-ticks='REG-01:steps'] > li").nth(3)
    fourth.locator("summary").last.click()
    fourth.locator("a", has_text=say("Report a problem with this step")).click()
    page.locator("textarea[name=text]").fill(TEXT[language])
    page.locator("input[name=category][value=money]").check()
    page.locator("summary", has_text=say("Take a photo")).click()
    page.locator("input[name=photos]").set_input_files([photo()])
    page.get_by_role("button", name=say("Send"), exact=True).click()
    code = page.locator(".code--large").inner_text()

    desk = sign_in(open_page(f"/{language}/", size="desk"), "reviewer")
    desk.goto("/cms/feedback/")
    desk.get_by_role("link", name=TEXT[language][:40]).click()
    assert "REG-01" in desk.locator("article").inner_text()
    picture = desk.locator("article img")
    picture.scroll_into_view_if_needed()  # it is loaded only when it comes into sight
    width = picture.evaluate("i => i.decode().then(() => i.naturalWidth)")
    assert 400 < width <= 1600  # made small enough for a bad line on the phone
    desk.locator("#reply").fill(REPLY[language])
    desk.locator("#next-state").select_option("answered")
    desk.locator("form", has=desk.locator("#reply")).locator("button[type=submit]").click()
    desk.get_by_text(REPLY[language]).first.wait_for()

    page.goto(f"/{language}/")
    page.locator("#sent").locator("xpath=..").get_by_role("link").first.click()
    page.wait_for_url(f"**/{language}/feedback/{code.lower()}/")
    assert page.get_by_text(REPLY[language]).is_visible()
    page.get_by_role("button", name=say("Solved"), exact=True).click()
    page.get_by_role("button", name=say("Solved"), exact=True).wait_for(state="detached")


def test_report_with_personal_number_is_sent_all_the_same(open_page, sign_in, say, language):
    page = sign_in(open_page(f"/{language}/"), "officer")
    page.goto(f"/{language}/feedback/new/")
    text = TEXT[language] + " 020 5555 1234"

    page.locator("textarea[name=text]").fill(text)
    page.locator("input[name=category][value=other]").check()
    page.get_by_role("button", name=say("Send"), exact=True).click()
    assert page.locator("#personal").is_visible()
    assert page.locator("textarea[name=text]").input_value() == text
    page.get_by_role("button", name=say("Send all the same")).click()

    page.locator(".code--large").wait_for()
    assert page.locator(".code--large").count() == 1
