"""Sheets down and up as a spreadsheet: shown first, all or nothing, each fault by its cell."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from quizzes.models import Attempt, PaperEntry, PaperPrint
from quizzes.paper import printing, spreadsheet, times
from quizzes.paper.people import Officers
from sop_site.officers.models import AuditEntry


@pytest.fixture
def paper(make_quiz, trainer):
    """Three sheets of two single choices, options as they were written."""
    quiz = make_quiz("p", 2, shuffle_questions=False, shuffle_options=False)
    paper = printing.prepare(quiz, sheets=3, versions=1, language="en", by=trainer)
    PaperPrint.objects.update(made_at=timezone.now() - timedelta(days=1))
    paper.refresh_from_db()
    return paper


@pytest.fixture
def codes(paper) -> list[str]:
    sheets = paper.versions.get().sheets.order_by("number")
    return list(sheets.values_list("code", flat=True))


@pytest.fixture
def plan(paper, trainer):
    """plan(*rows): sheet, officer, answers; what the file with these rows would do."""

    def planned(*rows, content=None):
        return spreadsheet.plan(content or book(*rows), paper, Officers(trainer, paper.quiz))

    return planned


def book(*rows) -> bytes:
    made = Workbook()
    made.active.append(["sheet", "officer", "written", "1", "2", "3"])
    for sheet, officer, *answers in rows:
        made.active.append([sheet, officer, times.written(timezone.now()), *answers])
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def faults(plan) -> list[tuple[str, str]]:
    return [(fault.cell, fault.message) for fault in plan.faults]


def test_file_goes_down_is_filled_in_and_comes_up(
    client, paper, codes, trainer, officer, in_english
):
    client.force_login(trainer)
    url = reverse("quiz_paper_bring", args=["p", paper.pk])
    down = client.get(reverse("quiz_paper_xlsx", args=["p", paper.pk]))
    filled = load_workbook(io.BytesIO(down.content))
    sheet = filled.active
    assert [cell.value for cell in sheet[1]][:5] == spreadsheet.FIRST
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == codes
    now = times.written(timezone.now())
    for at, value in zip("DEFG", ["LS-OFFICER", now, "c", "b"], strict=True):
        sheet[f"{at}3"] = value
    packed = io.BytesIO()
    filled.save(packed)

    shown = client.post(url, {"file": SimpleUploadedFile("s.xlsx", packed.getvalue())})
    assert "1 sheet would be typed in or corrected" in shown.content.decode()
    assert not PaperEntry.objects.exists()
    done = client.post(url, {"shown": shown.context["shown"]}, follow=True)
    again = client.post(url, {"shown": shown.context["shown"]}, follow=True)

    assert "1 sheet is typed in." in done.content.decode()
    assert "0 sheets are typed in." in again.content.decode()
    attempt = Attempt.objects.get(officer=officer)
    assert (attempt.mark, attempt.paper_sheet.code) == (1, codes[1])
    assert AuditEntry.objects.filter(deed="quiz.paper_downloaded").count() == 1


def test_one_fault_keeps_all_back_and_names_its_cell(plan, codes, officer, colleague, in_english):
    made = plan(
        (codes[0], "LS-OFFICER", "c", "c"),
        (codes[1], "LS-COLLEAGUE", "e", "c"),
        (codes[2], "LS-NOBODY", "a", "a", "a"),
    )

    assert faults(made) == [
        ("D3", "“e” is no letter of this question: it has a, b, c, d."),
        ("F4", "This sheet has 2 questions only."),
        ("B4", "No officer of yours has this number or name."),
    ]
    assert not Attempt.objects.filter(officer=officer).exists()


def test_sheets_that_can_not_be_meant_are_named(
    plan, codes, make_quiz, trainer, officer, in_english
):
    other = printing.prepare(make_quiz("q", 2), sheets=1, versions=1, language="en", by=trainer)
    stranger = other.versions.get().sheets.get().code

    made = plan(
        (codes[0], "LS-OFFICER", "c", "c"),
        (codes[0], "LS-OFFICER", "c", "c"),
        (stranger, "LS-OFFICER", "c", "c"),
        ("000-00", "LS-OFFICER", "c", "c"),
        (codes[1], "LS-OFFICER", "c", "c"),
    )

    assert [fault.cell for fault in made.faults] == ["A3", "A4", "A5", "B6"]
    said = [fault.message for fault in made.faults]
    assert said[0] == "The same sheet stands in row 2."
    assert said[1] == "This sheet is of another print: “Quiz q”."
    assert said[2].startswith("There is no sheet with this code.")
    assert "has sheet 1 from the same time already" in said[3]


def test_formula_is_refused_by_its_cell(plan, codes, officer, in_english):
    made = plan((codes[0], "LS-OFFICER", "=CHAR(99)", "c"))

    assert faults(made) == [("", "Cell D2 holds a formula: write what it comes to.")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK broken", "This is no spreadsheet that can be read."),
        ("ໃບ,1\nກ,b".encode("utf-16-be"), "The letters can't be read"),
        (b"sheet,1\nK7M-2P,b", "The first row lacks the headings officer, written."),
    ],
)
def test_file_that_is_none_is_refused_in_words(plan, in_english, content, said):
    made = plan(content=content)

    assert made.faults[0].message.startswith(said)


def test_text_is_no_formula_when_it_goes_down(paper, codes, trainer, officer):
    officer.name = "=1+1"
    officer.save()
    assert spreadsheet.carry_out(
        book((codes[0], "LS-OFFICER", "c", "c")), paper, Officers(trainer, paper.quiz)
    ).is_sound

    content, rows = spreadsheet.workbook(paper, trainer)

    cell = load_workbook(io.BytesIO(content)).active["D2"]
    assert (cell.data_type, rows) == ("s", 3)
