import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from feedback.models import DraftPhoto, Report
from feedback.tests.test_photos import huge_png
from sop_site.offline.models import InboxItem

pytestmark = pytest.mark.django_db
NEW = "/en/feedback/new/"


@pytest.fixture
def words():
    """What the form sends: words(text="…")."""

    def made(**changes):
        return {
            "item": str(uuid.uuid4()),
            "text": "The road is cut.",
            "category": "access",
            "visibility": "normal",
            "channel": "app",
            **changes,
        }

    return made


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_form_needs_a_sign_in(client):
    reply = client.get(NEW)

    assert (reply.status_code, reply["Location"]) == (302, f"/en/sign-in/?next={NEW}")


@pytest.mark.parametrize("language", ["lo", "en"])
def test_form_names_the_step_it_came_from(as_, officer, step, language):
    page = as_(officer).get(f"/{language}/feedback/new/?sop=reg-91&step=fill-form")

    text = page.content.decode().replace("<wbr>", "")
    assert step.title(language) in text
    assert f'href="/{language}/sops/reg-91/#fill-form"' in text
    assert 'name="step" value="fill-form"' in text


def test_form_after_a_fruitless_search_keeps_the_words(as_, officer):
    text = as_(officer).get(NEW + "?searched=%3Cb%3Eບັດ").content.decode()

    assert "&lt;b&gt;ບັດ" in text
    assert "<b>ບັດ" not in text


def test_report_is_sent_with_two_taps_and_a_text(as_, officer, words, step):
    reply = as_(officer).post(NEW, words(sop="REG-91", step="fill-form"))

    report = Report.objects.get()
    assert reply["Location"] == f"/en/feedback/sent/{report.code.lower()}/"
    assert (report.text, report.step, report.language) == ("The road is cut.", step, "en")


def test_receipt_page_shows_the_code(as_, officer, report_of):
    report = report_of(officer)

    page = as_(officer).get(f"/en/feedback/sent/{report.code.lower()}/")

    assert report.code in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_same_form_twice_is_one_report(as_, officer, words):
    client, form = as_(officer), words()

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(("minutes", "reports"), [(9, 1), (11, 2)])
def test_same_words_in_a_new_form_are_one_report_for_ten_minutes(
    as_, officer, words, minutes, reports
):
    first = as_(officer).post(NEW, words())
    past = timezone.now() - timedelta(minutes=minutes)
    InboxItem.objects.update(received_at=past)

    again = as_(officer).post(NEW, words())

    assert Report.objects.count() == reports
    assert (again["Location"] == first["Location"]) is (reports == 1)


def test_same_words_of_a_colleague_or_with_a_photo_are_another_report(
    as_, officer, colleague, words, photo
):
    as_(officer).post(NEW, words())
    as_(colleague).post(NEW, words())
    as_(officer).post(NEW, words(photos=[upload(photo())]))

    assert Report.objects.count() == 3


def test_changed_form_after_going_back_asks_first(as_, officer, words):
    client, form = as_(officer), words()
    client.post(NEW, form)

    page = client.post(NEW, {**form, "text": "Another thing."})

    text = page.content.decode()
    assert "You have sent this form before" in text
    assert "Another thing." in text
    fresh = re.search(r'name="item" value="([^"]+)"', text)[1]
    assert fresh != form["item"]
    client.post(NEW, {**form, "text": "Another thing.", "item": fresh})
    assert Report.objects.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\x00"])
def test_empty_text_is_asked_for(as_, officer, words, text):
    page = as_(officer).post(NEW, words(text=text))

    assert page.status_code == 422
    assert "Please write what happened." in page.content.decode()
    assert Report.objects.count() == 0


def test_missing_category_is_asked_for_in_lao(as_, officer, words):
    page = as_(officer).post("/lo/feedback/new/", words(category="", text="ທາງຂາດ"))

    text = page.content.decode()
    assert "ກະລຸນາເລືອກ" in text
    assert "ທາງຂາດ</textarea>" in text


def test_megabyte_of_text_is_refused_and_kept(as_, officer, words):
    page = as_(officer).post(NEW, words(text="ກ" * 1_000_000))

    text = page.content.decode()
    assert page.status_code == 422
    assert "The text is too long: at most 5000 characters." in text
    assert text.count("ກ") >= 1_000_000


def test_line_of_a_plain_form_ends_in_one_sign(as_, officer, words):
    as_(officer).post(NEW, words(text="ກ\r\n" * 2_500))

    assert Report.objects.get().text == ("ກ\n" * 2_500).strip()


def test_lao_in_every_field_is_answered(as_, officer, words):
    page = as_(officer).post(NEW, dict.fromkeys(words(), "ລາວ\x00"))

    assert page.status_code == 422
    assert Report.objects.count() == 0


@pytest.mark.parametrize("name", ["sop", "step", "release", "searched", "item"])
def test_bad_hidden_field_holds_no_report_up(as_, officer, words, name):
    reply = as_(officer).post(NEW, words(**{name: "x" * 5000}))

    assert reply.status_code == 302
    assert Report.objects.get().text == "The road is cut."


def test_number_in_the_text_is_asked_about(as_, officer, words):
    client, form = as_(officer), words(text="His phone is 020 5512 3456.")

    page = client.post(NEW, form)

    text = page.content.decode()
    assert "This looks like an ID or phone number." in text
    assert "020 5512 3456" in text
    assert Report.objects.count() == 0
    client.post(NEW, {**form, "anyway": "1"})
    assert Report.objects.get().text == "His phone is 020 5512 3456."


def test_photo_is_kept_while_the_form_asks_back(as_, officer, words, photo):
    client, form = as_(officer), words(text="Call 020 5512 3456")

    page = client.post(NEW, {**form, "photos": upload(photo())})

    assert "1 file is kept with this form." in page.content.decode()
    client.post(NEW, {**form, "anyway": "1"})
    assert Report.objects.get().photos.count() == 1
    assert DraftPhoto.objects.count() == 0


def test_draft_photo_of_another_person_is_not_taken(as_, officer, colleague, words, photo):
    form = words(text="Call 020 5512 3456")
    as_(officer).post(NEW, {**form, "photos": upload(photo())})

    as_(colleague).post(NEW, {**form, "anyway": "1"})

    assert Report.objects.get().photos.count() == 0


BAD_PHOTOS = {
    "40 MB": (b"\xff\xd8\xff" + b"x" * 40_000_000, "The file is too big: at most 5 MB."),
    "html": (b"<html><script>alert(1)</script></html>", "This kind of file cannot be used."),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This kind of file cannot be used."),
    "huge": (huge_png(), "This photo"),
    "cut": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This photo cannot be read."),
}


@pytest.mark.parametrize("name", BAD_PHOTOS)
def test_bad_photo_is_said_and_the_text_kept(as_, officer, words, name):
    content, said = BAD_PHOTOS[name]

    page = as_(officer).post(NEW, words(photos=upload(content)))

    text = page.content.decode()
    assert page.status_code == 422
    assert said in text
    assert "The road is cut.</textarea>" in text
    assert Report.objects.count() == 0


def test_four_photos_are_too_many(as_, officer, words, photo):
    photos = [upload(photo((n, 8))) for n in (8, 9, 10, 11)]

    page = as_(officer).post(NEW, words(photos=photos))

    assert "Please send at most 3 photos." in page.content.decode()


def test_report_with_three_photos(as_, officer, words, photo):
    photos = [upload(photo((n, 8))) for n in (8, 9, 10)]

    as_(officer).post(NEW, words(photos=photos))

    assert Report.objects.get().photos.count() == 3


def test_sensitive_form_names_its_readers(as_, officer, lead, reviewer):
    text = as_(officer).get(NEW + "?sensitive=1").content.decode()

    assert lead.name in text
    assert reviewer.name not in text


def test_sensitive_report_is_marked_so(as_, officer, words):
    as_(officer).post(NEW, words(sensitive="True", category="safety"))

    report = Report.objects.get()
    assert (report.sensitive, report.item.restricted) == (True, True)


def test_safety_chosen_in_the_open_form_is_for_leads_and_says_so(as_, officer, words):
    said = as_(officer).get(NEW).content.decode()
    as_(officer).post(NEW, words(sensitive="False", category="safety"))

    assert "Only the feedback lead reads this report." in said
    assert Report.objects.get().sensitive


def test_form_of_another_site_is_refused(as_, officer, words):
    assert as_(officer, enforce_csrf_checks=True).post(NEW, words()).status_code == 403
    assert Report.objects.count() == 0
