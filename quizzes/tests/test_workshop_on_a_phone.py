"""Pages of workshops and quizzes that trainers open on a phone: nothing runs over, words are
ours."""

import pytest
from django.urls import reverse

from quizzes.models import Workshop
from quizzes.workshops import joining

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.textContent.trim())
  .map((one) => one.textContent.trim())"""


def test_list_shows_each_workshop_in_full(make_workshop, trainer, open_page):
    make_workshop("one", trainer)

    page = open_page(reverse("workshops"), person=trainer)

    assert page.evaluate(CUT) == []
    assert page.locator(".listing tbody [data-head]").count() == 5


def test_widest_code_for_the_wall_fits(make_workshop, trainer, open_page):
    workshop = joining.show_code(make_workshop("one", trainer))
    Workshop.objects.filter(pk=workshop.pk).update(join_code="WWMWMW")

    page = open_page(reverse("workshop_wall", args=[workshop.pk]), person=trainer)

    code = page.locator(".wall__code")
    assert code.inner_text() == "WWM WMW"
    assert code.evaluate("code => code.scrollWidth <= code.clientWidth")


def test_missing_reason_is_told_in_the_language_of_the_page(
    make_quiz, trainer, open_page, page_faults
):
    page_faults.expect("status of 422")
    make_quiz("m2", 1)
    page = open_page(reverse("quiz_exceptions", args=["m2"]), person=trainer)

    page.get_by_role("button", name="ໃຫ້", exact=True).click()
    page.get_by_text("ຍັງບໍ່ໄດ້ໃຫ້ຫຍັງ.").wait_for()

    assert page.locator("[name=reason]").get_attribute("aria-invalid") == "true"


def test_too_many_sheets_are_refused_in_the_language_of_the_page(
    make_quiz, trainer, open_page, page_faults
):
    page_faults.expect("status of 422")
    make_quiz("m2", 1)
    page = open_page(reverse("quiz_paper", args=["m2"]), person=trainer)

    page.locator("[name=sheets]").fill("999")
    page.locator("[name=sheets]").press("Enter")
    page.get_by_text("ຍັງບໍ່ໄດ້ສ້າງໃບ.").wait_for()

    assert page.locator("[name=sheets]").get_attribute("aria-invalid") == "true"
