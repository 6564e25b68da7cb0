"""What trainers write in the CMS is kept: programmes, modules, cohorts, a workshop's form."""

import pytest
from django.urls import reverse
from django.utils import translation

from quizzes.models import Cohort, Module, Programme
from quizzes.wagtail_hooks import QuizViewSet
from quizzes.workshops.cms.snippets import CohortViewSet, ModuleViewSet, ProgrammeViewSet
from sop_pages.models import SOP

TITLES = {"title_lo": "ໃໝ່", "title_en": "New"}


def address(viewset, name, *args) -> str:
    return reverse(viewset().get_url_name(name), args=args)


def test_trainer_saves_a_programme_and_a_cohort(as_, trainer):
    client = as_(trainer)

    client.post(address(ProgrammeViewSet, "add"), TITLES | {"slug": "course"})
    client.post(address(CohortViewSet, "add"), TITLES | {"code": "2027-a"})

    assert Programme.objects.get().title_en == "New"
    assert Cohort.objects.get().code == "2027-a"


def material(n: int, **fields) -> dict:
    filled = TITLES | {"document": "", "link": "", "ORDER": str(n + 1)} | fields
    return {f"materials-{n}-{name}": value for name, value in filled.items()}


@pytest.fixture
def typed(workshop):
    """A module of the workshop's programme, as the form sends it, without its materials."""
    return TITLES | {
        "programme": workshop.programme_id,
        "code": "M3",
        "position": "3",
        "competences_lo": "ເຮັດໄດ້",
        "competences_en": "Can do this\n\n Can do that ",
        "sops": [SOP.objects.create(code="CON-01").pk],
        "materials-TOTAL_FORMS": "1",
        "materials-INITIAL_FORMS": "0",
        "materials-MIN_NUM_FORMS": "0",
        "materials-MAX_NUM_FORMS": "1000",
    }


def test_trainer_saves_a_module_with_a_material(as_, trainer, typed):
    link = material(0, link="https://example.org/slides")

    as_(trainer).post(address(ModuleViewSet, "add"), typed | link)

    module = Module.objects.get(code="M3")
    assert [sop.code for sop in module.sops.all()] == ["CON-01"]
    with translation.override("en"):
        assert module.competences == ["Can do this", "Can do that"]
    assert [one.url for one in module.materials.all()] == ["https://example.org/slides"]


def test_material_without_anything_is_refused_with_a_sentence(as_, trainer, typed):
    page = as_(trainer).post(
        address(ModuleViewSet, "add"), typed | material(0), headers={"Accept-Language": "en"}
    )

    assert "Choose a document, or give a link." in page.content.decode()
    assert not Module.objects.filter(code="M3").exists()


def test_quiz_form_offers_the_modules(as_, trainer, make_quiz, workshop):
    quiz = make_quiz("m1-before", 1, form="before", module=workshop.programme.modules.first())

    page = as_(trainer).get(address(QuizViewSet, "edit", quiz.pk))

    assert "M1 · " in page.content.decode()


def test_programme_of_a_begun_workshop_stays(
    as_, trainer, workshop, make_workshop, officer, enrol, attend_by_list
):
    attend_by_list(enrol(workshop, officer), "M1")
    other = make_workshop("two").programme

    as_(trainer).post(
        f"/cms/workshops/{workshop.pk}/edit/",
        {
            "programme": other.pk,
            "title_lo": "ຊື່ໃໝ່",
            "title_en": "Renamed",
            "province": "06",
            "starts_on": "2026-12-01",
            "ends_on": "2026-12-03",
            "trainers": trainer.pk,
        },
    )

    before = workshop.programme_id
    workshop.refresh_from_db()
    assert (workshop.title_en, workshop.programme_id) == ("Renamed", before)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_list_is_ticked_by_keyboard_alone(open_page, trainer, workshop, officer, colleague, enrol):
    enrol(workshop, officer), enrol(workshop, colleague)
    module = workshop.programme.modules.first()
    page = open_page(
        f"/cms/workshops/{workshop.pk}/modules/{module.pk}/list/", person=trainer, size="desk"
    )

    page.locator("[name=here]:focus").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/modules/{module.pk}/")
    assert workshop.enrolments.filter(attendances__module=module).count() == 2
