"""What the database refuses of workshops, and what became of the modules that quizzes named."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from quizzes.models import Attendance, Enrolment, Material, Module, Quiz, Session, Workshop


def refused(deed):
    with pytest.raises(IntegrityError), transaction.atomic():
        deed()


def test_officer_is_enrolled_once_a_workshop(workshop, officer, enrol):
    enrol(workshop, officer)

    refused(lambda: Enrolment.objects.create(workshop=workshop, officer=officer, how="code"))


def test_attendance_is_noted_once_a_module(workshop, officer, trainer, enrol):
    noted = {
        "enrolment": enrol(workshop, officer),
        "module": workshop.programme.modules.get(code="M1"),
        "how": "list",
        "noted_by": trainer,
        "noted_at": timezone.now(),
    }
    Attendance.objects.create(**noted)

    refused(lambda: Attendance.objects.create(**noted))


def test_attendance_by_code_names_its_session(workshop, officer, enrol):
    refused(
        lambda: Attendance.objects.create(
            enrolment=enrol(workshop, officer),
            module=workshop.programme.modules.get(code="M1"),
            how="code",
            noted_by=officer,
            noted_at=timezone.now(),
        )
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
        {"join_code": "ABCDEF"},
        {"state": "closed", "join_code": "ABCDEF", "join_until": "2026-05-01T00:00Z"},
    ],
    ids=["ends before it starts", "code without an end", "closed with a code"],
)
def test_workshop_that_cannot_be_is_refused(workshop, wrong):
    refused(lambda: Workshop.objects.filter(pk=workshop.pk).update(**wrong))


def test_module_has_one_open_session_a_workshop(workshop, trainer):
    opened = {
        "workshop": workshop,
        "module": workshop.programme.modules.get(code="M1"),
        "secret": "x",
        "opened_by": trainer,
        "ends_at": timezone.now() + timedelta(hours=1),
    }
    Session.objects.create(**opened)

    refused(lambda: Session.objects.create(**opened))


def test_module_has_one_before_quiz_in_use(workshop, make_quiz):
    module = workshop.programme.modules.get(code="M1")
    make_quiz("old", 1, module=module, form="before", state="retired")
    make_quiz("now", 1, module=module, form="before")

    refused(lambda: Quiz.objects.create(slug="more", module=module, form="before"))


def test_programme_has_a_code_once(workshop):
    refused(lambda: Module.objects.create(programme=workshop.programme, code="M1"))


def test_material_is_a_document_or_a_link(workshop):
    module = workshop.programme.modules.get(code="M1")

    refused(lambda: Material.objects.create(module=module, title_lo="ໃບ", title_en="Sheet"))


@pytest.mark.django_db(transaction=True)
def test_codes_of_quizzes_become_modules_and_back():
    executor = MigrationExecutor(connection)
    executor.migrate([("quizzes", "0006_regrade")])
    old = executor.loader.project_state([("quizzes", "0006_regrade")]).apps
    OldQuiz = old.get_model("quizzes", "Quiz")
    for slug, code, form, state in [
        ("m1-first", "M1", "before", "draft"),
        ("m1-ready", "M1", "before", "ready"),
        ("m1-old", "M1", "before", "retired"),
        ("m3-practice", "M3", "none", "ready"),
        ("alone", "", "none", "ready"),
    ]:
        OldQuiz.objects.create(slug=slug, module=code, form=form, state=state, pair=slug)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    now = {q.slug: q.module and q.module.code for q in Quiz.objects.select_related("module")}
    positions = dict(Module.objects.values_list("code", "position"))
    MigrationExecutor(connection).migrate([("quizzes", "0006_regrade")])
    back = dict(OldQuiz.objects.values_list("slug", "module"))
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert now == {
        "m1-first": None,
        "m1-ready": "M1",
        "m1-old": "M1",
        "m3-practice": "M3",
        "alone": None,
    }
    assert positions == {"M1": 1, "M3": 2}
    assert back == {slug: code or "" for slug, code in now.items()}
