"""Taking a quiz in a real browser: by touch, by keyboard alone, without a script."""

import pytest

from quizzes.models import Attempt
from quizzes.starting import start

# Then the plain forms are there to stay, as on plain http.
KEEPS_NOTHING = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
TICK_BEFORE_SCRIPTS = """document.addEventListener("readystatechange", () => {
  document.querySelector("form[data-phone-page] input[name=answer]")?.click();
}, { once: true });"""
TYPES = ["single", "multiple", "numeric", "short"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiz(make_quiz):
    return make_quiz("m2", TYPES, shuffle_questions=False)


@pytest.fixture(params=["practice", "assessed"])
def either_quiz(make_quiz, request):
    """One that marks itself on the phone, and one that shows a receipt there."""
    return make_quiz("m2", TYPES, shuffle_questions=False, kind=request.param)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_pages_have_no_axe_violation(quiz, officer, open_page, axe, screen, language):
    attempt = start(quiz, officer=officer, language=language)
    page = open_page(f"/{language}/quizzes/", person=officer, size=screen, language=language)
    page.context.add_init_script(KEEPS_NOTHING)
    found = axe(page)
    base = f"/{language}/quizzes/m2/"
    for rest in ["", f"{attempt.uuid}/", *[f"{attempt.uuid}/question/{n}/" for n in (1, 2, 3, 4)]]:
        page.goto(base + rest)
        found += axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{base}{attempt.uuid}/")
    page.locator("[data-quiz-hand-in] button").click()
    page.locator("details.fold").first.locator("summary").click()

    assert found + axe(page) == []


@pytest.mark.parametrize("language", ["lo", "en"])
def test_phones_pages_have_no_axe_violation(
    either_quiz, officer, open_page, axe, language, page_faults
):
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    attempt = start(either_quiz, officer=officer, language=language)
    address = f"/{language}/quizzes/m2/{attempt.uuid}/"
    page = open_page(address, person=officer, language=language)
    page.locator("[data-kept=yes]").wait_for()
    found = axe(page)
    for position in range(1, 5):
        page.goto(f"{address}#question-{position}")
        page.locator(f"[data-stage] progress[value='{position}']").wait_for()
        page.locator("[data-stage] input[name=answer]").first.focus()
        page.keyboard.press("Space") if position < 3 else page.keyboard.type("405000")
        page.locator("[data-stage] [data-said]:not(:empty)").wait_for()
        found += axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.set_offline(True)
    page.goto(f"{address}#overview")
    page.locator("[data-quiz-hand-in] button").click()
    page.locator("[data-stage] [data-said]:not(:empty)").wait_for()
    found += axe(page)

    assert found == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_quiz_is_taken_by_keyboard(quiz, officer, open_page, javascript):
    page = open_page(
        "/en/quizzes/m2/", person=officer, size="phone", language="en", javascript=javascript
    )
    page.get_by_role("button", name="Start the quiz").focus()
    page.keyboard.press("Enter")
    if javascript:
        page.locator("[data-kept=yes]").wait_for(state="attached")
    for position, label in enumerate(["text-m2-01-c", "text-m2-02-a"], 1):
        page.get_by_text(f"Question {position} of 4").wait_for()
        page.get_by_label(f"English {label}").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Next").focus()
        page.keyboard.press("Enter")
    for position, text in [(3, "405.000"), (4, "receipt")]:
        page.get_by_text(f"Question {position} of 4").wait_for()
        page.locator("input[name=answer]").focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/result/")  # the phone says the same before it is sent
    page.get_by_role("heading", name="Not passed yet. You answered 2 of 4").wait_for()
    assert Attempt.objects.get(officer=officer).mark == 2.5


def test_back_button_shows_the_kept_answer(quiz, officer, open_page):
    attempt = start(quiz, officer=officer, language="en")
    page = open_page(
        f"/en/quizzes/m2/{attempt.uuid}/question/1/",
        person=officer,
        language="en",
        javascript=False,
    )
    page.get_by_label("English text-m2-01-b").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Question 2 of 4").wait_for()

    page.go_back()
    page.get_by_label("English text-m2-01-c").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Question 2 of 4").wait_for()

    assert attempt.responses.get(position=1).answer == "c"


def test_answer_chosen_before_the_script_came_is_not_lost(make_quiz, officer, open_page):
    """On a slow phone the plain form can be used for seconds before the script takes over."""
    quiz = make_quiz("m2", ["single"], kind="assessed")
    attempt = start(quiz, officer=officer, language="en")
    page = open_page("/en/quizzes/", person=officer, language="en")
    page.context.add_init_script(TICK_BEFORE_SCRIPTS)
    page.goto(f"/en/quizzes/m2/{attempt.uuid}/question/1/")
    chosen = page.locator("form[data-phone-page] input[name=answer]:checked").input_value()
    page.wait_for_load_state("networkidle")
    page.locator("main button[value=next]").click()
    page.locator("[data-quiz-hand-in] button").wait_for()

    assert attempt.responses.get().answer == chosen


@pytest.mark.parametrize("language", ["lo", "en"])
@pytest.mark.parametrize("keeps", [True, False], ids=["kept on the phone", "plain form"])
def test_ordering_by_keyboard(make_quiz, officer, open_page, axe, language, keeps):
    quiz = make_quiz("m2", ["ordering"], kind="assessed")
    attempt = start(quiz, officer=officer, language=language)
    drawn = attempt.responses.get().option_order
    page = open_page(f"/{language}/quizzes/", person=officer, language=language)
    if not keeps:
        page.context.add_init_script(KEEPS_NOTHING)
    page.goto(f"/{language}/quizzes/m2/{attempt.uuid}/question/1/")
    if keeps:
        page.locator("[data-kept=yes]").wait_for(state="attached")
    part = page.locator("[data-stage]" if keeps else "main")
    part.locator(f"#down-{drawn[0]}").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        part.locator(f"li:nth-child({place}) #down-{drawn[0]}:focus").wait_for()
    found = axe(page)
    narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = [b["height"] for s in part.locator("li button").all() if (b := s.bounding_box())]
    part.locator("button[value=next]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-quiz-hand-in] button").click()
    page.wait_for_url("**/result/")

    assert (found, narrow) == ([], True)
    assert min(low) >= 48
    assert attempt.responses.get().answer == [drawn[1], drawn[2], drawn[0], drawn[3]]


def test_steps_are_drawn_and_marked_on_the_phone(make_quiz, officer, open_page):
    make_quiz("m2", ["ordering"])
    page = open_page("/en/quizzes/m2/practise/#question-1", person=officer, language="en")
    page.set_viewport_size({"width": 360, "height": 1600})  # so that nothing scrolls meanwhile
    stage = page.locator("[data-stage]")
    for place, key in enumerate("cadb", 1):
        grip, goal = stage.locator(f"#step-{key}"), stage.locator(f"li:nth-child({place})")
        if goal.locator(f"#step-{key}").count():
            continue
        grip.hover()
        page.mouse.down()
        box = goal.bounding_box()
        page.mouse.move(box["x"] + 80, box["y"] + 3)
        page.mouse.up()
        stage.locator(f"li:nth-child({place}) #step-{key}").wait_for()

    stage.locator("button[value=next]").click()

    stage.locator("form .panel").get_by_role("heading", name="Correct").wait_for()
    assert stage.locator("li button:disabled").count() == 8
    stage.locator("button[value=next]").click()
    page.locator("[data-finish] button").click()
    page.get_by_role("heading", name="You answered 1 of 1 questions right.").wait_for()
    page.locator("[data-rows] summary").click()
    page.get_by_text("2. English step-m2-01-a", exact=True).first.wait_for()


@pytest.mark.parametrize("language", ["lo", "en"])
@pytest.mark.parametrize("keeps", [True, False], ids=["kept on the phone", "plain form"])
def test_matching_by_keyboard(make_quiz, officer, open_page, axe, language, keeps):
    quiz = make_quiz("m2", ["matching"], kind="assessed")
    attempt = start(quiz, officer=officer, language=language)
    page = open_page(f"/{language}/quizzes/", person=officer, language=language)
    if not keeps:
        page.context.add_init_script(KEEPS_NOTHING)
    page.goto(f"/{language}/quizzes/m2/{attempt.uuid}/question/1/")
    if keeps:
        page.locator("[data-kept=yes]").wait_for(state="attached")
    part = page.locator("[data-stage]" if keeps else "main")
    for left, right in [("c", 4), ("a", 3)]:
        part.get_by_label(f"left-m2-01-{left}").focus()
        page.keyboard.type(str(right))
    found = axe(page)
    narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = [box["height"] for s in part.locator("select").all() if (box := s.bounding_box())]
    part.locator("button[value=next]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-quiz-hand-in] button").click()
    page.wait_for_url("**/result/")

    assert (found, narrow) == ([], True)
    assert min(low) >= 48
    assert attempt.responses.get().answer == [["a", "c"], ["c", "d"]]
    page.locator("details.fold summary").click()
    page.get_by_text("left-m2-01-c → ").first.wait_for()


def test_practice_of_matching_marks_itself_on_the_phone(make_quiz, officer, open_page):
    make_quiz("m2", ["matching"])
    page = open_page("/en/quizzes/m2/practise/#question-1", person=officer, language="en")
    stage = page.locator("[data-stage]")
    for left, right in [("a", "c"), ("b", "b"), ("c", "a")]:
        stage.get_by_label(f"left-m2-01-{left}").select_option(f"{left}:{right}")

    stage.locator("button[value=next]").click()

    said = stage.locator("form .panel")
    said.get_by_role("heading", name="Partly correct").wait_for()
    text = said.inner_text()
    assert [f"SECRET-feedback-m2-01-{name}" in text for name in ("a", "extra", "c")] == [0, 1, 1]
    assert "English left-m2-01-b → English right-m2-01-a" in text
    assert stage.locator("select:disabled").count() == 3
    stage.locator("button[value=next]").click()
    page.locator("[data-finish] button").click()
    page.get_by_role("heading", name="You answered 0 of 1 questions right.").wait_for()
    assert "0.33 of 1 marks, 33%." in stage.inner_text()
    page.locator("[data-rows] summary").click()
    page.get_by_text("English left-m2-01-c → English right-m2-01-a", exact=True).wait_for()


@pytest.mark.parametrize("keeps", [True, False], ids=["kept on the phone", "plain form"])
def test_time_is_counted_down_until_it_is_up(make_quiz, officer, open_page, axe, keeps):
    quiz = make_quiz("m2", 2, kind="assessed", time_limit=20, after_time="nothing")
    attempt = start(quiz, officer=officer, language="en")
    rest = "" if keeps else "question/1/"
    page = open_page("/en/quizzes/", person=officer, size="phone", language="en")
    if not keeps:
        page.context.add_init_script(KEEPS_NOTHING)
    page.clock.install()

    page.goto(f"/en/quizzes/m2/{attempt.uuid}/{rest}")
    line = page.locator("[data-ends]")
    line.get_by_text("Time left: 19:").wait_for()
    page.clock.fast_forward("18:00")
    line.get_by_text("Time left: 1:").wait_for()
    assert axe(page) == []
    page.clock.fast_forward("03:00")

    page.get_by_role("alert").get_by_text("The time is up. What you answered before").wait_for()
