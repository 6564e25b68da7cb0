"""Questions typed from paper, in a real browser, with the keyboard alone."""

import pytest

from quizzes.models import Question
from quizzes.writing import write

from .conftest import single_content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/cms/quizzes/questions/new/single/"


def type_question(page, number, right):
    """Stem, three options, the other language, which is right, what is said after: keys alone."""
    keys = page.keyboard
    for language in ("ລາວ", "English"):
        keys.type(f"{language} question {number}")
        keys.press("Enter")
        for option in range(3):
            keys.type(f"{language} option {number}-{option}")
            if language == "English" and option == right:
                keys.press("Alt+Enter")
            keys.press("Enter")
        keys.press("Enter")  # an empty option: on to the other language, then to what follows
    for language in ("ລາວ", "English"):
        keys.type(f"{language} because {number}")
        keys.press("Enter")


def test_five_questions_by_keyboard(pool, trainer, open_page):
    page = open_page(NEW, person=trainer, size="desk", language="en")
    page.locator("[data-keys]:visible").wait_for()

    for number in range(5):
        type_question(page, number, right=number % 3)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        page.locator("#id_stem_lo:focus").wait_for()

    found = Question.objects.filter(pool=pool, title_en__startswith="English question")
    contents = [q.versions.get().content for q in found.order_by("pk")]
    assert [c["stem"]["lo"] for c in contents] == [f"ລາວ question {n}" for n in range(5)]
    assert [c["explanation"]["en"] for c in contents] == [f"English because {n}" for n in range(5)]
    assert [[o["weight"] for o in c["options"]].index("1") for c in contents] == [0, 1, 2, 0, 1]
    assert [o["text"]["lo"] for o in contents[4]["options"]] == [
        f"ລາວ option 4-{n}" for n in range(3)
    ]


def test_enter_makes_an_option_where_none_is_left(trainer, open_page):
    page = open_page(NEW, person=trainer, size="desk", language="en")
    page.locator("[data-keys]:visible").wait_for()
    page.keyboard.press("Enter")

    for number in range(14):
        page.keyboard.type(f"option {number}")
        page.keyboard.press("Enter")

    assert page.locator("[data-row]").count() == 12
    assert page.locator("#id_options-11-text_lo").input_value() == "option 11"
    assert page.locator("#id_options-TOTAL_FORMS").input_value() == "12"


@pytest.mark.parametrize("question_type", ["single", "matching", "computed"])
def test_form_has_no_axe_violation(trainer, open_page, axe, screen, question_type):
    page = open_page(
        NEW.replace("single", question_type), person=trainer, size=screen, language="lo"
    )
    page.locator("[data-keys]:visible").wait_for()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_phone_and_alike_follow_what_is_typed(pool, make_question, trainer, open_page):
    stem = {"lo": "ສະມາຊິກຖອກເງິນຊ້າ ສາມເດືອນ ທ່ານບອກແນວໃດ", "en": "A member pays three months late"}
    write(make_question("late-1"), single_content("late") | {"stem": stem})
    page = open_page(NEW, person=trainer, size="desk", language="en")
    page.locator("[data-keys]:visible").wait_for()
    phone = page.frame_locator("iframe[name=on-phone]")

    page.keyboard.type(stem["lo"])
    page.keyboard.press("Enter")
    page.keyboard.type("ຄຳຕອບ")

    page.locator("[data-alike] a[href$='/late-1/']").wait_for()
    phone.locator("html[lang=lo] .choice").wait_for()
    assert phone.locator("h1").inner_text() == stem["lo"]
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") == 360
    page.locator("#id_options-0-text_en").fill("The answer")
    phone.locator("html[lang=en] .choice", has_text="The answer").wait_for()
    page.keyboard.press("Alt+p")
    page.locator("iframe").wait_for(state="hidden")


def test_form_without_a_script(pool, trainer, open_page):
    page = open_page(NEW, person=trainer, size="desk", language="en", javascript=False)
    page.locator("#id_stem_lo").fill("ຄຳຖາມ")
    page.locator("#id_stem_en").fill("By hand")
    for number in range(2):
        for language in ("lo", "en"):
            page.locator(f"#id_options-{number}-text_{language}").fill(f"{language} {number}")
    page.locator("#id_options-1-right").check()
    page.locator("[data-phone] summary").click()
    page.locator("[data-language=en]").click()
    page.frame_locator("iframe[name=on-phone]").get_by_text("en 1").wait_for()
    page.get_by_role("button", name="Save and write the next one").click()
    page.get_by_text("Saved as version 1").wait_for()

    content = Question.objects.get(title_en="By hand").versions.get().content
    assert [option["weight"] for option in content["options"]] == ["0", "1"]


LONG = "A receipt for each payment, checked by its code on the hotline, however small the sum is. "


def test_field_of_a_long_option_grows_and_keeps_the_keyboard(pool, trainer, open_page):
    page = open_page(NEW, person=trainer, size="desk", language="en")
    page.locator("[data-keys]:visible").wait_for()
    first = page.locator("#id_options-0-text_lo")
    page.keyboard.press("Enter")
    one_line = first.bounding_box()["height"]

    page.keyboard.type(LONG * 3)

    page.wait_for_function(
        "([field, before]) => field.offsetHeight > before * 2",
        arg=[first.element_handle(), one_line],
    )
    assert first.evaluate("field => field.scrollHeight - field.clientHeight") <= 1
    page.keyboard.press("Enter")
    page.locator("#id_options-1-text_lo:focus").wait_for()
    assert first.input_value() == LONG * 3


def test_bank_is_read_on_a_phone(make_question, trainer, open_page):
    content = single_content() | {"stem": {"lo": "ຄຳຖາມ " * 20, "en": LONG}}
    write(make_question("long-1"), content)
    page = open_page("/cms/quizzes/questions/", person=trainer, size="phone", language="en")

    row = page.locator("tr", has_text="long-1")
    for cell in row.locator("td:visible").all():
        box = cell.bounding_box()
        assert box["width"] >= 280
        assert box["x"] + box["width"] <= 360
