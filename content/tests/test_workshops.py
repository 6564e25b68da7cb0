import pytest

from content.loaders import people, places, questions, values, workshops
from quizzes.models import Attendance, Enrolment, Module, Programme, Quiz, Workshop


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
