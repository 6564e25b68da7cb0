"""Contribution and waiting months: plain arithmetic, and what people type."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_pages.calculators import (
    Unusable,
    contribution,
    later,
    read_income,
    read_month,
    read_months,
    waiting,
)


@pytest.mark.parametrize(
    ("income", "rate", "kip"),
    [
        (2_000_000, "9", 180_000),
        (50, "9", 5),  # 4.5 rounds up
        (49, "9", 4),
        (1_234_567, "5.5", 67_901),
        (0, "9", 0),
    ],
)
def test_contribution_in_whole_kip_half_up(income, rate, kip):
    assert contribution(income, Decimal(rate)) == kip


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_contribution_is_never_half_a_kip_off(income, hundredths):
    rate = Decimal(hundredths) / 100

    assert abs(contribution(income, rate) - Decimal(income) * rate / 100) <= Decimal("0.5")


@pytest.mark.parametrize(
    "typed",
    ["2000000", "2.000.000", "2,000,000", "2 000 000", "2.000.000 ກີບ", "₭2,000,000", "໒໐໐໐໐໐໐"],
)
def test_income_is_read_as_people_write_it(typed):
    assert read_income(typed) == 2_000_000


@pytest.mark.parametrize("typed", ["", "abc", "-5", "2.5", "2.00", "1e6", "²", "9" * 30, "\x00"])
def test_income_that_is_no_number_is_refused(typed):
    with pytest.raises(Unusable):
        read_income(typed)


def test_waiting_months_that_are_missing():
    found = waiting(4, 9, date(2026, 11, 23))

    assert (found.missing, found.enough) == (5, date(2027, 4, 1))


def test_waiting_months_that_are_enough():
    found = waiting(12, 9, date(2026, 11, 23))

    assert (found.missing, found.enough) == (0, None)


@given(st.integers(0, 240), st.integers(0, 240), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_waiting_ends_as_many_months_later_as_are_missing(paid, needed, last):
    found = waiting(paid, needed, last)

    if found.enough:
        distance = (found.enough.year - last.year) * 12 + found.enough.month - last.month
        assert distance == found.missing == needed - paid


def test_later_month_goes_over_the_year():
    assert later(date(2026, 11, 1), 2) == date(2027, 1, 1)


@pytest.mark.parametrize("typed", ["11/2026", "2026-11", "໑໑/໒໐໒໖", "11-2026"])
def test_month_is_read_as_people_write_it(typed):
    assert read_month(typed, date(2026, 11, 23)) == date(2026, 11, 1)


def test_month_left_empty_is_this_month():
    assert read_month("", date(2026, 11, 23)) == date(2026, 11, 1)


@pytest.mark.parametrize("typed", ["13/2026", "12/2026", "11/1900", "soon", "0/2026"])
def test_month_that_cannot_be_is_refused(typed):
    with pytest.raises(Unusable):
        read_month(typed, date(2026, 11, 23))


@pytest.mark.parametrize("typed", ["four", "-1", "4.5", "100000", ""])
def test_months_that_are_no_number_are_refused(typed):
    with pytest.raises(Unusable):
        read_months(typed)
