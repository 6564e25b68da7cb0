from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.numbers import readings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("405000", [("405000", "")]),
        ("405.000", [("405000", ""), ("405.000", "")]),
        ("405,000", [("405000", ""), ("405.000", "")]),
        ("405 000", [("405000", "")]),
        ("405\u00a0000 ກີບ", [("405000", "ກີບ")]),
        ("໔໐໕.໐໐໐ ກີບ", [("405000", "ກີບ"), ("405.000", "ກີບ")]),
        ("4.500.000", [("4500000", "")]),
        ("1.500,25", [("1500.25", "")]),
        ("1,500.25", [("1500.25", "")]),
        ("5,5%", [("5.5", "%")]),
        ("5.5", [("5.5", "")]),
        ("0.500", [("0.500", "")]),
        ("-3", [("-3", "")]),
        ("− 3", [("-3", "")]),
        ("405000₭", [("405000", "₭")]),
        ("4 50 000", []),
        ("1.2.3", []),
        ("two", []),
        ("", []),
        ("1e5", []),
        ("2 or 3", []),
        ("9" * 61, []),
    ],
)
def test_readings_of_what_officers_type(typed, meant):
    assert readings(typed) == [(Decimal(number), rest) for number, rest in meant]


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from([".", ",", " "]))
def test_readings_find_a_grouped_number(number, sign):
    typed = f"{number:,}".replace(",", sign)

    assert Decimal(number) in [value for value, _rest in readings(typed)]


@given(st.text(max_size=80))
def test_readings_take_any_text(text):
    assert all(value.is_finite() for value, _rest in readings(text))
