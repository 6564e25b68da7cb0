"""Reference values: which one holds on a day."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sop_pages.models import ReferenceValue, values_on

JULY, NEXT_YEAR = date(2026, 7, 1), date(2027, 1, 1)


def test_value_holds_until_the_next_ones_day(value):
    value(number="8")
    value(number="9", valid_from=JULY)
    value(number="10", valid_from=NEXT_YEAR)

    held = [values_on(day)["vol_rate"].value for day in (date(2026, 6, 30), JULY, NEXT_YEAR)]

    assert held == [Decimal(8), Decimal(9), Decimal(10)]


def test_value_that_does_not_hold_yet_is_not_there(value):
    value(number="10", valid_from=NEXT_YEAR)

    assert values_on(JULY) == {}


def test_values_of_a_day_take_one_query(value, django_assert_num_queries):
    for key in ("a", "b", "c"):
        value(key)

    with django_assert_num_queries(1):
        assert set(values_on(JULY)) == {"a", "b", "c"}


def test_days_on_which_values_change(value):
    value("a", valid_from=NEXT_YEAR)
    value("b", valid_from=NEXT_YEAR)
    value("other", valid_from=date(2028, 1, 1))

    assert ReferenceValue.objects.changes_after(JULY, {"a", "b"}) == [NEXT_YEAR]


@pytest.mark.parametrize("day", [None, JULY])
def test_two_values_from_one_day_are_refused_by_the_database(value, day):
    value(valid_from=day)

    with pytest.raises(IntegrityError), transaction.atomic():
        value(valid_from=day)


@pytest.mark.parametrize("day", [None, JULY])
def test_two_values_from_one_day_are_refused_in_words(value, day, in_english):
    first = value(valid_from=day)
    second = ReferenceValue(key=first.key, value=1, label_lo="x", label_en="x", valid_from=day)

    with pytest.raises(ValidationError, match="This key has a value"):
        second.full_clean()
