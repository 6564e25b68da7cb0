"""Bad input of quizzes and workshops, a test for each kind: a clear answer, and nothing is lost."""

import html
import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes.exchange.reading import READERS, read
from quizzes.faults import Refused
from quizzes.models import Attempt, Question, Quiz, Response
from quizzes.starting import CannotStart, start
from quizzes.workshops import enrolling, joining
from sop_site.offline.models import InboxItem

from .test_items import answer_of, hand_in, send

ENCODINGS = {
    "utf-16": "The file is UTF-16; save it as UTF-8.",
    "utf-16-le": "The file is UTF-16; save it as UTF-8.",
    "cp874": "The file is Windows-874 (Thai); save it as UTF-8.",
}


def command(name, path, *options) -> tuple[int, dict]:
    """(exit code, what stands on stdout)."""
    out, code = io.StringIO(), 0
    try:
        call_command(name, str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def test_an_attempt_on_a_closed_quiz(begun, officer, colleague, in_english):
    send(officer, begun, "c")
    Quiz.objects.filter(pk=begun.quiz_id).update(closes_at=timezone.now())

    late = send(officer, begun, "a", sequence=2)
    with pytest.raises(CannotStart, match=r"This quiz is closed\."):
        start(Quiz.objects.get(pk=begun.quiz_id), officer=colleague, language="en")
    handed = hand_in(officer, begun)

    begun.refresh_from_db()
    assert (late.code, late.message) == (
        "quiz_closed",
        "This quiz is closed. What you answered before counts.",
    )
    assert InboxItem.objects.get(code="quiz_closed").payload["response"] == "a"
    assert (handed.status, begun.mark) == ("stored", 1)


def test_a_question_retired_in_the_middle(begun, officer, as_):
    Question.objects.update(state="retired")

    said = send(officer, begun, "c")
    page = as_(officer).get(f"/en/quizzes/m2/{begun.uuid}/question/1/")
    hand_in(officer, begun)

    begun.refresh_from_db()
    assert (said.status, page.status_code, begun.mark) == ("stored", 200, 1)


@pytest.mark.parametrize("wrong", ["zz", "e", "C", "1"])
def test_an_option_id_of_another_question(begun, officer, in_english, wrong):
    send(officer, begun, "c")

    said = send(officer, begun, wrong, sequence=2)

    assert (said.status, said.code) == ("rejected", "unknown_option")
    assert said.message == "This option doesn't belong to this question."
    assert answer_of(begun) == "c"
    assert InboxItem.objects.get(code="unknown_option").payload["response"] == wrong


def test_a_question_of_another_attempt(begun, officer, make_question):
    make_question("other")
    send(officer, begun, "c")

    said = send(officer, begun, "a", sequence=2, question="other")

    assert (said.code, answer_of(begun)) == ("unknown_question", "c")


def test_marks_over_the_maximum(begun, officer, tmp_path):
    response = begun.responses.get(position=1)
    path = tmp_path / "marks.csv"
    path.write_text("who,q1\nmax,2\nKeo,3\n", encoding="utf-8")

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(mark=response.out_of + Decimal("0.0000001"))
    sent = send(officer, begun, "a", mark="100", score=9)
    hand_in(officer, begun)
    code, said = command("analyse_marks", path)

    begun.refresh_from_db()
    assert (sent.status, begun.mark) == ("stored", 0)
    assert code == 1
    assert said["error"] == {"line": 3, "message": "Question 1 (q1): 3 is above the maximum, 2."}


def test_a_second_device_answering(begun, officer):
    first = send(officer, begun, "a", sequence=10)
    second = send(officer, begun, "c", sequence=20)
    behind = send(officer, begun, "b", sequence=15)
    hand_in(officer, begun, sequence=30)
    again = hand_in(officer, begun, sequence=31)

    begun.refresh_from_db()
    assert [said.status for said in (first, second, behind, again)] == ["stored"] * 4
    assert behind.result["superseded"] is True
    assert (answer_of(begun), begun.mark, begun.hand_in_sequence) == ("c", 1, 30)
    assert InboxItem.objects.filter(kind="quiz.answer").count() == 3
    assert Attempt.objects.filter(officer=officer).count() == 1


def test_300_people_joining_in_a_minute(make_person, workshop, monkeypatch):
    """Behind one address, in the same minute of the clock that counts tries."""
    monkeypatch.setattr("sop_site.offline.limits.time.time", lambda: 1_800_000_000.0)
    code = joining.show_code(workshop).join_code
    people = [make_person(f"LS-J{n:03}", "officer") for n in range(300)]

    joined = [joining.join(person, code, address="10.0.0.1") for person in people]
    again = [joining.join(person, code, address="10.0.0.1") for person in people]

    assert all(is_new for _enrolment, is_new in joined)
    assert not any(is_new for _enrolment, is_new in again)
    assert workshop.enrolments.count() == 300


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_of_marks_in_another_encoding(tmp_path, encoding):
    path = tmp_path / "marks.csv"
    path.write_bytes("คน,q\nmax,1\nแก้ว,1\n".encode(encoding))

    code, said = command("analyse_marks", path)

    assert (code, said["error"]["message"]) == (1, ENCODINGS[encoding])


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_of_questions_in_another_encoding(tmp_path, encoding):
    path = tmp_path / "bank.gift"
    path.write_bytes("ใคร {=ก ~ข}\n".encode(encoding))

    code, said = command("import_questions", path, "--format", "gift", "--dry-run")

    assert (code, said["error"]["message"]) == (1, ENCODINGS[encoding])
    assert not Question.objects.exclude(key__startswith="noise").exists()


def test_a_list_of_people_in_another_encoding(workshop, in_english):
    plan = enrolling.plan("staff_number\nเลข\n".encode("cp874"), workshop)

    [fault] = plan.faults
    assert fault.message.endswith(ENCODINGS["cp874"])
    assert not workshop.enrolments.exists()


MISFITS = {
    b"": "The file is empty.",
    b" \r\n": "The file is empty.",
    b"\xef\xbb\xbf<!DOCTYPE html><p>staff_number": (
        "The file is a web page, whatever its name says: save the table itself."
    ),
    b"\x89PNG\r\n\x1a\n\0\0": "The file is a picture, whatever its name says.",
    b"RIFF\0\0\0\0WEBPVP8 ": "The file is a picture, whatever its name says.",
    b"%PDF-1.7\n": "The file is a PDF, whatever its name says.",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "The file is an old Excel or Word file: save it as .xlsx."
    ),
}


@pytest.mark.parametrize("content", MISFITS, ids=lambda content: repr(content[:8]))
class TestAFileThatIsSomethingElse:
    def test_as_questions(self, content, in_english):
        for name in READERS:
            with pytest.raises(Refused) as refused:
                read(content, name)
            assert [fault.message for fault in refused.value.faults] == [MISFITS[content]]

    @pytest.mark.django_db
    def test_as_questions_in_the_cms(self, content, pool, trainer, as_, in_english):
        file = SimpleUploadedFile("questions.xlsx", content)

        page = as_(trainer).post(
            "/cms/quizzes/take-in/", {"file": file, "pool": pool.pk, "text": ""}
        )

        said = html.unescape(page.content.decode())
        assert page.status_code == 422
        assert MISFITS[content] in said
        assert "Choose a file first" not in said

    def test_as_a_list_of_people(self, content, workshop, in_english):
        [fault] = enrolling.plan(content, workshop).faults

        assert fault.message == MISFITS[content]


@pytest.mark.django_db
def test_accents_of_a_western_language_are_not_taken_for_thai(workshop, in_english):
    content = "staff_number,name\nLS-1,José Peña né à Orléans\n".encode("latin-1")

    [fault] = enrolling.plan(content, workshop).faults

    assert fault.message.endswith("The file is not UTF-8.")


def test_a_list_of_people_as_excel_writes_unicode_text(workshop, officer):
    plan = enrolling.plan("staff_number\tname\nLS-OFFICER\tແກ້ວ\n".encode("utf-16"), workshop)

    assert [entry.officer for entry in plan.added] == [officer]


def test_a_csv_with_a_missing_cell(tmp_path, workshop, officer, in_english):
    path = tmp_path / "marks.csv"
    path.write_text("who,q1,q2\nmax,1,1\nKeo,1\nSeng,1,0\n", encoding="utf-8")

    code, said = command("analyse_marks", path)
    plan = enrolling.plan(b"name,staff_number\nKeo,LS-OFFICER\nSeng\n", workshop)

    assert code == 1
    assert said["errors"] == [
        {"line": 3, "message": "There are 2 cells, but the first line has 3."}
    ]
    assert [(fault.row, fault.message) for fault in plan.faults] == [
        (3, "There is no staff or phone number in this row.")
    ]
    assert not workshop.enrolments.exists()


def test_an_empty_cell_is_a_question_left_blank(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("who,q1,q2\nmax,1,1\nKeo,1,\n", encoding="utf-8")

    code, said = command("analyse_marks", path)

    assert (code, said["quiz"]["n"], said["slots"][1]["facility"]) == (0, 1, 0)
