"""A voice note is some seconds of Opus, nothing else; who reads the report may hear it."""

import hashlib
import struct
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from feedback import forgetting, sound, voice
from feedback.models import Recording, Report
from feedback.receiving import KIND
from sop_site.offline import inbox
from sop_site.offline.inbox import Attachment, Rejected

SOUNDS = Path(__file__).parent / "sounds"
NOTE = (SOUNDS / "note.webm").read_bytes()  # 1.4 s, as Chromium records
VIDEO = (SOUNDS / "video.webm").read_bytes()


def page(body: bytes, *, flags=0, samples=0) -> bytes:
    """One page of an Ogg file."""
    sizes = [255] * (len(body) // 255) + [len(body) % 255]
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, samples, 1, 0, 0, len(sizes))
    return head + bytes(sizes) + body


def ogg(seconds: float, head=b"OpusHead") -> bytes:
    first = page(head + bytes(11), flags=2)
    return first + page(b"x" * 700, flags=4, samples=int(seconds * 48_000))


def test_note_of_a_browser_is_opus_and_its_seconds_are_known():
    found = sound.read(NOTE)

    assert (found.type, found.codecs, found.is_only_sound) == ("audio/webm", {"A_OPUS"}, True)
    assert found.seconds == pytest.approx(1.44, abs=0.1)


def test_ogg_tells_its_seconds():
    assert sound.read(ogg(59.5)).seconds == pytest.approx(59.5)
    assert voice.prepare(ogg(59.5))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (VIDEO, "bad_file"),
        (ogg(3, b"\x80theora"), "bad_file"),
        (ogg(90), "too_long"),
        (NOTE + bytes(250_000), "too_big"),
        (NOTE[:40], "bad_file"),
        (b"OggS", "bad_file"),
        (b"\x1aE\xdf\xa3<script>alert(1)</script>", "bad_file"),
    ],
    ids=["video", "video in ogg", "too long", "too big", "cut", "only a name", "script"],
)
def test_what_is_no_voice_note_is_refused(content, code):
    with pytest.raises(Rejected) as refused:
        voice.prepare(content)

    assert refused.value.code == code
    assert str(refused.value)


@given(st.binary(max_size=200), st.sampled_from([b"OggS", b"\x1aE\xdf\xa3", NOTE[:120]]))
def test_whatever_comes_is_read_or_refused(content, head):
    with suppress(Rejected):
        voice.prepare(head + content)


@pytest.fixture
def with_note(officer, payload):
    """A report with a voice note, as a phone sends it."""

    def sent(*contents, kind="audio/webm;codecs=opus", **changes):
        files = [
            Attachment(hashlib.sha256(content).hexdigest(), len(content), kind, content)
            for content in contents
        ]
        return inbox.deliver(officer, KIND, payload(**changes), item_id=uuid.uuid4(), files=files)

    return sent


@pytest.mark.django_db
def test_note_is_kept_with_its_report(with_note):
    report = Report.objects.get(code=with_note(NOTE).receipt)

    assert (report.recording.seconds, report.recording.type) == (1, "audio/webm")
    with report.recording.sound.open("rb") as file:
        assert file.read() == NOTE


@pytest.mark.django_db
def test_video_is_refused_and_the_text_stays(with_note):
    outcome = with_note(VIDEO)

    assert outcome.is_kept
    assert Report.objects.get(code=outcome.receipt).text
    assert not Recording.objects.exists()


@pytest.mark.django_db
def test_two_notes_are_refused(with_note):
    assert with_note(NOTE, ogg(2)).code == "too_many_files"


@pytest.mark.django_db
def test_second_note_under_a_photos_name_is_not_kept(with_note, photo):
    outcome = with_note(NOTE, ogg(2), kind="image/jpeg")

    assert Report.objects.get(code=outcome.receipt).recording.type == "audio/webm"
    assert Recording.objects.count() == 1


@pytest.mark.django_db
def test_who_may_hear_it(with_note, officer, colleague, reviewer, observer, as_):
    made = Report.objects.get(code=with_note(NOTE).receipt).recording
    path = f"/lo/feedback/voice/{made.pk}/"

    answer = as_(officer).get(path)

    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/webm")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert as_(reviewer).get(path).status_code == 200
    assert as_(colleague).get(path).status_code == 404
    assert as_(observer).get(path).status_code == 404


@pytest.mark.django_db
def test_sensitive_note_is_for_the_lead(with_note, reviewer, lead, as_):
    made = Report.objects.get(code=with_note(NOTE, sensitive=True).receipt).recording
    path = f"/lo/feedback/voice/{made.pk}/"

    assert as_(reviewer).get(path).status_code == 404
    assert as_(lead).get(path).status_code == 200


@pytest.mark.django_db
def test_plain_form_takes_it_and_keeps_it_while_it_asks(as_, officer):
    phone, item = as_(officer), str(uuid.uuid4())
    sent = {"item": item, "category": "documents", "text": "", "visibility": "normal"}

    def note():
        return SimpleUploadedFile("voice", NOTE, "audio/webm")

    assert phone.post("/lo/feedback/new/", {**sent, "voice": note()}).status_code == 422
    phone.post("/lo/feedback/new/", {**sent, "text": "ຟັງສຽງ", "channel": "app"})

    assert Report.objects.get().recording.seconds == 1


@pytest.mark.django_db
def test_plain_form_refuses_a_video_and_keeps_the_words(as_, officer):
    answer = as_(officer).post(
        "/lo/feedback/new/",
        {
            "category": "documents",
            "text": "ຄຳຂອງຂ້ອຍ",
            "voice": SimpleUploadedFile("voice", VIDEO, "audio/webm"),
        },
    )

    assert answer.status_code == 422
    assert "ຄຳຂອງຂ້ອຍ" in answer.content.decode()


@pytest.mark.django_db
def test_old_note_goes_with_its_report(with_note, django_capture_on_commit_callbacks):
    report = Report.objects.get(code=with_note(NOTE).receipt)
    file = report.recording.sound

    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget([report.pk])

    assert not Recording.objects.exists()
    assert not file.storage.exists(file.name)
