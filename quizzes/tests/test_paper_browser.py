"""The grid in a real browser: by keyboard alone, without a script, with axe."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, PaperPrint
from quizzes.paper import printing

TYPES = ["single", "multiple", "matching", "ordering", "numeric"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(make_quiz, trainer, officer, colleague):
    """The grid of three sheets of a quiz with five types, options as they were written."""
    quiz = make_quiz("p", TYPES, shuffle_questions=False, shuffle_options=False)
    paper = printing.prepare(quiz, sheets=3, versions=1, language="en", by=trainer)
    PaperPrint.objects.update(made_at=timezone.now() - timedelta(days=1))
    return reverse("quiz_paper_type", args=["p", paper.pk])


def test_sheets_are_typed_in_by_keyboard_alone(address, trainer, open_page, in_english, officer):
    page = open_page(address, person=trainer, size="desk")
    line, keys = page.locator("[data-paper-line]"), page.keyboard

    keys.type("LS-OFFICER")
    keys.press("Enter")
    keys.type("x")
    refused = line.inner_text()
    keys.type("cab")  # what comes after the one letter stands in the next question
    keys.press("Enter")
    keys.type("ca-")
    keys.press("ArrowRight")
    order = page.locator("[name=answer-4-1]")
    steps = ["c", "a", "d", "b"]
    shown = ordering_of(officer)
    keys.type("9")
    assert order.input_value() == ""
    keys.type("".join(str(steps.index(key) + 1) for key in shown))
    keys.press("Enter")
    keys.type("405.000")
    keys.press("Enter")
    page.locator("#sheet-1 [data-paper-state]", has_text="%").wait_for()

    assert refused == "This question has the letters a, b, c, d only."
    assert page.evaluate("document.activeElement.name") == "officer-2"
    answers = list(
        Attempt.objects.get(officer=officer)
        .responses.order_by("position")
        .values_list("answer", flat=True)
    )
    assert answers == ["c", ["a", "b"], [["a", "c"], ["b", "a"]], steps, "405.000"]


@pytest.mark.parametrize("onward", ["", "Tab", "Enter"])
def test_answers_are_the_same_with_a_key_after_each_or_without(
    address, trainer, open_page, in_english, officer, colleague, onward
):
    """Two sheets: after the last answer of the first comes the second, not the row's own time."""
    page = open_page(address, person=trainer, size="desk")
    keys = page.keyboard

    for person, letter in ((officer, "c"), (colleague, "-")):
        keys.type(person.username)
        keys.press("Tab")
        for typed, ends in ((letter, True), ("ab", False), ("ca-", True), ("3142", True)):
            keys.type(typed)
            if onward or not ends:  # several letters have no end that could be told
                keys.press(onward or "Tab")
        keys.type("405.000")
        keys.press(onward or "Tab")
    page.locator("form.paper button[type=submit]").focus()
    page.locator("#sheet-2 [data-paper-state]", has_text="✓").wait_for()

    assert typed_of(page, 1) == ["c", "ab", "ca-", "3142", "405.000"]
    assert typed_of(page, 2) == ["-", "ab", "ca-", "3142", "405.000"]
    assert page.locator(".paper__fault").count() == 0
    assert Attempt.objects.filter(channel="paper").count() == 2


def typed_of(page, sheet: int) -> list:
    return [page.locator(f"[name=answer-{n}-{sheet}]").input_value() for n in range(1, 6)]


def test_keyboard_that_composes_words_types_letters_too(address, trainer, open_page, in_english):
    """As most phones' keyboards do: what is typed is a word to come, each letter another state."""
    page = open_page(address, person=trainer, size="desk")
    page.locator("[name=answer-3-1]").focus()
    keyboard = page.context.new_cdp_session(page)

    for word in ("c", "ca", "ca-", "ca-3", "1", "14", "142", "1427"):
        given = {"text": word, "selectionStart": len(word), "selectionEnd": len(word)}
        keyboard.send("Input.imeSetComposition", given)

    assert typed_of(page, 1) == ["", "", "ca-", "3142", "7"]
    assert "is-wrong" not in page.locator("[data-paper-line]").get_attribute("class")


def test_empty_answer_is_passed_over_by_one_key(address, trainer, open_page, in_english):
    page = open_page(address, person=trainer, size="desk")
    page.locator("[name=answer-1-1]").focus()

    for key in ("c", "Tab", "Tab", "c", "a", "-", "3", "1", "4", "2", "7"):
        page.keyboard.press(key)

    assert typed_of(page, 1) == ["c", "", "ca-", "3142", "7"]


def test_field_says_how_it_is_left(address, trainer, open_page, in_english):
    page = open_page(address, person=trainer, size="desk")
    line = page.locator("[data-paper-line]")

    page.locator("[name=answer-1-1]").focus()
    single = line.inner_text()
    page.locator("[name=answer-2-1]").focus()

    assert single == "Sheet 1, question 1: one letter, a to d"
    assert line.inner_text() == "Sheet 1, question 2: letters, a to d; then Tab or Enter"


def ordering_of(officer) -> list:
    """The steps as they stand on the first sheet."""
    paper = PaperPrint.objects.get()
    return paper.versions.get().questions.get(question__type="ordering").option_order


def test_refused_row_says_why_and_is_mended(address, trainer, open_page, in_english, officer):
    page = open_page(address, person=trainer, size="desk")
    keys = page.keyboard

    keys.type("LS-NOBODY")
    for _field in range(6):
        keys.press("Enter")
    page.locator("#fault-1", has_text="No officer of yours has this number or name.").wait_for()
    page.locator("[name=officer-1]").fill("LS-OFFICER")
    page.locator("[name=officer-2]").focus()
    page.locator("#sheet-1 [data-paper-state]", has_text="✓").wait_for()

    assert page.locator("#fault-1").count() == 0
    assert Attempt.objects.filter(officer=officer).count() == 1


def test_save_while_a_row_is_on_its_way_sends_it_once(address, trainer, open_page, in_english):
    """The last letter sends the row, and the button is pressed before the answer is here."""
    page = open_page(address, person=trainer, size="desk")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))

    for number, person in ((1, "LS-OFFICER"), (2, "LS-NOBODY")):
        page.locator(f"[name=officer-{number}]").fill(person)
        page.locator(f"[name=answer-1-{number}]").fill("c")
    page.evaluate(
        """() => {
          document.querySelector("[name=officer-3]").focus();
          document.querySelector("form.paper").requestSubmit();
        }"""
    )
    page.locator("#fault-2", has_text="No officer of yours").wait_for()
    page.wait_for_function("() => document.activeElement.name === 'officer-2'")
    page.locator("[name=officer-2]").fill("LS-COLLEAGUE")
    page.locator("form.paper button[type=submit]").click()
    page.get_by_text("All that was typed is kept.").wait_for()

    assert Attempt.objects.filter(quiz__slug="p", channel="paper").count() == 2
    assert len(sent) == 3


def test_letters_come_from_a_lao_keyboard_too(address, trainer, open_page, officer):
    page = open_page(address, person=trainer, size="desk")
    field = page.locator("[name=answer-1-1]")
    field.focus()

    for sign, code in (("ແ", "KeyC"), ("ັ", "KeyA")):
        page.evaluate(
            "given => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " {...given, bubbles: true, cancelable: true}))",
            {"key": sign, "code": code},
        )

    assert field.input_value() == "c"
    assert page.locator("[name=answer-2-1]").input_value() == "a"


def test_without_a_script_all_rows_are_sent(address, trainer, open_page, officer, colleague):
    page = open_page(address, person=trainer, size="desk", javascript=False)

    for number, person in ((1, "LS-OFFICER"), (3, "LS-COLLEAGUE")):
        page.locator(f"[name=officer-{number}]").fill(person)
        page.locator(f"[name=answer-1-{number}]").fill("c")
    page.locator("[name=answer-1-3]").press("Enter")
    page.locator("#sheet-3 [data-paper-state]", has_text="✓").wait_for()

    assert Attempt.objects.filter(quiz__slug="p", channel="paper").count() == 2


@pytest.mark.parametrize("language", ["lo", "en"])
def test_pages_have_no_axe_violation(address, trainer, open_page, axe, screen, language, request):
    if language == "en":
        request.getfixturevalue("in_english")
    page = open_page(address, person=trainer, size=screen)
    found = axe(page)
    page.goto(reverse("quiz_paper", args=["p"]))

    assert found + axe(page) == []


def test_officer_and_time_are_read_in_full(address, trainer, open_page, officer):
    page = open_page(address, person=trainer, size="desk")
    page.locator("[name=officer-1]").fill("ແກ້ວອຸດອນ ແກ້ວບຸນຍັງ · LS-00120")
    page.locator("[name=written-1]").fill("2026-11-27 02:12")

    cut = page.evaluate(
        "['officer-1', 'written-1'].map((name) => document.querySelector(`[name=${name}]`))"
        ".filter((field) => field.scrollWidth > field.clientWidth).map((field) => field.name)"
    )

    assert cut == []


def test_grid_scrolls_in_its_own_box_on_a_phone(address, trainer, open_page):
    """The sheet's number stays in sight, and no field that has the focus is under it."""
    page = open_page(address, person=trainer)
    heads = page.locator("#sheet-1 th, .paper__grid thead th:first-child")

    for name in ("written-1", "answer-2-1"):
        page.locator(f"[name={name}]").focus()
        field = page.locator(f"[name={name}]").bounding_box()
        for head in (one.bounding_box() for one in heads.all()):
            assert 0 <= head["x"] < head["x"] + head["width"] <= field["x"]
        assert field["x"] + field["width"] <= 360

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_sign_beyond_the_last_answer_is_refused(make_quiz, trainer, open_page, in_english):
    quiz = make_quiz("p", 2, shuffle_questions=False, shuffle_options=False)
    paper = printing.prepare(quiz, sheets=1, versions=1, language="en", by=trainer)
    page = open_page(reverse("quiz_paper_type", args=["p", paper.pk]), person=trainer, size="desk")
    page.locator("[name=answer-1-1]").focus()

    page.keyboard.type("cab")

    fields = [page.locator(f"[name=answer-{n}-1]").input_value() for n in (1, 2)]
    said = page.locator("[data-paper-line]").inner_text()
    assert fields == ["c", "a"]
    assert said == "There is no room for more: this is the last answer here."
