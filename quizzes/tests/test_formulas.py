from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawn_numbers import read_number, written_numbers
from quizzes.formulas import BadFormula, parse

NUMBERS = {"a": Decimal(7), "b": Decimal("2.5"), "zero": Decimal(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 3 - 2", "5"),
        ("100 / 10 / 5", "2"),
        ("-a + 2 * -b", "-12"),
        ("0.1 + 0.2", "0.3"),
        ("min(a, b, 3)", "2.5"),
        ("max(0, b - a)", "0"),
        ("round(b)", "3"),
        ("round(-b)", "-3"),
        ("round(1260, 500)", "1500"),
        ("round(a / 3, 0.01)", "2.33"),
    ],
)
def test_formula_has_its_value(text, value):
    assert parse(text).value(NUMBERS) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write a formula."),
        ("a +", "The formula ends too early."),
        ("(a", "The formula ends too early."),
        ("a b", "can't be read at “b”"),
        ("a.__class__", "can't be read at “.”"),
        ("open(1)", "can't be read at “(”"),
        ("a ** b", "can't be read at “*”"),
        ("9e9", "can't be read at “e9”"),
        ("min(a)", "min and max two or more"),
        ("round(a, 1, 2)", "round takes one or two"),
        ("(" * 40 + "a" + ")" * 40, "too many brackets"),
        ("-" * 40 + "a", "too many brackets"),
        ("a+" * 200 + "a", "The formula is too long."),
        ("a / zero", "The formula divides by zero."),
        ("round(a, zero)", "round needs a step above zero."),
        ("a + missing", "There is no number for “missing”."),
        ("round(9999999999999999999999999 * 9999999999999999999999999, 0.01)", "can't be computed"),
    ],
)
def test_bad_formula_is_named(text, said):
    with override("en"), pytest.raises(BadFormula, match=r".") as bad:
        parse(text).value(NUMBERS)

    assert said in str(bad.value)


@given(st.text(alphabet="ab0129.+-*/(), roundmix_", max_size=60))
def test_any_text_is_a_number_or_refused(text):
    try:
        found = parse(text).value(NUMBERS)
    except BadFormula:
        return
    assert isinstance(found, Decimal)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("income: 1 to 9 step 2", {"name": "income", "min": "1", "max": "9", "step": "2"}),
        (" income:-1 to 9 ", {"name": "income", "min": "-1", "max": "9", "step": "1"}),
        ("months: 2, 3,6", {"name": "months", "values": ["2", "3", "6"]}),
        ("months: 2 3", None),
        ("1 to 9", None),
    ],
)
def test_drawn_numbers_are_read_from_a_line(line, read):
    assert read_number(line) == read
    assert read is None or read_number(written_numbers([read])) == read
