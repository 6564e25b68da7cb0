import pytest
from django.utils.translation import override

from quizzes.content import faults

from .conftest import (
    both,
    computed_content,
    matching_content,
    multiple_content,
    numeric_content,
    ordering_content,
    short_content,
    single_content,
)


def with_pair(**changes) -> dict:
    content = matching_content()
    content["pairs"][0] |= changes
    return content


def drawing(**changes) -> dict:
    content = computed_content()
    content["parameters"][0] |= changes
    return content


def with_step(**changes) -> dict:
    content = ordering_content()
    content["items"][0] |= changes
    return content


@pytest.mark.parametrize(
    ("question_type", "content", "said"),
    [
        ("single", single_content(right="x"), "Exactly one option must be right."),
        ("single", single_content(keys="c"), "A choice needs at least two options."),
        ("single", single_content(keys="cc"), "Two options have the same key."),
        ("truefalse", single_content(), "True or false has exactly two options."),
        ("single", single_content() | {"stem": {"lo": "ມີ"}}, "no text in one of the languages"),
        ("single", single_content() | {"answer": "1"}, "doesn't know: answer."),
        ("multiple", single_content(right="x"), "must add up to 1."),
        ("numeric", numeric_content() | {"answer": "many"}, "The right answer must be a number."),
        ("numeric", numeric_content() | {"tolerance": "-1"}, "The tolerance must be a number"),
        ("short", short_content() | {"accepted": {}}, "Write at least one answer"),
        ("matching", matching_content() | {"pairs": []}, "Matching needs 2 pairs at least"),
        ("matching", with_pair(key="b"), "Two sides have the same key."),
        ("matching", with_pair(right_key="b"), "Two sides have the same key."),
        ("matching", with_pair(key="a:b"), "A key of a side is a small letter"),
        ("matching", with_pair(left={"lo": "ຊ້າຍ"}), "A side has no text in one of the languages."),
        ("matching", with_pair(right=both("right-p-b")), "Two right sides say the same"),
        ("ordering", ordering_content() | {"items": [], "order": []}, "needs 3 steps at least"),
        ("ordering", ordering_content() | {"order": list("abc")}, "name each step once."),
        ("ordering", with_step(key="b"), "Two steps have the same key."),
        ("ordering", with_step(text={"lo": "ຂັ້ນ"}), "A step has no text in one of the languages."),
        ("ordering", with_step(text=both("step-o-b")), "Two steps say the same"),
        ("computed", computed_content() | {"parameters": []}, "draws one number at least"),
        ("computed", drawing(name="Income"), "named by small letters"),
        ("computed", drawing(step="0"), "“income” needs numbers to choose from"),
        ("computed", drawing(max="a lot"), "“income” needs numbers to choose from"),
        ("computed", drawing(values=[]), "“income” needs numbers to choose from"),
        ("computed", computed_content() | {"formula": "income * (2"}, "ends too early."),
        ("computed", computed_content() | {"formula": ""}, "Write a formula."),
        ("computed", computed_content() | {"tolerance": "-1"}, "The tolerance must be a number"),
        ("case", single_content(), "can't be asked yet"),
    ],
)
def test_faults_name_what_is_missing(question_type, content, said):
    with override("en"):
        assert said in " ".join(faults(question_type, content))


def test_faults_of_whole_contents_are_none():
    whole = [("multiple", multiple_content()), ("numeric", numeric_content())]
    whole += [("matching", matching_content()), ("ordering", ordering_content())]
    whole.append(("computed", computed_content()))

    assert [faults(*entry) for entry in whole] == [[]] * 5
