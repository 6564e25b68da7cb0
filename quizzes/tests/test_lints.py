"""What is said of a question before it is ready: each rule met, and each just not met."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lints import blocking, findings, story_findings
from sop_pages.models.values import Figure

from .conftest import (
    CONTENTS,
    computed_content,
    matching_content,
    multiple_content,
    numeric_content,
    ordering_content,
    short_content,
    single_content,
)

VALUES = {
    "vol_rate": Figure("vol_rate", Decimal("9.0000"), "percent"),
    "ceiling": Figure("ceiling", Decimal("4500000.0000"), "kip_month"),
    "part": Figure("part", Decimal("5.5"), "percent"),
    "wait": Figure("wait", Decimal("6"), "months"),
    "hotline": Figure("hotline", Decimal("1508"), "phone"),
}


def said(question_type, content):
    with override("en"):
        return findings(question_type, content, VALUES)


def places(found):
    return {(f.place.part, f.place.language, f.place.row, f.place.name) for f in found}


def single(**changes):
    return single_content() | changes


def option(n, lo=None, en=None, **changes):
    content = single_content()
    texts_of = content["options"][n]["text"]
    content["options"][n]["text"] = {"lo": lo or texts_of["lo"], "en": en or texts_of["en"]}
    content["options"][n] |= changes
    return content


def stem(lo="ລາວ?", en="English?"):
    return single(stem={"lo": lo, "en": en})


@pytest.mark.parametrize("question_type", list(CONTENTS))
def test_nothing_blocks_a_sound_question(question_type):
    assert blocking(said(question_type, CONTENTS[question_type]("q"))) == []


@pytest.mark.parametrize(
    ("question_type", "content", "place"),
    [
        ("single", stem(en=" "), ("stem", "en", None, "")),
        ("single", stem(lo="", en=""), ("stem", "lo", None, "")),
        ("single", option(1, en=" "), ("options", "en", 1, "text")),
        ("single", single(hint={"lo": "", "en": "Look."}), ("hint", "lo", None, "")),
        ("numeric", numeric_content() | {"unit": {"lo": "ກີບ"}}, ("unit", "en", None, "")),
        ("single", option(1, en=" "), ("options", "", None, "")),
        ("single", stem(en="x" * 301), ("stem", "en", None, "")),
        ("single", option(3, lo="ກ" * 301), ("options", "lo", 3, "text")),
        ("single", option(1, en="English  TEXT-q-a."), ("options", "en", 1, "text")),
        ("matching", "left", ("pairs", "lo", 1, "left")),
        ("ordering", "item", ("items", "en", 3, "text")),
        ("computed", computed_content() | {"stem": {"lo": "{income}?", "en": "How much?"}},
         ("stem", "en", None, "")),
        ("computed", "wrong", ("known_wrong", "lo", 0, "formula")),
        ("numeric", "wrong", ("known_wrong", "lo", 0, "value")),
        ("short", "wrong", ("known_wrong", "lo", 0, "text")),
    ],
)  # fmt: skip
def test_blocks_being_ready(question_type, content, place):
    if content == "left":
        content = matching_content()
        content["pairs"][1]["left"] = dict(content["pairs"][0]["left"], en="other")
    elif content == "item":
        content = ordering_content()
        texts_of = {item["key"]: item["text"] for item in content["items"]}
        texts_of["b"]["en"] = texts_of["c"]["en"].upper()
    elif content == "wrong":
        content = deepcopy(CONTENTS[question_type]())
        wrong = content["known_wrong"][0]
        if question_type == "computed":
            wrong["formula"] = content["formula"].replace(" ", "")
        elif question_type == "numeric":
            wrong["value"] = "405000.0"
        else:
            wrong["text"] = {"lo": "", "en": "Medical  certificate."}

    found = places(blocking(said(question_type, content)))

    assert place in found


@pytest.mark.parametrize(
    ("one", "other"), [("ນ້ຳ", "ນໍ້າ"), ("ໝາຍເລກ ໑໒", "ຫມາຍເລກ 12"), ("ຖືກ.", " ຖືກ")]
)
def test_alike_is_told_by_sound_not_by_signs(one, other):
    content = option(0, lo=one)
    content["options"][2]["text"]["lo"] = other

    found = blocking(said("single", content))

    assert [(f.place.row, f.message) for f in found] == [
        (2, "It says the same as number 1. Change one, or take it out.")
    ]


@pytest.mark.parametrize(
    "words",
    [
        {"en": "All of the above"}, {"en": "None of the above."}, {"en": "all the above"},
        {"en": "Both of the options"}, {"en": "A and C"}, {"en": "Neither of the above is right"},
        {"en": "All of these"},
        {"lo": "ຖືກທຸກຂໍ້"}, {"lo": "ທຸກຂໍ້ຖືກຕ້ອງ"}, {"lo": "ຖືກໝົດທຸກຂໍ້."}, {"lo": "ຖືກ ທັງໝົດ"},
        {"lo": "ບໍ່ມີຂໍ້ໃດຖືກ"}, {"lo": "ບໍ່ແມ່ນຂໍ້ໃດເລີຍ"}, {"lo": "ທັງໝົດຂ້າງເທິງ"}, {"lo": "ຂໍ້ ກ ແລະ ຂໍ້ ຄ"},
        {"lo": "ທຸກຂໍ້ທີ່ກ່າວມາ"},
    ],
)  # fmt: skip
def test_option_that_speaks_of_the_others_blocks(words):
    found = blocking(said("single", option(3, **words)))

    assert [f.place.row for f in found] == [3]
    assert "shown shuffled" in found[0].message


@pytest.mark.parametrize(
    "words",
    [
        {"en": "All parts of the form"}, {"en": "Above all, ask for the card"},
        {"en": "Ask Anna and Bounmy"}, {"en": "The answer above the stamp"},
        {"lo": "ຕື່ມທຸກຂໍ້ໃນແບບຟອມ"}, {"lo": "ສົ່ງເອກະສານທັງໝົດ"}, {"lo": "ບອກຂໍ້ມູນທີ່ຖືກຕ້ອງ"},
    ],
)  # fmt: skip
def test_option_that_speaks_of_itself_passes(words):
    assert [f for f in said("single", option(3, **words)) if "shuffled" in f.message] == []


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ({"en": "Which is not right?"}, True),
        ({"en": "All may join except…"}, True),
        ({"en": "What don’t you promise?"}, True),
        ({"en": "Which is **not** right?"}, False),
        ({"en": "Which is NOT right?"}, False),
        ({"en": "He hasn't paid. What do you say?"}, False),
        ({"en": "What is another reason?"}, False),
        ({"lo": "ຂໍ້ໃດບໍ່ຖືກ?"}, True),
        ({"lo": "ທຸກຄົນເຂົ້າໄດ້ ຍົກເວັ້ນໃຜ?"}, True),
        ({"lo": "ຂໍ້ໃດ **ບໍ່** ຖືກ?"}, False),
        ({"lo": "ລາວເຂົ້າປະກັນສັງຄົມໄດ້ບໍ່?"}, False),
        ({"lo": "ຕ້ອງຈ່າຍຫຼືບໍ່?"}, False),
        ({"lo": "ສັນຍາໄດ້ບໍ່ວ່າ ຈະນັບ?"}, False),
        ({"lo": "ລາວຍັງບໍ່ຈ່າຍ. ທ່ານເວົ້າແນວໃດ?"}, False),
    ],
)
def test_not_in_the_asking_sentence_is_marked(words, is_said):
    found = said("single", stem(**words))

    assert [f.message.startswith("The question says “not”") for f in found] == [True] * is_said
    assert blocking(found) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("9 % of it", "{vol_rate}"), ("9%", "{vol_rate}"), ("nine or 9 percent", "{vol_rate}"),
        ("໙ ເປີເຊັນ", "{vol_rate}"), ("5,5 %", "{part}"), ("5.5%", "{part}"),
        ("4.500.000 ກີບ", "{ceiling}"), ("4,500,000", "{ceiling}"), ("4500000", "{ceiling}"),
        ("6 months", "{wait}"), ("a 6-month wait", "{wait}"), ("໖ ເດືອນ", "{wait}"),
        ("call 1508", "{hotline}"),
        ("9 people", ""), ("6 days", ""), ("59 %", ""), ("9.5 %", ""), ("15080", ""),
        ("{vol_rate} %", ""), ("14.500.000", ""), ("4.500.000.000", ""),
    ],
)  # fmt: skip
def test_bare_number_names_its_value(text, key):
    content = single(explanation={"lo": "ອະທິບາຍ", "en": text})
    named = [f for f in said("single", content) if "is a reference value" in f.message]

    assert [key in f.message and f.place.part for f in named] == (["explanation"] if key else [])


def test_bare_rate_in_a_formula_is_named():
    found = said("computed", computed_content(rate="9"))

    assert ("formula", "", None, "") in places(found)
    assert blocking(found) == []


def test_longest_right_option_is_said_not_stopped():
    found = said("single", option(2, en="text that goes on and on about why it is so"))

    assert places(found) == {("options", "en", 2, "text")}
    assert blocking(found) == []
    assert said("single", option(2, en="English text-q-c only")) == []


def test_silence_after_the_answer():
    nothing = {"lo": "", "en": ""}
    content = single_content() | {"explanation": nothing}
    for row in content["options"]:
        row["feedback"] = nothing
    explained = content | {"explanation": {"lo": "ເພາະ", "en": "because"}}

    assert places(blocking(said("single", content))) == {("explanation", "lo", None, "")}
    assert [f.place.row for f in said("single", explained)] == [0, 1, 3]
    assert blocking(said("single", explained)) == []


def test_counts_of_options_by_language():
    found = blocking(said("single", option(1, en=" ")))

    assert "There are 4 options in Lao and 3 in English. Write each in both." in [
        f.message for f in found
    ]


@pytest.mark.parametrize(
    ("question_type", "change", "place"),
    [
        ("multiple", lambda c: c["options"][1].update(weight="-0.5"), "options"),
        ("multiple", lambda c: [o.update(weight="0.25") for o in c["options"]], "options"),
        ("matching", lambda c: c.update(distractors=[]), "pairs"),
        ("ordering", lambda c: c["items"][0]["text"].update(en="Finally, send it"), "items"),
        ("ordering", lambda c: c["items"][1]["text"].update(lo="ຈາກນັ້ນ ສົ່ງໃບ"), "items"),
        ("computed", lambda c: c["parameters"].append({"name": "age", "values": ["1"]}), "numbers"),
        ("computed", lambda c: c.update(unit={}), "unit"),
        ("short", lambda c: c["accepted"].update(en=[]), "accepted"),
    ],
)
def test_said_of_single_types(question_type, change, place):
    content = {
        "multiple": multiple_content, "matching": matching_content, "short": short_content,
        "ordering": ordering_content, "computed": computed_content,
    }[question_type]()  # fmt: skip
    before = places(said(question_type, content))

    change(content)

    found = said(question_type, content)
    assert place in {part for part, *_ in places(found) - before}
    assert blocking(found) == []


def sample_questions():
    file = Path(settings.BASE_DIR) / "content" / "data" / "questions" / "questions.json"
    return json.loads(file.read_text(encoding="utf-8"))["questions"]


def test_nothing_blocks_the_sample_questions():
    asked = [q for q in sample_questions() if q["type"] in CONTENTS]

    blocked = {q["key"]: blocking(said(q["type"], q)) for q in asked}

    assert len(asked) > 40
    assert {key: found for key, found in blocked.items() if found} == {}


WORDS = st.text(st.sampled_from("ກຂໝ່້ຳບໍ່ທຸກຂໍ້ aA9%.{}*?\n"), max_size=40)


@given(st.sampled_from(sorted(CONTENTS)), st.data())
def test_any_words_are_read(question_type, data):
    content = deepcopy(CONTENTS[question_type]())
    for both in [content["stem"], *[o["text"] for o in content.get("options", [])]]:
        both |= {"lo": data.draw(WORDS), "en": data.draw(WORDS)}

    found = said(question_type, content)

    known = {"stem", *content}
    assert [f for f in found if f.place.part not in known or not f.message.endswith(".")] == []


AS_NUMBER = "9 is a reference value. Write {vol_rate}"


def told(part, english, lao="ລາວ"):
    content = {"story": {"lo": "ເລື່ອງ", "en": "A story"}, "explanation": {"lo": "", "en": ""}}
    with override("en"):
        return [
            (one.place.part, one.place.language, one.message.partition(":")[0], one.blocks)
            for one in story_findings(content | {part: {"lo": lao, "en": english}}, VALUES)
        ]


@pytest.mark.parametrize(
    ("part", "english", "lao", "places"),
    [
        ("story", "x" * 600, "ລາວ", []),
        ("story", "x" * 601, "ລາວ", [("story", "en", "601 characters", False)]),
        ("story", "She paid 9 % of it.", "ລາວ", [("story", "en", AS_NUMBER, False)]),
        ("story", "She paid {vol_rate}.", "ລາວ", []),
        ("explanation", "Say it.", "", [("explanation", "lo", "The Lao is missing", False)]),
        ("explanation", "", "", []),
    ],
)  # fmt: skip
def test_story_of_a_case_is_looked_at_too(part, english, lao, places):
    assert told(part, english, lao) == places
