"""From plain rows to figures, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.figures import measures
from feedback.figures.measures import Row, Votes, WorkingDays, figures_of
from feedback.working_days import Calendar

MONDAY = date(2026, 6, 1)
TODAY = date(2026, 6, 30)
DAYS = WorkingDays(Calendar(), date(2026, 1, 1), date(2026, 12, 31))


def row(pk=1, received=MONDAY, replied=None, allowed=5, **changes):
    blank = {
        "category": "money", "province": "06", "district": "0601", "sop": "", "step": None,
        "theme": None, "is_open": True, "changed": False, "hides_name": False,
    }  # fmt: skip
    return Row(pk, received, replied, allowed, **blank | changes)


def day(number):
    return MONDAY + timedelta(days=number)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), TODAY))
def test_working_days_agree_with_the_calendar(first, last):
    calendar = Calendar(frozenset({(5, 1)}), frozenset({date(2026, 4, 14)}))
    days = WorkingDays(calendar, date(2026, 1, 1), date(2026, 12, 31))

    assert days.between(first, last) == calendar.between(first, last)


def test_time_to_the_first_answer_is_in_working_days():
    """Monday, Tuesday, and over a week-end: 0, 1, 5 working days."""
    rows = [row(replied=day(n)) for n in (0, 1, 7)]

    found = figures_of(rows, DAYS, TODAY)

    assert (found.half, found.nine_in_ten) == (1, 5)


@pytest.mark.parametrize(
    ("replied", "today", "verdict"),
    [
        (7, 29, True),  # the fifth working day
        (8, 29, False),
        (None, 7, None),  # today still counts
        (None, 8, False),
    ],
)
def test_in_time_is_known_once_the_day_has_passed(replied, today, verdict):
    one = row(replied=None if replied is None else day(replied))

    assert measures.in_time(one, DAYS, day(today)) is verdict


def test_share_in_time_leaves_out_what_can_still_be_in_time():
    rows = [row(replied=day(1)), row(replied=day(28)), row(), row(received=TODAY)]

    found = figures_of(rows, DAYS, TODAY)

    assert (found.received, found.decided, found.in_time, found.late) == (4, 3, 1, 2)
    assert found.in_time_share == 33


def test_nothing_has_no_shares():
    found = figures_of([], DAYS, TODAY)

    assert (found.half, found.nine_in_ten, found.in_time_share) == (None, None, None)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 9, 0), (9, 9, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33)]
)
def test_percent_never_rounds_to_all_or_nothing(part, whole, said):
    assert measures.percent(part, whole) == said


@given(st.lists(st.integers(0, 60), min_size=1))
def test_nine_in_ten_are_within_what_is_said(waits):
    said = measures.at_rank(sorted(waits), 90)

    assert sum(wait <= said for wait in waits) * 10 >= len(waits) * 9
    assert sum(wait < said for wait in waits) * 10 < len(waits) * 9


def test_groups_add_up_to_the_whole():
    rows = [row(province=code) for code in ("06", "06", "16")]

    found = measures.by(rows, lambda one: one.province, DAYS, TODAY)

    assert {code: one.received for code, one in found.items()} == {"06": 2, "16": 1}


def test_open_reports_are_counted_by_their_age():
    ages = [0, 7, 8, 30, 31, 91, 200]
    rows = [row(received=TODAY - timedelta(days=age)) for age in ages]

    assert measures.open_by_age([*rows, row(is_open=False)], TODAY) == [2, 2, 1, 2]


def test_months_are_those_that_the_days_touch():
    assert measures.months(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]


def test_topic_rises_with_reports_and_votes():
    recent = [row(pk, TODAY, step=7) for pk in (1, 2)]
    older = row(3, TODAY - timedelta(days=40), step=7)
    votes = {3: Votes(all=2, recent=1, before=1), 99: Votes(1, 1, 0)}

    (found,) = measures.rising([*recent, older], votes, TODAY)

    assert (found.kind, found.key, found.recent) == ("step", 7, 3)
    assert found.before == pytest.approx(2 / 3)


def test_one_who_reports_often_is_one_person():
    often = [row(pk, TODAY, step=7, sender=5) for pk in (1, 2, 3)]
    gone = [row(pk, TODAY, step=7) for pk in (4, 5)]

    assert measures.rising(often, {}, TODAY) == []
    (found,) = measures.rising([*often, *gone], {}, TODAY)
    assert found.recent == 3


def test_what_was_always_so_does_not_rise():
    steady = [row(n, TODAY - timedelta(days=7 * n)) for n in range(16)]

    assert measures.rising(steady, {}, TODAY) == []


def test_topic_is_the_theme_before_the_step_before_the_category():
    rows = [row(1, TODAY, theme=5, step=7), row(2, TODAY, step=7), row(3, TODAY)]
    votes = {pk: Votes(3, 3, 0) for pk in (1, 2, 3)}

    found = measures.rising(rows, votes, TODAY)

    assert {(one.kind, one.key) for one in found} == {
        ("theme", 5),
        ("step", 7),
        ("category", "money"),
    }
