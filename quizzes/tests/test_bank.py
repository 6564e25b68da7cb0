"""Writing questions in the CMS: by form, in both languages, by trainers."""

import re
from html import unescape

import pytest

from quizzes.models import Question, Quiz, QuizSlot
from quizzes.starting import start
from sop_pages.evidence import naming
from sop_pages.models import SOP, ReferenceValue
from sop_site.officers.models import AuditEntry

from .conftest import CONTENTS


def form_data(pool, rows, **fields):
    """What a browser sends: rows are (text, is right, feedback)."""
    data = {
        "key": "M2-50",
        "pool": pool.pk,
        "state": "ready",
        "difficulty": "easy",
        "tags": "",
        "stem_lo": "ຄຳຖາມ",
        "stem_en": "A question",
        "explanation_lo": "ອະທິບາຍ",
        "explanation_en": "Because",
        "options-TOTAL_FORMS": len(rows),
        "options-INITIAL_FORMS": 0,
    }
    for n, (text, right, feedback) in enumerate(rows):
        data |= {
            f"options-{n}-text_lo": f"ລາວ {text}" if text else "",
            f"options-{n}-text_en": text,
            f"options-{n}-feedback_lo": feedback,
            f"options-{n}-feedback_en": feedback,
        }
        if right:
            data[f"options-{n}-right"] = "on"
    return data | fields


THREE = [("one", True, "yes"), ("two", False, "no"), ("three", False, "no"), ("", False, "")]


def written(key="M2-50"):
    return Question.objects.get(key=key).versions.order_by("-number").first()


def test_single_choice_by_form(pool, trainer, as_):
    reply = as_(trainer).post("/cms/quizzes/questions/new/single/", form_data(pool, THREE))

    version = written()
    options = version.content["options"]
    assert reply.url == "/cms/quizzes/questions/M2-50/"
    assert [o["text"]["en"] for o in options] == ["one", "two", "three"]
    assert [o["weight"] for o in options] == ["1", "0", "0"]
    assert {o["key"] for o in options} == {"a", "b", "c"}
    assert version.created_by == trainer
    question = version.question
    assert (question.title_lo, question.title_en) == ("ຄຳຖາມ", "A question")


def test_multiple_choice_shares_the_mark(pool, trainer, as_):
    rows = [("one", True, ""), ("two", True, ""), ("three", True, ""), ("four", False, "")]

    as_(trainer).post("/cms/quizzes/questions/new/multiple/", form_data(pool, rows))

    content = written().content
    weights = [option["weight"] for option in content["options"]]
    assert weights == ["0.3333333", "0.3333333", "0.3333333", "-0.5"]
    assert content["right_count"] == 3


def test_number_by_form(pool, trainer, as_):
    data = form_data(
        pool,
        [("5", False, "count the gaps")],
        answer="2",
        tolerance="0",
        unit_lo="ເດືອນ",
        unit_en="months",
    )
    data["options-0-text_lo"] = "5"

    as_(trainer).post("/cms/quizzes/questions/new/numeric/", data)

    content = written().content
    assert (content["answer"], content["unit"]) == ("2", {"lo": "ເດືອນ", "en": "months"})
    assert content["known_wrong"] == [
        {"value": "5", "feedback": {"lo": "count the gaps", "en": "count the gaps"}}
    ]


def test_short_text_by_form(pool, trainer, as_):
    data = form_data(pool, [], accepted_lo="ໃບຢັ້ງຢືນ\n\nໃບຢັ້ງຢືນແພດ ", accepted_en="certificate")

    as_(trainer).post("/cms/quizzes/questions/new/short/", data)

    assert written().content["accepted"] == {
        "lo": ["ໃບຢັ້ງຢືນ", "ໃບຢັ້ງຢືນແພດ"],
        "en": ["certificate"],
    }


PAIRS = [("one", "first"), ("two", "second"), ("three", "first"), ("", "too many"), ("", "")]


def pair_data(pool, pairs, **fields):
    """What a browser sends of a matching question: rows are (left, right)."""
    data = form_data(pool, [(left, False, f"of {left}" if left else "") for left, _ in pairs])
    for n, (_left, right) in enumerate(pairs):
        data[f"options-{n}-right_lo"] = f"ລາວ {right}" if right else ""
        data[f"options-{n}-right_en"] = right
    return data | fields


def test_matching_by_form(pool, trainer, as_):
    client = as_(trainer)

    client.post("/cms/quizzes/questions/new/matching/", pair_data(pool, PAIRS))

    content = written().content
    pairs, [extra] = content["pairs"], content["distractors"]
    assert [p["left"]["en"] for p in pairs] == ["one", "two", "three"]
    assert [p["right"]["en"] for p in pairs] == ["first", "second", "first"]
    assert pairs[0]["right_key"] == pairs[2]["right_key"]
    assert len({pairs[0]["right_key"], pairs[1]["right_key"], extra["key"]}) == 3
    assert extra["text"] == {"lo": "ລາວ too many", "en": "too many"}
    page = client.get("/cms/quizzes/questions/M2-50/").content.decode()
    assert ">\ntoo many</textarea>" in page
    assert "SECRET" not in page


def test_matching_row_that_is_reworded_keeps_its_keys(pool, trainer, as_):
    client = as_(trainer)
    client.post("/cms/quizzes/questions/new/matching/", pair_data(pool, PAIRS))
    before = written().content
    rows = [("one", "first"), ("two", "other"), ("three", "first"), ("", "too many")]
    keys = {"options-INITIAL_FORMS": 4}
    for n, pair in enumerate(before["pairs"]):
        keys |= {f"options-{n}-key": pair["key"], f"options-{n}-right_key": pair["right_key"]}
    keys["options-3-right_key"] = before["distractors"][0]["key"]

    client.post("/cms/quizzes/questions/M2-50/", pair_data(pool, rows, **keys))

    after = written().content
    assert after["pairs"][1]["right"]["en"] == "other"
    assert [(p["key"], p["right_key"]) for p in after["pairs"]] == [
        (p["key"], p["right_key"]) for p in before["pairs"]
    ]
    assert after["distractors"] == before["distractors"]


def step_data(pool, rows, **fields):
    """What a browser sends of an ordering question: rows are (text, place)."""
    data = form_data(pool, [(text, False, "") for text, _place in rows])
    return data | {f"options-{n}-place": place for n, (_, place) in enumerate(rows)} | fields


@pytest.mark.parametrize(
    ("question_type", "has_right"),
    [
        *(("single", True), ("truefalse", True), ("numeric", False), ("short", False)),
        *(("computed", False), ("ordering", False), ("matching", False)),
    ],
)
def test_only_choices_have_a_tick_for_right(trainer, as_, question_type, has_right):
    page = as_(trainer).get(f"/cms/quizzes/questions/new/{question_type}/").content.decode()

    assert ('name="options-0-right"' in page) == has_right
    assert 'class="listing"' not in page


COMPUTED = {
    "stem_lo": "{income} ກີບ, {months} ເດືອນ: ຕ້ອງຖອກເທົ່າໃດ?",
    "stem_en": "What is due of {income} for {months} months?",
    "numbers": "income: 1000000 to 3000000 step 500000\nmonths: 2, 3",
    "formula": "round(income * vol_rate / 100) * months",
    "tolerance": "0",
    "unit_lo": "ກີບ",
    "unit_en": "kip",
}
NEW_COMPUTED = "/cms/quizzes/questions/new/computed/"


@pytest.fixture
def vol_rate(db):
    return ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="9", unit="percent"
    )


def test_computed_by_form(pool, trainer, as_, vol_rate):
    rows = [("round(income * vol_rate / 100)", False, "one month only")]

    data = form_data(pool, rows, **COMPUTED) | {"options-0-text_lo": rows[0][0]}
    as_(trainer).post(NEW_COMPUTED, data)

    content = written().content
    assert content["parameters"] == [
        {"name": "income", "min": "1000000", "max": "3000000", "step": "500000"},
        {"name": "months", "values": ["2", "3"]},
    ]
    assert content["formula"] == COMPUTED["formula"]
    assert content["known_wrong"][0]["formula"] == rows[0][0]
    assert written().question.title_en == "What is due of 1,000,000 for 2 months?"


def test_computed_shows_three_examples_before_saving(pool, trainer, as_, vol_rate):
    data = form_data(pool, [], **COMPUTED)

    page = as_(trainer).post(NEW_COMPUTED, data | {"do": "try"}).context

    assert len(page["examples"]) == 3
    for numbers, answer in page["examples"]:
        assert int(answer) == int(numbers["income"]) * 9 // 100 * int(numbers["months"])
    assert not Question.objects.filter(key="M2-50").exists()


def test_examples_are_shown_while_english_is_missing_and_that_is_said(
    pool, trainer, as_, vol_rate, in_english
):
    data = form_data(pool, [], **COMPUTED | {"stem_en": ""})

    page = as_(trainer).post(NEW_COMPUTED, data | {"do": "try"}).context

    assert len(page["examples"]) == 3
    assert page["tried"] == ["The question has no text in one of the languages."]


def test_question_without_examples_says_why(pool, trainer, as_, vol_rate, in_english):
    client = as_(trainer)
    data = form_data(pool, [], **COMPUTED | {"formula": "income * ("}, state="draft")
    client.post(NEW_COMPUTED, data)

    page = client.get("/cms/quizzes/questions/M2-50/")

    assert page.context["examples"] == []
    assert "They can't be shown yet: The formula" in page.content.decode()


def test_formula_of_several_lines_is_one(pool, trainer, as_, vol_rate):
    lines = "round(income * vol_rate / 100)\r\n  * months"

    as_(trainer).post(NEW_COMPUTED, form_data(pool, [], **COMPUTED | {"formula": lines}))

    assert written().content["formula"] == COMPUTED["formula"]


def test_steps_are_grouped_and_their_numbers_told(pool, trainer, as_, step, vol_rate, in_english):
    type(step).objects.update(title_en="Take **{vol_rate}** of it")
    sop = SOP.objects.create(code="PAY-01")
    sop.steps.create(block_id=sop.block_id("slip"), key="slip", kind="bring", title_en="The slip")

    page = as_(trainer).get(NEW_COMPUTED).content.decode()

    select = page.partition('name="step"')[2].partition("</select>")[0]
    found = re.findall(r'label="([^"]+)"|<option value="\d+">\s*([^<]+?)\s*</option>', select)
    assert [code or label for code, label in found] == [
        *["PAY-01", "to bring: The slip", "REG-01", "4. Take 9 of it"]
    ]


def test_step_that_left_its_sop_stays_chosen(make_question, pool, step, trainer, as_, in_english):
    question = make_question("M2-50", step=step)
    type(step).objects.update(present=False)
    other = step.sop.steps.create(block_id=step.sop.block_id("x"), key="x", present=False)
    client, address = as_(trainer), "/cms/quizzes/questions/M2-50/"

    page = client.get(address).content.decode()
    client.post(address, form_data(pool, THREE, step=step.pk))

    question.refresh_from_db()
    assert question.step == step
    assert "4. Fill in the form (no longer in the SOP)" in page
    assert f'<option value="{other.pk}"' not in page


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("single", "marks the right one"), ("ordering", "next row"), ("numeric", "next field")],
)
def test_keys_are_told_that_this_type_has(trainer, as_, pool, in_english, kind, keys):
    page = as_(trainer).get(f"/cms/quizzes/questions/new/{kind}/").content.decode()

    said = ["marks the right one", "next row", "next field"]
    assert [words for words in said if words in page] == [keys]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"formula": "income / (months - 2)"}, "The formula divides by zero. (income = 1000000"),
        ({"formula": "income * vol_rat"}, "There is no reference value {vol_rat}."),
        ({"formula": "income * vol_rate / 7"}, "has too many digits (1285714."),
        ({"formula": "income ** 2"}, "can’t be read at “*”."),
        ({"formula": "__import__"}, "can’t be read at “_”."),
        ({"numbers": "income: a lot"}, "“income: a lot” can’t be read."),
        ({"numbers": "vol_rate: 1 to 9\nincome: 1\nmonths: 1"}, "{vol_rate} is a reference value"),
    ],
)
def test_computed_names_what_is_wrong(pool, trainer, as_, vol_rate, fields, said):
    data = form_data(pool, [], **COMPUTED | fields)
    client = as_(trainer)
    client.cookies["django_language"] = "en"

    tried = client.post(NEW_COMPUTED, data | {"do": "try"}).content.decode()
    saved = client.post(NEW_COMPUTED, data).content.decode()

    for page in (tried, saved):
        assert said in unescape(page).replace("can't", "can’t")
    assert not Question.objects.filter(key="M2-50").exists()


def test_ordering_by_form(pool, trainer, as_):
    client = as_(trainer)
    rows = [("one", ""), ("two", ""), ("three", ""), ("", "")]
    client.post("/cms/quizzes/questions/new/ordering/", step_data(pool, rows))
    before = written().content
    keys = {f"options-{n}-key": key for n, key in enumerate(before["order"])}
    keys["options-INITIAL_FORMS"] = 3

    rows = [("one", 3), ("two", 2), ("three", 1), ("between", 2)]
    client.post("/cms/quizzes/questions/M2-50/", step_data(pool, rows, **keys))

    after = written().content
    texts = {item["key"]: item["text"]["en"] for item in after["items"]}
    assert [texts[key] for key in after["order"]] == ["three", "between", "two", "one"]
    assert [texts[key] for key in before["order"]] == ["one", "two", "three"]
    assert [item["key"] for item in after["items"]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "question_type", ["single", "multiple", "numeric", "short", "ordering", "computed"]
)
def test_saving_an_opened_question_changes_nothing(
    make_question, trainer, as_, question_type, pool
):
    question = make_question("Q-1", type=question_type)
    client = as_(trainer)
    form = client.get("/cms/quizzes/questions/Q-1/").context
    data = {"key": "Q-1", "pool": question.pool_id, "state": "ready", "difficulty": "medium"}
    for part in (form["form"], form["special"] or [], form["options"].management_form):
        data |= {f.html_name: f.value() if f.value() is not None else "" for f in part}
    for row in form["options"]:
        data |= {f.html_name: f.value() or "" for f in row if f.name != "right"}
        data |= {f.html_name: "on" for f in row if f.name == "right" and f.value()}
    data = {name: value for name, value in data.items() if value is not False} | {"tags": ""}

    client.post("/cms/quizzes/questions/Q-1/", data)

    assert question.versions.count() == 1
    kept = written("Q-1").content
    before = CONTENTS[question_type]("Q-1")
    assert {name: kept[name] for name in before if name != "reference_keys"} == {
        name: before[name] for name in before if name != "reference_keys"
    }


def test_editing_after_asking_makes_the_next_version(pool, trainer, officer, as_):
    client = as_(trainer)
    client.post("/cms/quizzes/questions/new/single/", form_data(pool, THREE))
    quiz = Quiz.objects.create(slug="q", title_lo="q", title_en="q", state="ready")
    QuizSlot.objects.create(quiz=quiz, question=Question.objects.get(key="M2-50"))
    attempt = start(quiz, officer=officer, language="lo")

    page = client.get("/cms/quizzes/questions/M2-50/").content.decode()
    client.post("/cms/quizzes/questions/M2-50/", form_data(pool, THREE, stem_en="Other words"))

    assert "help-info" in page
    assert (written().number, written().content["stem"]["en"]) == (2, "Other words")
    assert attempt.responses.get().version.content["stem"]["en"] == "A question"


def test_ready_question_with_a_fault_is_not_saved(pool, trainer, as_):
    data = form_data(pool, THREE, stem_lo="")

    reply = as_(trainer).post("/cms/quizzes/questions/new/single/", data)

    assert reply.status_code == 200
    assert ">\nthree</textarea>" in reply.content.decode()
    assert not Question.objects.filter(key="M2-50").exists()


def test_draft_with_a_fault_is_kept_and_never_asked(pool, trainer, as_):
    data = form_data(pool, THREE, stem_lo="", state="draft")

    as_(trainer).post("/cms/quizzes/questions/new/single/", data)

    assert written().question.state == "draft"
    assert not Question.objects.ready().filter(key="M2-50").exists()


def test_key_used_twice_is_refused(pool, make_question, trainer, as_):
    make_question("M2-50")

    reply = as_(trainer).post("/cms/quizzes/questions/new/single/", form_data(pool, THREE))

    assert reply.status_code == 200
    assert Question.objects.get(key="M2-50").versions.get().content["stem"]["en"] != "A question"


@pytest.mark.parametrize("role", ["reviewer", "admin_person"])
def test_readers_see_keys_and_change_nothing(make_question, request, as_, role):
    question = make_question("Q-1")
    client = as_(request.getfixturevalue(role))

    page = client.get("/cms/quizzes/questions/Q-1/")
    client.post("/cms/quizzes/questions/Q-1/", form_data(question.pool, THREE))

    assert "SECRET-feedback-Q-1-a" in page.content.decode()
    assert question.versions.get().content["stem"]["en"] == "English stem-Q-1"
    logged = AuditEntry.objects.filter(deed="question.key_read").count()
    assert logged >= (1 if role == "admin_person" else 0)


@pytest.mark.parametrize("role", ["officer", "coordinator", "observer"])
@pytest.mark.parametrize("rest", ["", "Q-1/", "new/single/"])
def test_others_see_no_question(make_question, request, as_, role, rest):
    make_question("Q-1")

    reply = as_(request.getfixturevalue(role)).get(f"/cms/quizzes/questions/{rest}")

    assert reply.status_code in (302, 403, 404)
    assert "SECRET" not in reply.content.decode()


def test_bank_queries_are_constant(make_question, trainer, as_, django_assert_max_num_queries):
    client = as_(trainer)
    client.get("/cms/quizzes/questions/")
    counts = []

    for n in range(2):
        with django_assert_max_num_queries(30) as seen:
            client.get("/cms/quizzes/questions/")
        counts.append(len(seen))
        for extra in range(3):
            make_question(f"Q-{n}{extra}")

    assert counts[0] == counts[1]


def test_bank_finds_by_word_and_state(make_question, trainer, as_):
    make_question("Q-1")
    make_question("Q-2", state="draft")
    client = as_(trainer)

    def shown(query):
        page = client.get(f"/cms/quizzes/questions/?{query}").content.decode()
        return [key for key in ("Q-1", "Q-2") if f">{key}</a>" in page]

    assert [shown(""), shown("q=q-2"), shown("state=ready")] == [["Q-1", "Q-2"], ["Q-2"], ["Q-1"]]


def test_trainer_makes_a_quiz_in_the_cms(make_question, trainer, as_):
    question = make_question("Q-1")
    client = as_(trainer)
    form = {
        "title_lo": "ແບບທົດສອບ",
        "title_en": "New quiz",
        "slug": "new-quiz",
        "kind": "practice",
        "form": "none",
        "state": "ready",
        "pass_mark": "80",
        "review": "after_attempt",
        "late_answers": "phone",
        "after_time": "late",
        "slots-TOTAL_FORMS": "1",
        "slots-INITIAL_FORMS": "0",
        "slots-MIN_NUM_FORMS": "1",
        "slots-MAX_NUM_FORMS": "1000",
        "slots-0-question": str(question.pk),
        "slots-0-count": "1",
        "slots-0-marks": "1",
        "slots-0-ORDER": "1",
    }

    reply = client.post("/cms/snippets/quizzes/quiz/add/", form)

    assert reply.status_code == 302
    assert Quiz.objects.get(slug="new-quiz").slots.get().question == question


def test_reference_value_that_is_not_there_is_refused(pool, trainer, as_):
    data = form_data(pool, THREE, stem_en="The rate is {no_rate}.")

    page = as_(trainer).post("/cms/quizzes/questions/new/single/", data).content.decode()

    assert "{no_rate}" in page.split("The rate is")[0]
    assert "The rate is {no_rate}." in page
    assert not Question.objects.filter(key="M2-50").exists()


def test_change_of_a_value_shows_the_questions_that_name_it(pool, trainer, as_):
    for key in ("vol_rate", "mat_rate"):
        ReferenceValue.objects.create(key=key, value=9, label_lo=key, label_en=key)
    client = as_(trainer)
    for key, text in (("M2-50", "Is it {vol_rate}?"), ("M2-51", "Is it {mat_rate}?")):
        address = "/cms/quizzes/questions/new/single/"
        client.post(address, form_data(pool, THREE, key=key, stem_en=text))

    (place,) = naming("vol_rate")

    assert place.label.startswith("M2-50 – ")
    assert place.url == "/cms/quizzes/questions/M2-50/"
