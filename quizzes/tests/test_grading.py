from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import feedback, grade, mark

from .conftest import (
    matching_content,
    multiple_content,
    numeric_content,
    ordering_content,
    short_content,
    single_content,
)

KEYS = st.sampled_from(["a", "b", "c", "d"])
ANSWERS = st.one_of(st.none(), st.just(""), KEYS)


@pytest.mark.parametrize(("answer", "fraction"), [("c", 1), ("a", 0), ("", 0), (None, 0), ("z", 0)])
def test_single_gives_all_or_nothing(answer, fraction):
    found = grade("single", single_content(), answer)

    assert (found.fraction, found.rule) == (Decimal(fraction), "single.v1")


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        (["a", "b"], "1"),
        (["a"], "0.5"),
        (["a", "b", "c"], "0.5"),
        (["a", "c"], "0"),
        (["c", "d"], "0"),
        (["a", "b", "c", "d"], "0"),
        ([], "0"),
        (None, "0"),
    ],
)
def test_multiple_gives_part_marks(answer, fraction):
    found = grade("multiple", multiple_content(), answer)

    assert (found.fraction, found.rule) == (Decimal(fraction), "multiple.v1")


def test_multiple_of_three_thirds_is_whole():
    content = multiple_content()
    for option, weight in zip(content["options"], ["0.3333333"] * 3 + ["-0.5"], strict=True):
        option["weight"] = weight

    assert grade("multiple", content, ["a", "b", "c"]).fraction == 1
    assert mark(grade("multiple", content, ["a"]).fraction, Decimal(1)) == Decimal("0.3333333")


@given(st.lists(KEYS, unique=True))
def test_multiple_stays_between_nothing_and_all(answer):
    assert 0 <= grade("multiple", multiple_content(), answer).fraction <= 1


@given(ANSWERS)
def test_truefalse_and_single_agree_on_weights(answer):
    content = single_content(keys="abcd")

    assert grade("truefalse", content, answer).fraction == grade("single", content, answer).fraction


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        ("405000", 1),
        ("405.000", 1),
        ("405,000 kip", 1),
        ("໔໐໕.໐໐໐ ກີບ", 1),
        ("405 000 ກີບຕໍ່ເດືອນ", 1),
        ("405000₭", 1),
        ("405000 months", 0),
        ("405001", 0),
        ("4500000", 0),
        ("many", 0),
        ("", 0),
    ],
)
def test_numeric_reads_signs_and_units(answer, fraction):
    found = grade("numeric", numeric_content(), answer)

    assert (found.fraction, found.rule) == (Decimal(fraction), "numeric.v1")


def test_numeric_tolerance_includes_its_edges():
    content = numeric_content() | {"answer": "5.5", "tolerance": "0.25"}

    given = ["5.25", "5,75", "5.24", "5.76"]

    assert [grade("numeric", content, text).fraction for text in given] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        ("Medical  Certificate.", 1),
        ("ໃບຢັ້ງຢືນແພດ", 1),
        ("  ໃບຢັ້ງຢືນແພດ ", 1),
        ("receipt", 0),
        ("", 0),
    ],
)
def test_short_compares_folded_words(answer, fraction):
    found = grade("short", short_content(), answer)

    assert (found.fraction, found.rule) == (Decimal(fraction), "short.v1")


def test_short_takes_any_spelling_of_lao():
    content = short_content() | {"accepted": {"lo": ["ນ້ຳ"], "en": []}}

    assert [grade("short", content, text).fraction for text in ("ນໍ້າ", "ນ້ໍາ", "ນ້ຳ")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        ([["a", "c"], ["b", "a"], ["c", "d"]], "1"),
        ([["a", "c"], ["b", "a"], ["c", "b"]], "0.6666667"),
        ([["a", "c"]], "0.3333333"),
        ([["a", "a"], ["b", "a"]], "0.3333333"),
        ([["a", "b"], ["b", "b"], ["c", "b"]], "0"),
        ([], "0"),
        (None, "0"),
    ],
)
def test_matching_gives_each_pair_its_share(answer, fraction):
    found = grade("matching", matching_content(), answer)

    assert (found.fraction, found.rule) == (Decimal(fraction), "matching.v1")


def test_matching_feedback_is_of_wrong_pairs_alone():
    content = matching_content("p")

    said = [
        feedback("matching", content, answer, "en")
        for answer in ([["a", "c"]], [["a", "b"], ["b", "b"]], [["b", "d"], ["c", "d"]])
    ]

    assert said == [[], ["English SECRET-feedback-p-extra"], ["English SECRET-feedback-p-b"]]


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [
        ("cadb", "1"),
        ("bcad", "0.6666667"),
        ("adbc", "0.6666667"),
        ("dcab", "0.3333333"),
        ("bdac", "0"),
        ("", "0"),
    ],
)
def test_ordering_gives_each_pair_of_neighbours_its_share(answer, fraction):
    found = grade("ordering", ordering_content(), list(answer))

    assert (found.fraction, found.rule) == (Decimal(fraction), "ordering.v1")


def test_ordering_feedback_is_of_steps_out_of_place():
    said = [
        feedback("ordering", ordering_content(), list(answer), "en") for answer in ("cadb", "bcad")
    ]

    assert said == [[], ["English SECRET-feedback-o-c", "English SECRET-feedback-o-b"]]


def test_feedback_is_of_what_was_chosen():
    assert feedback("single", single_content("q"), "a", "en") == ["English SECRET-feedback-q-a"]
    assert feedback("multiple", multiple_content("m"), ["a", "c"], "lo") == [
        "ລາວ SECRET-feedback-m-a",
        "ລາວ SECRET-feedback-m-c",
    ]
    assert feedback("single", single_content("q"), None, "en") == []


def test_feedback_names_a_known_wrong_answer():
    assert feedback("numeric", numeric_content("n"), "4.500.000", "en") == [
        "English SECRET-feedback-n"
    ]
    assert feedback("short", short_content("s"), "ໃບຮັບເງິນ", "lo") == ["ລາວ SECRET-feedback-s"]
    assert feedback("numeric", numeric_content("n"), "7", "en") == []


def test_feedback_of_right_answer_beats_known_wrong():
    content = numeric_content() | {"known_wrong": [{"value": "405000", "feedback": {"en": "no"}}]}

    assert feedback("numeric", content, "405000", "en") == []


@given(st.decimals(min_value=0, max_value=1, places=7), st.integers(min_value=0, max_value=100))
def test_mark_never_exceeds_what_is_to_be_had(fraction, out_of):
    assert 0 <= mark(fraction, Decimal(out_of)) <= out_of
