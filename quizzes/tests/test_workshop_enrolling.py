"""The trainer's file and the trainer's hand: who comes on the list, and which rows are refused."""

import io
import re

import pytest
from openpyxl import Workbook

from quizzes.models import Enrolment
from quizzes.workshops import enrolling
from sop_site.officers import roles
from sop_site.officers.models import AuditEntry

HEAD = "staff_number,name_lo,name_en,sex,district_code,language"


def csv(*numbers: str) -> bytes:
    return "\n".join([HEAD, *(f"{number},,,F,0601,lo" for number in numbers)]).encode()


@pytest.fixture
def bring(as_, trainer, workshop):
    """Sends the file, and what was shown when asked; returns the last page."""
    client = as_(trainer)
    path = f"/cms/workshops/{workshop.pk}/import/"

    def brought(content: bytes, *, name="list.csv", confirm=False):
        upload = io.BytesIO(content)
        upload.name = name
        page = client.post(path, {"file": upload}, headers={"Accept-Language": "en"})
        if not confirm:
            return page
        shown = re.search(r'name="shown" value="([^"]+)"', page.content.decode())[1]
        return client.post(path, {"shown": shown})

    return brought


def test_file_is_shown_first_and_then_enrols(bring, workshop, officer, officer_elsewhere, trainer):
    content = csv("ls-officer", "LS-ELSEWHERE")

    shown = bring(content)
    before = workshop.enrolments.count()
    bring(content, confirm=True)

    assert "2 officers would be enrolled" in shown.content.decode()
    assert before == 0
    assert set(workshop.enrolments.values_list("officer", "how", "by")) == {
        (officer.pk, "file", trainer.pk),
        (officer_elsewhere.pk, "file", trainer.pk),
    }
    entry = AuditEntry.objects.of_deed("workshop.enrolled_from_file").get()
    assert (entry.actor_id, entry.facts) == (trainer.pk, {"rows": 2})


def test_same_file_twice_adds_nothing(bring, workshop, officer):
    bring(csv("LS-OFFICER"), confirm=True)

    again = bring(csv("LS-OFFICER"))

    assert "There is nothing to do: all of them are enrolled." in again.content.decode()
    assert workshop.enrolments.count() == 1


def test_faulty_rows_are_named_and_nobody_is_enrolled(bring, workshop, officer, make_person):
    make_person("LS-GONE", roles.OFFICER, is_active=False)
    make_person("LS-DESK", roles.REVIEWER)

    page = bring(csv("LS-OFFICER", "LS-NOBODY", "LS-GONE", "LS-DESK", "LS-OFFICER", ""))

    said = page.content.decode()
    assert page.status_code == 422
    assert re.findall(r"<tr><td>(\d+)</td><td>([^<]+)</td>", said) == [
        ("3", "LS-NOBODY"),
        ("4", "LS-GONE"),
        ("5", "LS-DESK"),
        ("6", "LS-OFFICER"),
        ("7", "–"),
    ]
    assert "The same number stands in row 2." in said
    assert not workshop.enrolments.exists()


def test_name_that_differs_is_pointed_out(workshop, officer, make_person):
    make_person("LS-TWO", roles.OFFICER, name="ບຸນມີ ສີດາ")
    content = "staff_number,name\nLS-OFFICER,ຄົນອື່ນ\nLS-TWO,ບຸນມີ  ສີດາ".encode()

    plan = enrolling.plan(content, workshop)

    assert [(entry.row, entry.name) for entry in plan.added] == [(2, "ຄົນອື່ນ"), (3, "")]


def test_xlsx_with_numbers_as_numbers_is_read(bring, workshop, make_person):
    make_person("02055551234", roles.OFFICER)
    book, packed = Workbook(), io.BytesIO()
    book.active.append(["Phone", "Name"])
    book.active.append([2055551234, "ບຸນມີ"])
    book.save(packed)

    bring(packed.getvalue(), name="list.xlsx", confirm=True)

    assert workshop.enrolments.get().officer.username == "02055551234"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("ຊື່\n".encode("utf-16-be"), "can&#x27;t be read"),
        (b"", "<p>The file is empty.</p>"),
        (b"<html><table><tr><td>A</td></tr></table>", "<p>The file is a web page"),
        (b"name\nx", "lacks the headings staff_number"),
        (b"staff_number\n", "no row below the headings"),
    ],
    ids=["letters", "empty", "web page", "headings", "no row"],
)
def test_file_that_is_no_list_is_refused(bring, content, said):
    reply = bring(content)

    page = reply.content.decode()
    assert reply.status_code == 422
    assert said in page
    assert "row can&#x27;t be taken" not in page


def test_what_was_shown_cannot_be_forged(as_, trainer, workshop):
    page = as_(trainer).post(f"/cms/workshops/{workshop.pk}/import/", {"shown": "forged"})

    assert page.status_code == 422
    assert not workshop.enrolments.exists()


def test_plan_of_220_takes_as_many_queries_as_of_one(
    workshop, make_person, django_assert_num_queries
):
    numbers = [make_person(f"LS-MANY-{n}", roles.OFFICER, district="0601").username for n in "123"]

    for some in (numbers[:1], numbers):
        with django_assert_num_queries(3):
            plan = enrolling.plan(csv(*some), workshop)
        assert len(plan.added) == len(some)


def test_trainer_enrols_one_by_hand_and_takes_off(as_, trainer, workshop, officer):
    client = as_(trainer)

    client.post(f"/cms/workshops/{workshop.pk}/enrol/", {"number": " ls-officer "})
    enrolment = Enrolment.objects.get(officer=officer)
    client.post(f"/cms/workshops/{workshop.pk}/take-off/{enrolment.pk}/")

    assert enrolment.how == "hand"
    assert not Enrolment.objects.exists()


def test_who_was_present_stays_on_the_list(as_, trainer, workshop, officer, enrol, attend_by_list):
    enrolment = enrol(workshop, officer)
    attend_by_list(enrolment, "M1")

    page = as_(trainer).post(
        f"/cms/workshops/{workshop.pk}/take-off/{enrolment.pk}/",
        headers={"Accept-Language": "en"},
        follow=True,
    )

    assert "who was there stays on the list" in page.content.decode()
    assert Enrolment.objects.filter(pk=enrolment.pk).exists()
