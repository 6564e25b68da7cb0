"""A picture or a recording beside a question: kept with its version, read, printed, never lost."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from quizzes.exchange.banking import store
from quizzes.exchange.reading import read
from quizzes.exchange.writing import FORMATS, export
from quizzes.models import Question, QuestionVersion, Quiz, QuizSlot
from quizzes.paper import printing
from quizzes.starting import start
from sop_site.tests.paper import sheets_of

from .test_bank import THREE, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = {
    "alt_lo": "ບັດ",
    "alt_en": "A member's card",
    "said_lo": "ສະບາຍດີ",
    "said_en": "Hello",
}


def picture(size=(1600, 800), colour="green", kind="PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return SimpleUploadedFile("card.png", out.getvalue(), content_type="image/png")


def recording(content=b"OggS" + bytes(100), name="said.ogg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="audio/ogg")


@pytest.fixture
def question(pool, trainer, as_):
    """A saved question without anything beside it, in a quiz of its own."""
    as_(trainer).post("/cms/quizzes/questions/new/single/", form_data(pool, THREE))
    found = Question.objects.get(key="M2-50")
    quiz = Quiz.objects.create(slug="cards", state="ready", kind="assessed", title_en="Cards")
    QuizSlot.objects.create(quiz=quiz, position=1, question=found)
    return found


@pytest.fixture
def quiz(question):
    return Quiz.objects.get(slug="cards")


@pytest.fixture
def save(as_, trainer, pool, question):
    """The form of the question, sent with this beside it: save(alt_en="…", picture=upload)."""

    def saved(**beside):
        rows = newest(question)["options"]
        data = form_data(pool, THREE[:3]) | {"options-INITIAL_FORMS": 3} | beside
        data |= {f"options-{n}-key": row["key"] for n, row in enumerate(rows)}
        return as_(trainer).post(f"/cms/quizzes/questions/{question.key}/", data)

    return saved


def address(name: str, attempt, *more) -> str:
    with override("en"):
        return reverse(f"quizzes:{name}", args=["cards", attempt.uuid, *more])


def newest(question) -> dict:
    return question.versions.latest("number").content


def test_picture_is_drawn_anew_and_named_by_its_hash(save, question):
    assert save(picture=picture(), **WORDS).status_code == 302

    kept = newest(question)["picture"]
    assert re.fullmatch(r"questions/[0-9a-f]{64}\.jpg", kept["file"])
    assert (kept["width"], kept["height"]) == (960, 480)
    assert kept["alt"] == {"lo": "ບັດ", "en": "A member's card"}
    with default_storage.open(kept["file"]) as file, Image.open(file) as image:
        assert (image.format, image.size) == ("JPEG", (960, 480))


def test_officer_sees_and_hears_it_with_words_for_who_cannot(save, question, quiz, as_, officer):
    save(picture=picture(), sound=recording(), **WORDS)
    attempt = start(quiz, officer=officer, language="en")

    client = as_(officer)
    page = client.get(address("question", attempt, 1)).content.decode()

    [image] = re.findall(r'<img[^>]*src="(/media/[^"]+)" alt="A member&#x27;s card"', page)
    [sound] = re.findall(r'<audio[^>]*src="(/media/[^"]+[.]ogg)"', page)
    assert "Hello" in page
    for one in (image, sound):
        assert b"".join(client.get(one).streaming_content)
    client.post(address("hand_in", attempt))
    assert image in client.get(address("result", attempt)).content.decode()


def test_asked_version_keeps_its_picture(save, question, quiz, officer):
    save(picture=picture(), **WORDS)
    before = newest(question)["picture"]["file"]
    attempt = start(quiz, officer=officer, language="en")

    save(picture=picture(colour="red"), **WORDS)

    after = newest(question)["picture"]["file"]
    assert attempt.responses.get().version.content["picture"]["file"] == before != after
    assert default_storage.exists(before)


def test_same_words_and_picture_again_make_no_version(save, question):
    save(picture=picture(), **WORDS)
    count = QuestionVersion.objects.count()
    kept = newest(question)["picture"]

    save(picture_kept=f"{kept['file']} 960 480", **WORDS)

    assert (QuestionVersion.objects.count(), newest(question)["picture"]) == (count, kept)


def test_it_is_taken_away(save, question):
    save(picture=picture(), **WORDS)
    kept = newest(question)["picture"]["file"]

    save(picture_kept=f"{kept} 960 480", picture_gone="on", **WORDS)

    assert "picture" not in newest(question)


def test_upload_is_kept_while_another_field_is_mended(save, question):
    page = save(picture=picture(), alt_lo="ບັດ", alt_en="")

    assert "The picture needs words" in page.content.decode()
    [kept] = re.findall(r'name="picture_kept" value="([^"]+)"', page.content.decode())
    assert save(picture_kept=kept, **WORDS).status_code == 302
    assert newest(question)["picture"]["width"] == 960


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        ({"picture": SimpleUploadedFile("a.png", b"<svg onload='x'/>")}, "This is no picture"),
        ({"picture": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest")}, "cannot be read"),
        ({"sound": SimpleUploadedFile("a.ogg", b"<html>")}, "not a recording"),
        ({"sound": SimpleUploadedFile("a.exe", b"OggS")}, "not a recording"),
        ({"sound": SimpleUploadedFile("a.ogg", b"OggS" + bytes(3 * 1024 * 1024))}, "at most 2 MB"),
    ],
)
def test_what_is_none_is_refused(save, question, upload, said):
    page = save(**upload, **WORDS)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not {"picture", "sound"} & set(newest(question))


@pytest.mark.parametrize("kept", ["../secret.jpg", "questions/x.jpg 9 9", "questions/" + "0" * 64])
def test_name_that_is_none_of_ours_is_no_picture(save, question, kept):
    save(picture_kept=kept, **WORDS)

    assert "picture" not in newest(question)


def test_file_that_is_gone_keeps_the_question_from_being_ready(save, question):
    page = save(picture_kept=f"questions/{'0' * 64}.jpg 9 9", **WORDS)

    assert "Please choose it again" in page.content.decode()


def test_versions_tell_that_another_picture_came(save, question, quiz, as_, trainer, officer):
    save(picture=picture(), **WORDS)
    start(quiz, officer=officer, language="en")
    save(picture=picture(colour="red"), **WORDS)

    page = as_(trainer).get(f"/cms/quizzes/questions/{question.key}/versions/")

    assert page.content.decode().count(".jpg") == 4  # the change, and each version as a whole


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_export_says_what_it_leaves_out_and_import_keeps_it(save, question, pool, name):
    save(picture=picture(), sound=recording(), **WORDS)
    before = newest(question)

    with override("en"):
        written = export(Question.objects.filter(pk=question.pk), name, "en")
    store(read(written.data, name), pool, "en")

    said = " ".join(loss.reason for loss in written.losses)
    assert "The picture is left out." in said
    assert "The recording is left out." in said
    assert newest(question) == before


def test_sheets_show_the_picture_and_the_key_the_words_said(
    save, quiz, as_, trainer, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    save(picture=picture(colour=(200, 0, 0)), sound=recording(), **WORDS)
    paper = printing.prepare(quiz, by=trainer, sheets=1, versions=1, language="en")
    client = as_(trainer)

    sheets = client.get(reverse("quiz_paper_sheets", args=["cards", paper.pk])).content
    key = client.get(reverse("quiz_paper_key", args=["cards", paper.pk])).content

    [sheet] = sheets_of(sheets)
    red = sum(r > 180 and g < 40 for r, g, _b in sheet.image.convert("RGB").getdata())
    assert red > 20_000
    assert sheet.says("The trainer plays a recording, or reads its words aloud.")
    assert sheets_of(key)[0].says("What is said: Hello")
