"""A case on a phone: its story above the first question, at hand at the others, offline too."""

import pytest

from quizzes.models import QuizSlot
from quizzes.starting import start
from sop_site.offline.tests.phone import no_network

from .quiz_phone import NEXT, fill, open_question

ALL_SENT = """async () =>
  (await (await import("/static/js/offline/outbox.js")).waiting()).length === 0"""
STORY = "[data-stage] [data-story]"


@pytest.fixture
def quiz(make_quiz, make_case):
    made = make_quiz("m2", 0, kind="assessed")
    QuizSlot.objects.create(quiz=made, story=make_case("C-1", 2))
    return made


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["lo", "en"])
def test_story_is_read_first_and_can_be_read_again(quiz, officer, open_page, axe, language):
    attempt = start(quiz, officer=officer, language=language)
    address = f"/{language}/quizzes/m2/{attempt.uuid}/"
    page = open_page(address, person=officer, language=language)
    page.locator("[data-kept=yes]").wait_for()
    page.goto(f"{address}#question-1")
    first = page.locator(STORY)
    first.wait_for()
    has_focus = first.evaluate("(panel) => panel === document.activeElement")
    found = axe(page)

    page.locator("[data-stage] input[name=answer]").first.check()
    page.locator(NEXT).click()
    page.locator("[data-stage] progress[value='2']").wait_for()
    again = page.locator("[data-stage] details.fold").first
    stood = (page.locator(STORY).count(), again.get_by_text("story-C-1").is_visible())
    again.locator("summary").focus()
    page.keyboard.press("Enter")
    again.get_by_text("story-C-1").wait_for()

    assert (has_focus, stood) == (True, (0, False))
    assert found + axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_assessed_case_is_answered_without_a_network(quiz, officer, open_page, page_faults):
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    attempt = start(quiz, officer=officer, language="en")
    page = open_page(f"/en/quizzes/m2/{attempt.uuid}/", person=officer, language="en")
    page.locator("[data-kept=yes]").wait_for()
    page.locator("#phone[data-done]").wait_for(state="attached")
    page.context.set_offline(True)

    page.goto(f"/en/quizzes/m2/{attempt.uuid}/#question-1")
    page.locator(STORY).get_by_text("story-C-1").wait_for()
    for position in (1, 2):
        page.locator(f"[data-stage] progress[value='{position}']").wait_for()
        page.locator("[data-stage] input[value=c]").check()
        page.locator(NEXT).click()
    page.locator("[data-quiz-hand-in] button").click()
    page.locator("[data-stage] [data-code]").wait_for()
    attempt.refresh_from_db()
    stood = attempt.state
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('khumue:sync'))")
    page.wait_for_function(ALL_SENT)

    attempt.refresh_from_db()
    assert (stood, attempt.state) == ("open", "handed_in")
    assert [one.answer for one in attempt.responses.order_by("position")] == ["c", "c"]
    assert attempt.passed


@pytest.mark.browser
@pytest.mark.slow
def test_practised_case_tells_its_story_and_lesson_with_the_server_stopped(handset):
    handset.ask("() => lib.saved.refresh('en')")

    with no_network(handset):
        handset.goto("/en/quizzes/m1/practise/")
        handset.page.wait_for_selector("[data-begin]:not([hidden])")
        first = handset.page.evaluate(
            """() => [...document.querySelectorAll("template[data-question]")]
              .find((one) => one.content.querySelector("[data-story]")).dataset.question"""
        )
        said = []
        for position in range(int(first), int(first) + 3):
            open_question(handset, "/en/quizzes/m1/practise/", position)
            fill(handset)
            handset.page.click(NEXT)
            handset.page.wait_for_selector("[data-stage] form .panel h2")
            said.append(handset.page.inner_text("[data-stage]"))
        handset.goto("/en/quizzes/m1/practise/")
        handset.page.click("[data-finish] button")
        handset.page.wait_for_selector("[data-rows] details")
        rows = handset.page.inner_text("[data-rows]")

    story, lesson = "A family sells vegetables.", "promise no day, and write no names."
    assert ["Case: 3 questions are about this story." in text for text in said] == [
        True,
        False,
        False,
    ]
    assert ["Read the story of this case again" in text for text in said] == [False, True, True]
    assert [story in text for text in said] == [True, False, False]
    assert [lesson in text for text in said] == [False, False, True]
    assert rows.count(story) == 1
