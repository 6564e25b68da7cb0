"""What reports tell of a step within some days: how many, of how many people, never whose."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from feedback.evidence import reports_in
from feedback.models import Report
from sop_pages.evidence import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(report_of, step):
    """about(person): a report of this person on the step."""

    def sent(person, **changes):
        return report_of(person, sop=step.sop.code, step=step.key, **changes)

    return sent


def told(first=0, last=0, sop_id=None):
    days = (localdate() + timedelta(days=n) for n in (first, last))
    found = reports_in(Period(*days, sop_id))
    return [(one.count, one.people, one.guarded) for one in found]


def test_reports_of_these_days_count_with_their_people(about, step, officer, colleague):
    for person in (officer, officer, colleague):
        about(person)

    assert told() == told(sop_id=step.sop_id) == [(3, 2, False)]
    assert told(-5, -1) == told(1, 2) == told(sop_id=step.sop_id + 1) == []


def test_answered_report_still_counts(about, officer):
    about(officer)
    Report.objects.update(state="closed_solved")

    assert told() == [(1, 1, False)]


def test_sensitive_report_is_in_no_count(about, officer):
    about(officer, sensitive=True)

    assert told() == []


def test_hidden_name_guards_the_count(about, officer, colleague):
    about(officer)
    about(colleague, visibility="hide_from_province")

    assert told() == [(2, 2, True)]


def test_report_without_a_step_belongs_to_none(report_of, officer):
    report_of(officer)

    assert told() == []
