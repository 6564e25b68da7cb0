"""What the quarterly report says of reports, in the quarter in which it happened."""

from datetime import UTC, date, datetime

import pytest
from django.utils.timezone import localdate

from feedback import quarterly, triage
from feedback.models import Report
from sop_pages.quarters import Quarter

SPRING = Quarter(2026, 1).period
SUMMER = Quarter(2026, 2).period


@pytest.fixture
def received(report_of):
    """A report that came then: received(officer, 2026, 3, 30, replied=(2026, 4, 2))."""

    def made(person, *day, replied=None, **changes):
        report = report_of(person, **changes)
        report.received_at = datetime(*day, 3, tzinfo=UTC)
        report.first_reply_at = datetime(*replied, 3, tzinfo=UTC) if replied else None
        report.save()
        return report

    return made


def test_report_counts_by_province_and_the_senders_sex(make_person, received):
    woman = make_person("LS-W", "officer", district="0601", sex="F")
    unsaid = make_person("LS-U", "officer", district="1601")
    received(woman, 2026, 2, 2)
    received(unsaid, 2026, 2, 2)
    received(unsaid, 2026, 4, 1)

    assert quarterly.reported(SPRING) == {("06", "F"): 1, ("16", ""): 1}


def test_quarter_ends_at_midnight_in_vientiane(officer, received):
    report = received(officer, 2026, 4, 1)
    Report.objects.filter(pk=report.pk).update(
        received_at=datetime(2026, 3, 31, 16, 59, tzinfo=UTC)
    )

    assert quarterly.reported(SPRING) == {("06", ""): 1}
    assert quarterly.reported(SUMMER) == {}


def test_answer_counts_in_the_quarter_in_which_it_was_due(officer, received):
    """Monday 30 March: five working days later is 6 April."""
    received(officer, 2026, 3, 30, replied=(2026, 3, 31))
    received(officer, 2026, 3, 2, replied=(2026, 3, 9))
    received(officer, 2026, 3, 2, replied=(2026, 3, 10))
    received(officer, 2026, 3, 2)

    assert quarterly.due(SPRING) == {("06", ""): 3}
    assert quarterly.in_time(SPRING) == {("06", ""): 1}
    assert (quarterly.due(SUMMER), quarterly.in_time(SUMMER)) == ({("06", ""): 1}, {("06", ""): 1})


def test_answer_that_may_still_come_in_time_is_not_due_yet(officer, received, at):
    received(officer, 2026, 3, 2)

    with at(date(2026, 3, 9)):
        on_its_day = quarterly.due(SPRING)
    with at(date(2026, 3, 10)):
        after_it = quarterly.due(SPRING)

    assert (on_its_day, after_it) == ({}, {("06", ""): 1})


def test_change_counts_when_it_was_made(officer, reviewer, received):
    report = received(officer, 2026, 1, 5)
    triage.reply(report, actor=reviewer, text="Done.", state="changed", seen=None)

    today = Quarter.of(localdate()).period

    assert quarterly.changed(today) == {("06", ""): 1}
    assert quarterly.changed(SPRING) == {}


def test_sensitive_reports_are_in_no_measure(officer, lead, received):
    report = received(officer, 2026, 2, 2, sensitive=True)
    triage.reply(report, actor=lead, text="Done.", state="changed", seen=None)
    periods = [SPRING, Quarter.of(localdate()).period]

    measures = [quarterly.reported, quarterly.due, quarterly.in_time, quarterly.changed]
    assert [one(period) for one in measures for period in periods] == [{}] * 8


def test_sender_who_is_gone_counts_without_a_sex(officer, received):
    report = received(officer, 2026, 2, 2)
    Report.objects.filter(pk=report.pk).update(sender=None)

    assert quarterly.reported(SPRING) == {("06", ""): 1}


def test_lists_of_reports_add_up_to_what_was_reported(in_english, officer, step, received):
    received(officer, 2026, 2, 2, category="money")
    received(officer, 2026, 2, 2, category="money", sop="REG-91", step="fill-form")
    received(officer, 2026, 2, 2, sensitive=True)

    assert quarterly.by_category(SPRING) == {"Money": 2}
    assert quarterly.by_sop(SPRING) == {"REG-91": 1, "Of no SOP": 1}
