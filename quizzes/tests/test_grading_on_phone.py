"""The phone marks a practice as the server does: the same answers through both."""

import json
import random
from decimal import Decimal
from itertools import permutations

import pytest
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils.translation import override

from quizzes import grading
from quizzes.answers import MOST_ENTRIES
from quizzes.computing import numbers_for, solved
from quizzes.content import ASKED_TYPES
from quizzes.marking import marking
from quizzes.numbers import readings
from quizzes.percents import percent, whole

from .conftest import (
    computed_content,
    matching_content,
    multiple_content,
    numeric_content,
    ordering_content,
    short_content,
    single_content,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRADE = """
async (cases) => {
  const { grade, knownWrong, mark, misplaced, wrongPairs } =
    await import("/static/js/quizzes/grading.js");
  const { written } = await import("/static/js/quizzes/decimals.js");
  return cases.map(({ marking, answer, out_of }) => {
    const { fraction, state } = grade(marking, answer);
    const said = marking.pairs ? wrongPairs : marking.order ? misplaced : knownWrong;
    const known = said(marking, answer);
    return [written(fraction), written(mark(fraction, out_of)), state, known];
  });
}
"""
READ = """
async (texts) => {
  const { readings } = await import("/static/js/quizzes/numbers.js");
  const { written } = await import("/static/js/quizzes/decimals.js");
  return texts.map((text) => readings(text).map(({ number, rest }) => [written(number), rest]));
}
"""
VALUES = {
    key: {"value": value, "unit": "number"}
    for key, value in {
        "vol_rate": "9", "ent_rate_employer": "6", "ent_rate_worker": "5.5", "ceiling": "4500000",
        "mat_months_birth": "6", "mat_months_misc": "3",
    }.items()
}  # fmt: skip
NUMBERS = (
    "405000|405.000|405,000|405 000|405\u00a0000|໔໐໕.໐໐໐|405.000 ກີບ|405000₭|405000 ₭|₭405000|kip"
    "|405.000 kip a month|405000 ກີບຕໍ່ເດືອນ|405000 months|-405000|−405000|+ 405000|405000.0"
    "|405000,5|4500000|4.500.000|1.500|1.5|1,5|1.500,25|1,500.25|1.500.25|1 500,25|0.500|007|9 %"
    "|0,09|.5|5.|1..5|1.2.3|1 2 3| 405000 |405000\t|12345678901234567890.12345|" + "9" * 61 + "|"
    "405_000|4e5|NaN|∞|໑໒໓|405 .000|405000 ກີບ.|(405000)|\u200b405000|405000\x1f|\ufeff405000"
)
WORDS = [
    "ໃບຢັ້ງຢືນແພດ",
    "ໃບຢັ້ງຢືນແພດ.",
    " ໃບຢັ້ງຢືນ ແພດ ",
    "“ໃບຢັ້ງຢືນແພດ”",
    "Medical  Certificate!",
    "medical\u00a0certificate",
    "medical\x1fcertificate",
    "medical certificate (copy)",
    "ໃບຮັບເງິນ",
    "RECEIPT",
    "",
    ".",
    "ໃບ\u200bຢັ້ງຢືນແພດ",
    "\ufeffreceipt",
]


def state_of(fraction, answer) -> str:
    if not answer:
        return "blank"
    return "right" if fraction == 1 else "partly" if fraction > 0 else "wrong"


def by_server(case) -> list:
    kind, content, answer = case["marking"]["type"], case["content"], case["answer"]
    fraction = grading.grade(kind, content, answer).fraction
    said = grading.feedback(kind, content, answer, "en")
    known = [wrong["feedback"]["en"] for wrong in content.get("known_wrong", [])]
    mark = grading.mark(fraction, grading.decimal(case["out_of"]))
    plain = [f"{number.normalize():f}" for number in (fraction, mark)]
    if kind == "matching":
        return [*plain, state_of(fraction, answer), [said_to(content, text) for text in said]]
    if kind == "ordering":
        steps = {item["feedback"]["en"]: item["key"] for item in content["items"]}
        return [*plain, state_of(fraction, answer), [steps[text] for text in said]]
    hit = known.index(said[0]) if said and known else -1
    return [*plain, state_of(fraction, answer), hit]


def said_to(content, text) -> str:
    """Where the phone looks this feedback up."""
    sides = {f"left-{pair['key']}": pair for pair in content["pairs"]}
    sides |= {f"extra-{one['key']}": one for one in content["distractors"]}
    return next(key for key, side in sides.items() if side["feedback"]["en"] == text)


def case(kind, content, answer, out_of="1") -> dict:
    return {
        "marking": marking(kind, content),
        "content": content,
        "answer": answer,
        "out_of": out_of,
    }


def choices() -> list[dict]:
    chance = random.Random(20261125)
    thirds = multiple_content()
    for option, weight in zip(thirds["options"], ["0.3333333"] * 3 + ["-1"], strict=True):
        option["weight"] = weight
    found = [case("single", single_content(), key) for key in ["a", "b", "c", "d", "", "z"]]
    for content in (multiple_content(), thirds):
        for _ in range(60):
            answer = sorted(chance.sample("abcd", chance.randint(0, 4)))
            found.append(case("multiple", content, answer, chance.choice(["1", "2.50", "0.33"])))
    return found


def pairs() -> list[dict]:
    """Each left side with any right one, or none; seven pairs give marks with endless decimals."""
    chance = random.Random(20261125)
    found = []
    for content in (matching_content(), seven_pairs()):
        lefts, rights = [[p[n] for p in content["pairs"]] for n in ("key", "right_key")]
        for _ in range(60):
            some = sorted(chance.sample(lefts, chance.randint(0, len(lefts))))
            answer = [[left, chance.choice([*rights, "b"])] for left in some]
            found.append(case("matching", content, answer, chance.choice(["1", "2.50", "0.33"])))
    return found


def seven_pairs() -> dict:
    content = matching_content()
    feedback = content["pairs"][0]["feedback"]["en"]
    content["pairs"] = [
        content["pairs"][0]
        | {"key": f"l{n}", "right_key": f"r{n}", "feedback": {"en": f"{feedback}{n}"}}
        for n in (4, 1, 7, 2, 6, 3, 5)
    ]
    return content


def orders() -> list[dict]:
    """Every order of four steps; seven in some orders give marks with endless decimals."""
    four, seven = ordering_content(), ordering_content()
    seven["items"] = [
        seven["items"][0] | {"key": key, "feedback": {"en": f"SECRET-{key}"}} for key in "abcdefg"
    ]
    seven["order"] = list("dagbfce")
    chance = random.Random(20261125)
    found = [case("ordering", four, list(answer), "2.50") for answer in permutations("abcd")]
    found += [case("ordering", four, [])]
    return found + [
        case("ordering", seven, chance.sample(seven["order"], 7), chance.choice(["1", "0.33"]))
        for _ in range(60)
    ]


def typed() -> list[dict]:
    close = numeric_content() | {"tolerance": "0.5", "answer": "405000.25"}
    exponent = numeric_content() | {"answer": "4.05E+5", "unit": None}
    found = [
        case("numeric", content, text)
        for content in (numeric_content(), close, exponent)
        for text in NUMBERS.split("|")
    ]
    numbers = {"income": "2000000"}
    computed = solved("computed", computed_content(), {}, numbers)
    found += [
        case("computed", computed, text)
        for text in ["180000", "180.000", "໑໘໐.໐໐໐ ກີບ", "18000", "18,000", "2000000", "180001"]
    ]
    return found + [case("short", short_content(), text) for text in WORDS]


def bank() -> list[dict]:
    """Each question of the starting content, with each option or a text that is near."""
    path = settings.BASE_DIR / "content" / "data" / "questions" / "questions.json"
    found = []
    for question in json.loads(path.read_text())["questions"]:
        kind, content = question["type"], question
        if kind not in ASKED_TYPES:
            continue
        if kind == "computed":
            content = solved(kind, content, VALUES, numbers_for(content, VALUES, random.Random(1)))
            wrong = [entry["value"] for entry in content["known_wrong"]]
            found += [case(kind, content, text) for text in [content["answer"], *wrong]]
            continue
        if kind in ("numeric", "short"):
            accepted = content.get("accepted", {}).values()
            texts = [content.get("answer", ""), *(text for texts in accepted for text in texts)]
            found += [case(kind, content, text) for text in texts if text]
            continue
        if kind == "matching":
            right = [[pair["key"], pair["right_key"]] for pair in content["pairs"]]
            wrong = [[left, content["distractors"][0]["key"]] for left, _right in right]
            found += [case(kind, content, answer) for answer in (right, right[:1], wrong)]
            continue
        if kind == "ordering":
            order = content["order"]
            found += [case(kind, content, order[n:] + order[:n]) for n in (0, 1)]
            continue
        keys = [option["key"] for option in content["options"]][:MOST_ENTRIES]
        answers = [[key] for key in keys] + [keys] if kind == "multiple" else keys
        found += [case(kind, content, answer) for answer in answers]
    return found


@pytest.fixture
def bare_page(open_page, page_faults):
    page_faults.expect("404")  # no icon of its own
    return open_page("/static/icons/mark.svg")


@pytest.mark.parametrize("cases", [choices, pairs, orders, typed, bank])
def test_phone_marks_as_the_server(bare_page, cases):
    vectors = cases()

    said = bare_page.evaluate(GRADE, vectors)

    assert len(vectors) > 50
    wrong = [
        (vector["marking"], vector["answer"], seen, known)
        for vector, seen, known in zip(vectors, said, map(by_server, vectors), strict=True)
        if seen != known
    ]
    assert wrong[:3] == []


def test_phone_reads_numbers_as_the_server(bare_page):
    texts = NUMBERS.split("|")

    said = bare_page.evaluate(READ, texts)

    known = [[[f"{number:f}", rest] for number, rest in readings(text)] for text in texts]
    shortened = [[[_plain(number), rest] for number, rest in found] for found in known]
    assert dict(zip(texts, said, strict=True)) == dict(zip(texts, shortened, strict=True))


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


TOTAL = """
async (sums) => {
  const { decimal, percent, shown } = await import("/static/js/quizzes/decimals.js");
  return sums.map(([mark, most]) => [
    shown(decimal(mark), ","), percent(decimal(mark), decimal(most)),
  ]);
}
"""


def test_sums_are_written_as_the_server_writes_them(bare_page):
    written = "3.9166667/5 1/6 1/8 0.145/1 3.5/4 4.999/5 0/0 5.0/5 12.005/20 0.0000001/1"
    sums = [tuple(one.split("/")) for one in written.split()]

    found = bare_page.evaluate(TOTAL, [list(one) for one in sums])

    with override("lo"):
        assert found == [
            [floatformat(Decimal(mark), -2), whole(percent(Decimal(mark), Decimal(most)))]
            for mark, most in sums
        ]


TOLD = """
async (mark) => {
  const { total } = await import("/static/js/quizzes/marks.js");
  const asked = (question, out_of) => ({
    marking: { type: "single", weights: { a: "1", b: "0" }, out_of }, known: { question },
  });
  const questions = [asked("1", mark), asked("2", String(1 - mark))];
  const { percent, passed } = total(questions, new Map([["1", "a"], ["2", "b"]]), 80);
  return [percent, passed];
}
"""


@pytest.mark.parametrize(
    ("mark", "said"), [("0.796", ["79%", False]), ("0.8", ["80%", True]), ("0.75", ["75%", False])]
)
def test_what_was_missed_by_a_little_is_not_written_as_reached(bare_page, mark, said):
    assert bare_page.evaluate(TOLD, mark) == said
