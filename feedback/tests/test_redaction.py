"""What is blacked out is gone from every text, list and picture; leads alone see the original."""

import io

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from feedback import redaction, triage, voting
from feedback.models import Report, ReportPhoto
from feedback.redaction import BLACK, Box, RedactionError
from sop_site.officers.models import AuditEntry

NAME = "ທ້າວ ບຸນມີ"


@pytest.fixture
def report(report_of, officer, colleague, reviewer):
    """A report that names a member in all its texts."""
    found = report_of(officer, text=f"{NAME} ບໍ່ໄດ້ເງິນ", proposal=f"ໂທຫາ {NAME}")
    voting.vote(found, colleague, colleague.district, f"{NAME} ຄືກັນ")
    triage.note(found, actor=reviewer, text=f"ຖາມ {NAME}")
    return Report.objects.get(pk=found.pk)


@pytest.fixture
def photo_of(report, photo):
    return ReportPhoto.objects.create(
        report=report,
        image=ContentFile(photo((200, 100)), "x.jpg"),
        sha256="a" * 64,
        width=200,
        height=100,
    )


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Keo and Keomany came", ["Keo", "Keomany"], f"{BLACK} and {BLACK} came"),
        ("KEO keo", ["Keo"], f"{BLACK} {BLACK}"),
        ("a.c abc", ["a.c"], f"{BLACK} abc"),
        ("ນາງ ແກ້ວ ມາ", ["ນາງ ແກ້ວ"], f"{BLACK} ມາ"),
        ("nothing", [], "nothing"),
    ],
)
def test_without(text, words, left):
    assert redaction.without(text, words) == left


@given(st.text(max_size=200), st.lists(st.text(min_size=2, max_size=10), min_size=1, max_size=5))
def test_no_word_is_left(text, words):
    words = [word for word in words if word not in BLACK]
    left = redaction.without(text, words)

    assert not any(word in left.replace(BLACK, "\0") for word in words)


@pytest.mark.parametrize("typed", ["", " \n ", "a", "\n".join(f"word {n}" for n in range(51))])
def test_words_that_are_refused(typed):
    with pytest.raises(RedactionError):
        redaction.words_in(typed)


@pytest.mark.parametrize(
    "typed", ["1 2 3", "a b c d", "nan 0 1 1", "0 0 0 5", "90 0 20 5", "-1 0 5 5", "1e9 0 1 1"]
)
def test_parts_that_are_refused(typed):
    with pytest.raises(RedactionError):
        redaction.boxes_in([typed])


@pytest.mark.django_db
def test_name_is_in_no_text_and_no_list(report, reviewer, officer, as_):
    assert redaction.black_out(report, actor=reviewer, words=[NAME]) == 4

    desk, phone = as_(reviewer), as_(officer)
    pages = [
        desk.get(f"/cms/feedback/{report.code.lower()}/"),
        desk.get("/cms/feedback/?state=all"),
        desk.get("/cms/feedback/", {"q": "ບຸນມີ"}),
        phone.get(f"/lo/feedback/{report.code.lower()}/"),
        phone.get("/lo/feedback/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert NAME not in page.content.decode()
    assert report.code not in pages[2].content.decode()
    report.refresh_from_db()
    assert report.item.payload == {}
    assert AuditEntry.objects.of_deed(redaction.REDACTED).get().facts == {"texts": 4}


@pytest.mark.django_db
def test_word_that_stands_nowhere_is_said_before_it_is_done(as_, report, reviewer):
    path = f"/cms/feedback/{report.code.lower()}/redact/"

    page = as_(reviewer).post(path, {"words": f"{NAME}\nNobody"}, headers={"accept-language": "en"})

    assert page.status_code == 422
    assert "“Nobody” is nowhere in this report." in page.content.decode()
    assert 'name="sure"' not in page.content.decode()


@pytest.mark.django_db
def test_word_that_stands_nowhere_is_said(report, reviewer):
    with pytest.raises(RedactionError, match="ຄົນອື່ນ"):
        redaction.black_out(report, actor=reviewer, words=[NAME, "ຄົນອື່ນ"])
    report.refresh_from_db()

    assert NAME in report.text


@pytest.mark.django_db
def test_lead_sees_the_original_and_is_logged(report, reviewer, lead, as_):
    redaction.black_out(report, actor=reviewer, words=[NAME])
    path = f"/cms/feedback/{report.code.lower()}/"

    shown = as_(lead).post(f"{path}originals/").content.decode()

    assert NAME in shown
    assert AuditEntry.objects.of_deed(redaction.ORIGINAL_OPENED).get().actor_id == lead.pk
    assert NAME not in as_(lead).get(path).content.decode()
    assert NAME not in as_(reviewer).post(f"{path}originals/").content.decode()
    with pytest.raises(PermissionError):
        redaction.originals(report, actor=reviewer)


@pytest.mark.django_db
def test_page_shows_what_would_be_left_and_then_does_it(report, reviewer, as_, in_english):
    desk, path = as_(reviewer), f"/cms/feedback/{report.code.lower()}/redact/"

    page = desk.post(path, {"words": NAME}).content.decode()
    assert BLACK in page
    report.refresh_from_db()
    assert NAME in report.text

    assert desk.post(path, {"words": NAME, "sure": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.text == f"{BLACK} ບໍ່ໄດ້ເງິນ"


@pytest.mark.django_db
def test_part_of_a_photo_is_black_and_the_rest_is_not(photo_of, reviewer, officer, lead, as_):
    before = photo_of.image.name

    redaction.black_out_photo(photo_of, actor=reviewer, boxes=[Box(50, 0, 50, 100)])

    content = as_(officer).get(f"/lo/feedback/photos/{photo_of.pk}/").content
    with Image.open(io.BytesIO(content)) as image:
        assert max(image.getpixel((150, 50))) < 16
        assert image.getpixel((50, 50))[1] > 100
    photo_of.refresh_from_db()
    assert photo_of.image.name != before
    kept = photo_of.redactions.get()
    path = f"/cms/feedback/{photo_of.report.code.lower()}/originals/{kept.pk}/"
    assert as_(lead).post(path)["Content-Type"] == "image/jpeg"
    assert as_(reviewer).post(path).status_code == 302
    assert AuditEntry.objects.of_deed(redaction.ORIGINAL_OPENED).count() == 1


@pytest.mark.django_db
def test_photo_of_another_report_is_not_there(photo_of, report_of, officer, reviewer, as_):
    other = report_of(officer)

    answer = as_(reviewer).get(f"/cms/feedback/{other.code.lower()}/redact/{photo_of.pk}/")

    assert answer.status_code == 404


@pytest.mark.django_db
def test_wrong_part_is_said_and_nothing_is_drawn(photo_of, reviewer, as_):
    path = f"/cms/feedback/{photo_of.report.code.lower()}/redact/{photo_of.pk}/"

    answer = as_(reviewer).post(path, {"box": ["10 10 200 5"]})

    assert answer.status_code == 422
    assert "10 10 200 5" in answer.content.decode()
    assert not photo_of.redactions.exists()
