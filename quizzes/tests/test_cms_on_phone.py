"""Pages of results and cases in the CMS at the width of a phone: nothing is hidden, all is read."""

import pytest

from quizzes.models import Question

from .test_figures import hand_in  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNDER_THE_BUTTON = """() => {
  const button = document.querySelector(".sidebar-nav-toggle").getBoundingClientRect();
  const covered = [];
  for (const line of document.querySelectorAll(".messages li")) {
    const range = document.createRange();
    range.selectNodeContents(line);
    for (const box of range.getClientRects()) {
      const above = box.bottom <= button.top;
      const apart = above || box.left >= button.right || box.top >= button.bottom;
      if (!apart) covered.push(line.textContent.trim());
    }
  }
  return covered;
}"""
SLID_IN = "() => document.querySelector('.messages > ul').getBoundingClientRect().top === 0"
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".plot text")].map((text) => {
  const { a } = text.getScreenCTM();
  return a * parseFloat(getComputedStyle(text).fontSize);
}))"""


def test_messages_are_not_under_the_menu_button(make_case, trainer, open_page):
    make_case("C-1")
    Question.objects.filter(story__key="C-1").exclude(key="C-1-a").update(state="draft")
    page = open_page("/cms/quizzes/cases/C-1/", person=trainer, size="phone")

    page.locator("form:has([name=story_lo]) button[type=submit]").first.click()
    page.locator(".messages li").nth(1).wait_for()
    page.wait_for_function(SLID_IN)

    assert page.evaluate(UNDER_THE_BUTTON) == []


def test_letters_of_a_plot_are_read_on_a_phone(
    make_quiz,
    hand_in,  # noqa: F811
    reviewer,
    open_page,
):
    quiz = make_quiz("plotted", 3)
    for who, marks in [("u1", [1, 1, 0]), ("u2", [1, 0, 0]), ("u3", [0, 1, 1]), ("u4", [1, 1, 1])]:
        hand_in(quiz, who, marks)

    page = open_page(f"/cms/quizzes/results/{quiz.slug}/figures/", person=reviewer, size="phone")

    assert page.locator(".plot svg").count() == 2
    assert page.evaluate(SMALLEST) >= 9
    assert page.evaluate("document.documentElement.scrollWidth") == 360
