from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from feedback import working_days
from feedback.models import Holiday
from feedback.working_days import Calendar

PI_MAI = Calendar(frozenset({(4, 14), (4, 15), (4, 16), (12, 2)}))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 1), 1, date(2026, 12, 3)),
        (date(2026, 4, 13), 1, date(2026, 4, 17)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_weekends_and_holidays_are_passed_over(start, days, end):
    assert PI_MAI.add(start, days) == end
    assert PI_MAI.add(end, -days) == start
    assert PI_MAI.between(start, end) == days
    assert PI_MAI.between(end, start) == -days


def test_announced_date_counts_for_its_year_alone():
    announced = Calendar(dates=frozenset({date(2026, 11, 24)}))

    assert announced.add(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert announced.is_working_day(date(2027, 11, 24)) is True


@pytest.mark.django_db
def test_calendar_is_what_the_table_says(django_assert_num_queries):
    Holiday.objects.create(key="national", month=12, day=2)
    Holiday.objects.create(key="in-lieu-2026", on=date(2026, 11, 24))
    Holiday.objects.create(key="not-known")

    with django_assert_num_queries(1):
        found = working_days.calendar()

    assert found == Calendar(frozenset({(12, 2)}), frozenset({date(2026, 11, 24)}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [{"month": 4}, {"day": 14}, {"month": 4, "day": 14, "on": date(2026, 4, 14)}],
)
def test_holiday_is_each_year_or_one_date(days):
    holiday = Holiday(key="x", name_lo="ກ", name_en="A", **days)

    with pytest.raises(ValidationError):
        holiday.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        holiday.save()


@pytest.mark.django_db
def test_there_is_no_thirteenth_month():
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(key="x", month=13, day=1)


def test_what_stops_the_work_is_answered_sooner(settings):
    assert working_days.first_reply_days("stops") < working_days.first_reply_days("idea")

    settings.FIRST_REPLY_DAYS = {"": 7}

    assert working_days.first_reply_days("stops") == 7


@pytest.mark.django_db
def test_report_is_due_later_where_a_holiday_stands_between(officer, report_of):
    plain = report_of(officer, severity="stops")
    Holiday.objects.create(key="announced", on=plain.due)

    assert report_of(officer, severity="stops").due == Calendar().add(plain.due, 1)
