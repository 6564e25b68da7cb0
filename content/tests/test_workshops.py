import pytest
from django.db.models import F

from content.loaders import attempts, people, places, questions, values, workshops
from quizzes.models import (
    Attempt,
    Attendance,
    Enrolment,
    Module,
    Programme,
    Quiz,
    Response,
    Workshop,
)


@pytest.fixture
def loaded(db, settings, monkeypatch):
    settings.DEMO_ACCOUNTS = True
    monkeypatch.setenv("KHUMUE_DEMO_PASSWORD", "workshops use one password")

    def load() -> str:
        said = []
        for part in (
            places.load,
            values.load,
            people.load,
            workshops.load_programme,
            questions.load,
            workshops.load_workshop,
        ):
            said += part(samples=True)
        return " ".join(said)

    return load


def test_sample_workshop_has_ten_provinces_and_four_modules(loaded):
    said = loaded()

    workshop = Workshop.objects.get()
    assert workshop.is_open
    assert workshop.is_sample
    assert list(workshop.trainers.values_list("username", flat=True)) == ["trainer"]
    assert workshop.enrolments.count() == 220
    assert workshop.enrolments.values("officer__province").distinct().count() == 10
    assert [module.code for module in workshop.programme.modules.all()] == ["M1", "M2", "M3", "M4"]
    assert "220 officers enrolled, 206 noted present" in said


def test_modules_of_the_sample_have_their_quizzes(loaded):
    loaded()

    quizzes = {
        module.code: sorted(module.quizzes.values_list("form", flat=True))
        for module in Module.objects.all()
    }
    assert quizzes == {code: ["after", "before", "none"] for code in ("M1", "M2", "M3", "M4")}
    assert not Quiz.objects.filter(module=None).exists()


def test_load_again_changes_nothing_of_the_workshop(loaded):
    loaded()
    Programme.objects.update(title_en="Edited")
    Workshop.objects.update(state="closed")

    said = loaded()

    assert "0 modules made, 4 were there" in said
    assert Programme.objects.get().title_en == "Edited"
    assert Workshop.objects.get().state == "closed"
    assert (Enrolment.objects.count(), Attendance.objects.count()) == (220, 206)


def test_without_samples_nothing_is_loaded(db):
    said = [*workshops.load_programme(samples=False), *workshops.load_workshop(samples=False)]

    assert said == ["No programme: its modules are samples.", "No workshop: it is a sample."]
    assert not Programme.objects.exists()


def test_sample_answers_show_what_was_learnt(loaded):
    loaded()

    said = " ".join(attempts.load(samples=True))

    assert "M1 before: 206 officers of the sample workshop have answered." in said
    passed = {
        form: Attempt.objects.filter(quiz__form=form, passed=True).count()
        for form in ("before", "after")
    }
    assert 20 < passed["before"] < passed["after"] - 40 < 193
    right = Response.objects.filter(mark=F("out_of"))
    assert all(response.is_answered for response in right)
    assert Attempt.objects.filter(language="en").exists()


def test_sample_answers_are_the_same_each_time_and_never_doubled(loaded):
    loaded()
    marks = []
    for _time in range(2):
        list(attempts.load(samples=True))
        marks.append(list(Attempt.objects.order_by("officer", "quiz").values_list("mark")))
        Attempt.objects.all().delete()
    list(attempts.load(samples=True))
    again = " ".join(attempts.load(samples=True))

    assert marks[0] == marks[1]
    assert "M1 after: 0 officers" in again
    assert Attempt.objects.count() == 206 + 193


def test_no_sample_answers_without_samples(loaded):
    loaded()

    assert list(attempts.load(samples=False)) == []
    assert not Attempt.objects.exists()
