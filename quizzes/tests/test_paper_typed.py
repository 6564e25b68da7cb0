"""Answers as they are typed from a sheet: from a text to an answer, and back."""

import pytest
from django.utils import translation

from quizzes.grading import grade
from quizzes.paper.typed import Place, Unreadable, read, right, written

from .conftest import (
    matching_content,
    multiple_content,
    numeric_content,
    ordering_content,
    short_content,
    single_content,
)

SINGLE = Place("single", single_content(right="c"), ["d", "c", "a", "b"])
MULTIPLE = Place("multiple", multiple_content(), ["d", "a", "c", "b"])
NUMERIC = Place("numeric", numeric_content(), [])
SHORT = Place("short", short_content(), [])
MATCHING = Place("matching", matching_content(), ["b", "c", "a"])
ORDERING = Place("ordering", ordering_content(), ["d", "a", "b", "c"])
ALL = [SINGLE, MULTIPLE, NUMERIC, SHORT, MATCHING, ORDERING]


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.type)
def test_right_answer_is_typed_and_earns_all(place):
    answer = read(place, written(place, right(place)))

    assert grade(place.type, place.content, answer).fraction == 1


@pytest.mark.parametrize(
    ("place", "typed", "answer"),
    [
        (SINGLE, "b", "c"),
        (SINGLE, " B. ", "c"),
        (MULTIPLE, "ba", ["a", "d"]),
        (MULTIPLE, "d, b", ["a", "b"]),
        (NUMERIC, "405.000 ກີບ", "405.000 ກີບ"),
        (NUMERIC, "໔໐໕", "໔໐໕"),
        (SHORT, "a – b", "a – b"),
        (MATCHING, "cad", [["a", "d"], ["b", "c"], ["c", "a"]]),
        (MATCHING, "c–d", [["a", "d"], ["b", "c"]]),
        (ORDERING, "3142", ["a", "c", "d", "b"]),
        (ORDERING, "໓ 1-4".replace("-", ",") + " 2", ["a", "c", "d", "b"]),
    ],
)
def test_typed_answer_is_kept_by_its_keys(place, typed, answer):
    assert read(place, typed) == answer


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.type)
@pytest.mark.parametrize("typed", ["", "  ", "-", "—"])
def test_nothing_or_a_dash_is_no_answer(place, typed):
    assert read(place, typed) is None


@pytest.mark.parametrize(
    ("place", "typed", "said"),
    [
        (SINGLE, "e", "“e” is no letter of this question: it has a, b, c, d."),
        (SINGLE, "1", "“1” is no letter of this question"),
        (SINGLE, "ab", "One letter only."),
        (MULTIPLE, "aa", "One letter stands there twice."),
        (MULTIPLE, "ax", "“x” is no letter"),
        (NUMERIC, "many", "This is no number."),
        (NUMERIC, "1" * 61, "This is no number."),
        (SHORT, "x" * 2001, "The answer is too long"),
        (SHORT, "\ud800", "The answer holds a broken character."),
        (MATCHING, "ca", "Type 3 letters, one for each box"),
        (MATCHING, "cae", "“e” is no letter of this question: it has a, b, c, d."),
        (ORDERING, "3144", "each from 1 to 4 once"),
        (ORDERING, "3145", "each from 1 to 4 once"),
        (ORDERING, "314", "each from 1 to 4 once"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(english, place, typed, said):
    with pytest.raises(Unreadable, match=said[:20].replace(".", r"\.")) as refused:
        read(place, typed)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("place", "typed"),
    [(SINGLE, "d"), (MULTIPLE, "acd"), (NUMERIC, "7,5 kip"), (MATCHING, "-b-"), (ORDERING, "4321")],
)
def test_what_was_typed_is_shown_again_as_it_was(place, typed):
    assert written(place, read(place, typed)) == typed


def test_more_than_nine_steps_are_typed_with_blanks():
    keys = [f"k{n}" for n in range(11)]
    content = {"items": [{"key": key} for key in keys], "order": keys[::-1]}
    place = Place("ordering", content, keys)

    assert written(place, right(place)) == "11 10 9 8 7 6 5 4 3 2 1"
    assert read(place, written(place, right(place))) == keys[::-1]
    with pytest.raises(Unreadable):
        read(place, "1110987654321")
