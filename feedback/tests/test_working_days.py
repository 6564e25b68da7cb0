from datetime import date

import pytest

from feedback import working_days


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
    assert working_days.add(start, days) == end
    assert working_days.between(start, end) == days
    assert working_days.between(end, start) == -days


def test_announced_holidays_count_too(settings):
    settings.PUBLIC_HOLIDAYS = {date(2026, 11, 24)}

    assert working_days.add(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_what_stops_the_work_is_answered_sooner():
    assert working_days.first_reply_days("stops") < working_days.first_reply_days("idea")
