"""The trainer's page of a module, who sees it and what of it, and its spreadsheet."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from quizzes.models import Attempt, Response, Workshop
from quizzes.starting import start
from quizzes.workshops.module_figures import figures_of, hardest
from sop_site.officers import roles
from sop_site.officers.models import AuditEntry


@pytest.fixture
def m1(workshop):
    return workshop.programme.modules.get(code="M1")


@pytest.fixture
def quizzes(make_quiz, m1):
    return {
        form: make_quiz(f"m1-{form}", 2, kind="assessed", module=m1, form=form, pair="m1")
        for form in ("before", "after")
    }


@pytest.fixture
def take():
    """take(quiz, officer, 1): hands in with so many of the questions right, the first ones."""

    def taken(quiz, officer, right):
        attempt = start(quiz, officer=officer, language="lo")
        for n, response in enumerate(attempt.responses.order_by("question__key")):
            Response.objects.filter(pk=response.pk).update(mark=int(n < right))
        out_of = attempt.responses.count()
        Attempt.objects.filter(pk=attempt.pk).update(
            state="handed_in",
            handed_in_at=timezone.now(),
            mark=right,
            out_of=out_of,
            passed=right == out_of,
        )

    return taken


@pytest.fixture
def full(workshop, officer, officer_elsewhere, enrol, attend_by_list, quizzes, take):
    """Two officers of two provinces: one was there and passed at the second try."""
    attend_by_list(enrol(workshop, officer), "M1")
    enrol(workshop, officer_elsewhere)
    for right, form in ((0, "before"), (1, "after"), (2, "after")):
        take(quizzes[form], officer, right)
    take(quizzes["before"], officer_elsewhere, 1)
    return workshop


def path(workshop, module, end="") -> str:
    return f"/cms/workshops/{workshop.pk}/modules/{module.pk}/{end}"


def test_figures_say_who_is_here_answered_and_passed(full, m1, trainer):
    found = figures_of(full, m1, trainer)

    lines = {
        line.enrolment.officer.username: (
            line.attendance is not None,
            line.before,
            line.after,
            line.passed,
        )
        for line in found.lines
    }
    assert lines == {
        "LS-OFFICER": (True, 0, 100, True),
        "LS-ELSEWHERE": (False, 50, None, False),
    }
    assert found.counts == {"enrolled": 2, "here": 1, "before": 2, "after": 1, "passed": 1}


def test_hardest_questions_come_first_with_their_steps(as_, full, m1, trainer, step):
    attempts = Attempt.objects.filter(quiz__slug="m1-after").order_by("number")
    question = attempts[0].responses.order_by("question__key").last().question
    question.step = step
    question.save()

    rows = hardest(figures_of(full, m1, trainer))
    page = as_(trainer).get(path(full, m1)).content.decode()

    assert [(row.question, row.right, row.asked) for row in rows] == [(question, 1, 2)]
    assert f"/sops/{step.sop.code.lower()}/#{step.key}" in page


def test_people_of_other_workshops_are_not_counted(
    full, m1, trainer, make_workshop, colleague, enrol, quizzes, take, attend_by_list
):
    other = make_workshop("two", programme=full.programme)
    attend_by_list(enrol(other, colleague), "M1")
    take(quizzes["after"], colleague, 0)

    found = figures_of(full, m1, trainer)

    assert found.counts == {"enrolled": 2, "here": 1, "before": 2, "after": 1, "passed": 1}
    assert [row.asked for row in hardest(found)] == [2]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("trainer", {"LS-OFFICER", "LS-ELSEWHERE"}),
        ("reviewer", {"LS-OFFICER", "LS-ELSEWHERE"}),
        ("lead", {"LS-OFFICER", "LS-ELSEWHERE"}),
        ("admin_person", {"LS-OFFICER", "LS-ELSEWHERE"}),
        ("coordinator", {"LS-OFFICER"}),
    ],
)
def test_each_role_sees_its_people(as_, full, m1, who, names, request):
    client = as_(request.getfixturevalue(who))

    book = load_workbook(io.BytesIO(client.get(path(full, m1, "xlsx/")).content))
    page = client.get(f"/cms/workshops/{full.pk}/").content.decode()

    assert {row[0] for row in book.active.iter_rows(min_row=2, values_only=True)} == names
    assert {name for name in ("LS-OFFICER", "LS-ELSEWHERE") if f">{name}</td>" in page} == names


def test_coordinator_sees_no_questions(as_, full, m1, coordinator):
    page = as_(coordinator).get(path(full, m1), headers={"Accept-Language": "en"})

    assert "What was hard" not in page.content.decode()


@pytest.mark.parametrize("end", ["", "xlsx/", "list/", "session/"])
def test_another_trainer_finds_nothing(as_, full, m1, make_person, end):
    stranger = make_person("LS-OTHER", roles.TRAINER, district="0601")

    assert as_(stranger).get(path(full, m1, end)).status_code == 404
    assert not Workshop.objects.known_to(stranger).exists()


def test_module_of_another_programme_is_not_found(as_, full, trainer, make_workshop):
    other = make_workshop("two").programme.modules.first()

    assert as_(trainer).get(path(full, other)).status_code == 404


# Ten are of the CMS's own frame: session, person, permissions, language, menu.
FRAME = 10


def test_page_takes_as_many_queries_for_many_officers(
    as_, full, m1, trainer, make_person, enrol, take, quizzes, django_assert_max_num_queries
):
    client = as_(trainer)
    client.get(path(full, m1))
    with django_assert_max_num_queries(FRAME + 8) as first:
        client.get(path(full, m1))
    for n in range(5):
        officer = make_person(f"LS-MORE-{n}", roles.OFFICER, district="1602")
        enrol(full, officer)
        take(quizzes["after"], officer, n % 3)

    with django_assert_max_num_queries(len(first)):
        client.get(path(full, m1))


def test_attempts_of_another_time_are_named_and_not_counted(
    as_, full, m1, trainer, officer, in_english
):
    then = timezone.now() - timedelta(days=365)
    Attempt.objects.filter(officer=officer).update(started_at=then, handed_in_at=then)

    found = figures_of(full, m1, trainer)
    page = as_(trainer).get(path(full, m1)).content.decode()

    assert found.counts == {"enrolled": 2, "here": 1, "before": 1, "after": 0, "passed": 0}
    assert [row.asked for row in hardest(found)] == [1]
    assert "not of this workshop: 100%" in page


def test_spreadsheet_holds_no_formula(as_, full, m1, trainer, officer):
    officer.name = "=HYPERLINK(1)"
    officer.save()

    book = load_workbook(io.BytesIO(as_(trainer).get(path(full, m1, "xlsx/")).content))

    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    entry = AuditEntry.objects.of_deed("workshop.exported").get()
    assert entry.facts == {"module": "M1", "rows": 2}


def test_spreadsheet_holds_percents_as_numbers(as_, full, m1, trainer, officer):
    book = load_workbook(io.BytesIO(as_(trainer).get(path(full, m1, "xlsx/")).content))

    headings, *rows = book.active.iter_rows()
    shares = {cell.value: at for at, cell in enumerate(headings) if "percent" in cell.value}
    own = next(row for row in rows if row[0].value == officer.username)
    lines = {line.enrolment.officer_id: line for line in figures_of(full, m1, trainer).lines}
    before, after = (own[shares[name]] for name in ("before_percent", "after_percent"))
    assert before.value == float(lines[officer.pk].before) / 100
    assert after.value == float(lines[officer.pk].after) / 100
    assert {before.number_format, after.number_format} == {"0%"}
    others = [cell for row in rows for n, cell in enumerate(row) if n not in shares.values()]
    assert {cell.data_type for cell in others if cell.value is not None} == {"s"}


def test_trainer_sees_results_of_the_own_workshop_in_any_province(
    full, trainer, officer_elsewhere, make_quiz, make_person, take
):
    take(make_quiz("alone", 1), officer_elsewhere, 1)
    stranger = make_person("LS-OTHER", roles.TRAINER, district="0601")

    def seen(person):
        found = Attempt.objects.handed_in().results_for(person).filter(officer=officer_elsewhere)
        return list(found.values_list("quiz__slug", flat=True))

    assert seen(trainer) == ["m1-before"]
    assert seen(stranger) == []


def test_trainer_makes_a_workshop_and_is_one_of_its_trainers(as_, trainer, make_workshop, places):
    programme = make_workshop("one").programme
    typed = {
        "programme": programme.pk,
        "title_lo": "ໃໝ່",
        "title_en": "New one",
        "province": "06",
        "district": "0602",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-03",
    }
    client = as_(trainer)

    wrong = client.post("/cms/workshops/new/", typed | {"trainers": trainer.pk, "province": "16"})
    early = client.post(
        "/cms/workshops/new/", typed | {"trainers": trainer.pk, "ends_on": "2026-11-30"}
    )
    client.post("/cms/workshops/new/", typed | {"trainers": trainer.pk})

    assert (wrong.status_code, early.status_code) == (422, 422)
    made = Workshop.objects.get(title_en="New one")
    assert (list(made.trainers.all()), made.state) == ([trainer], "planned")


@pytest.mark.parametrize("end", ["edit/", "import/", "code/"])
def test_reviewer_looks_and_changes_nothing(as_, full, reviewer, end):
    client = as_(reviewer)

    assert client.get(f"/cms/workshops/{full.pk}/").status_code == 200
    assert client.get(f"/cms/workshops/{full.pk}/{end}").status_code == 302
    client.post(f"/cms/workshops/{full.pk}/state/", {"state": "closed"})
    full.refresh_from_db()
    assert full.is_open
