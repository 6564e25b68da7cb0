"""Old reports become numbers; a person who asks is taken out of all of them."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from feedback import forgetting, themes, triage, voting
from feedback.models import Gram, Message, Report, ReportPhoto, StateChange, Vote
from sop_site.officers import own_file, removing
from sop_site.officers.models import RemovalRequest, User

pytestmark = pytest.mark.django_db
NEVER_SHOWN = "ຄຳລັບ"


@pytest.fixture
def closed(report_of, officer, colleague, reviewer, photo):
    """A closed report with a photo, a thread and a vote."""
    report = report_of(officer, text=f"{NEVER_SHOWN} ຊື່ໃນບັດບໍ່ຄືກັນ")
    ReportPhoto.objects.create(
        report=report, image=ContentFile(photo(), "x.jpg"), sha256="a" * 64, width=64, height=48
    )
    voting.vote(report, colleague, colleague.district, NEVER_SHOWN)
    triage.reply(report, actor=reviewer, text=f"{NEVER_SHOWN}: ຕອບ", state="answered")
    triage.judge(report, actor=officer, outcome="solved")
    return Report.objects.get(pk=report.pk)


def file_of(person):
    return zipfile.ZipFile(io.BytesIO(own_file.made_for(person)))


def make_old(report, days):
    Report.objects.filter(pk=report.pk).update(closed_at=timezone.now() - timedelta(days=days))


def test_what_was_closed_two_years_ago_is_a_number(closed, django_capture_on_commit_callbacks):
    file = closed.photos.get().image
    make_old(closed, 731)

    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_old() == "1 old reports were forgotten."

    report = Report.objects.get(pk=closed.pk)
    assert (report.sender, report.text, report.folded) == (None, "", "")
    assert (report.category, report.state, report.province_id) == (
        "documents",
        "closed_solved",
        "06",
    )
    assert not file.storage.exists(file.name)
    assert Gram.objects.count() == 0
    assert report.votes.get().voter is None
    everything = [
        *Message.objects.values_list("text", flat=True),
        *Vote.objects.values_list("line", flat=True),
        json.dumps(report.item.payload),
    ]
    assert NEVER_SHOWN not in "".join(everything)
    assert StateChange.objects.filter(report=report).exists()


def test_what_is_younger_or_open_keeps_its_words(closed, report_of, officer):
    open_one = report_of(officer, text="ຍັງເປີດຢູ່")
    Report.objects.filter(pk=open_one.pk).update(received_at=timezone.now() - timedelta(days=2000))
    make_old(closed, 729)

    assert forgetting.forget_old() is None
    assert Report.objects.exclude(text="").count() == 2


def test_how_long_is_a_setting(closed, settings):
    settings.REPORT_NAMES_KEPT = timedelta(days=10)
    make_old(closed, 11)

    assert forgetting.forget_old()


def test_a_forgotten_report_is_counted_but_not_opened(closed, as_, reviewer, in_english):
    make_old(closed, 731)
    forgetting.forget_old()
    desk = as_(reviewer)

    assert desk.get(f"/cms/feedback/{closed.code.lower()}/").status_code == 404
    assert closed.code not in desk.get("/cms/feedback/?state=all").content.decode()
    assert Report.objects.for_desk_of(reviewer).count() == 1


def test_forgotten_votes_still_count_for_a_theme(closed, reviewer, report_of, officer):
    theme = themes.merge(closed, report_of(officer), actor=reviewer)
    make_old(closed, 731)
    forgetting.forget_old()

    assert [row["number"] for row in themes.votes_by_place(theme)] == [1]


def test_own_file_holds_words_thread_and_photo_but_no_note(closed, officer, reviewer):
    triage.note(closed, actor=reviewer, text="ບັນທຶກພາຍໃນ")

    archive = file_of(officer)
    held = json.loads(archive.read("held.json"))

    assert held["reports"][0]["code"] == closed.code
    assert [one["by"] for one in held["reports"][0]["thread"]] == ["lsso"]
    assert "ບັນທຶກພາຍໃນ" not in archive.read("held.json").decode()
    photo = closed.photos.get()
    assert archive.read(f"reports/{closed.code}-{photo.pk}.jpg")[:2] == b"\xff\xd8"


def test_own_file_holds_nothing_of_others(closed, colleague):
    archive = file_of(colleague)
    held = json.loads(archive.read("held.json"))

    assert held["reports"] == []
    assert [vote["report__code"] for vote in held["votes"]] == [closed.code]
    assert NEVER_SHOWN + " " not in archive.read("held.json").decode()


def test_removed_person_is_in_no_report(
    closed, officer, admin_person, django_capture_on_commit_callbacks
):
    removing.ask(officer)
    with django_capture_on_commit_callbacks(execute=True):
        removing.remove(officer, actor=admin_person)

    report = Report.objects.get(pk=closed.pk)
    assert report.sender is None
    assert report.text
    assert report.photos.count() == 0
    assert not RemovalRequest.objects.exists()
    assert User.objects.get(pk=officer.pk).name == removing.NAME


def test_reading_own_pages_sends_the_file(closed, as_, officer, in_english):
    answer = as_(officer).post("/en/profile/held/file/")

    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert closed.code in archive.read("held.json").decode()
