"""Asking back stops the clock; passing on names who has it, to a province or another ministry."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import triage, working_days
from feedback.models import Report
from feedback.triage import TriageError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def asked(officer, reviewer, report_of):
    """A report about which LSSO asked back ten days ago, when its answer was due that day."""
    report = report_of(officer, language="en")
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")
    then = timezone.localdate() - timedelta(days=10)
    Report.objects.update(due=then, paused_on=then)
    return report


def test_report_that_waits_for_its_sender_is_never_late(asked):
    assert (Report.objects.late().count(), Report.objects.waiting().count()) == (0, 0)


def test_clock_runs_on_with_the_days_that_were_left(asked, officer):
    stood = working_days.calendar()
    triage.add_information(asked, actor=officer, text="Form 7")

    now = Report.objects.get()
    today = timezone.localdate()
    assert (now.state, now.paused_on) == ("received", None)
    assert stood.between(today, now.due) == stood.between(today, stood.add(today, 0))
    assert now.due >= today - timedelta(days=2)


def test_asked_twice_the_clock_stands_since_the_first(asked, reviewer):
    paused = Report.objects.get().paused_on

    triage.reply(asked, actor=reviewer, text="And which office?", state="need_info")

    assert Report.objects.get().paused_on == paused


def test_sender_may_add_words_while_the_clock_stands(asked, officer, as_):
    page = as_(officer).post(f"/en/feedback/{asked.code.lower()}/add/", {"text": "Form 7"})

    assert page.status_code == 302
    assert Report.objects.get().state == "received"


@pytest.mark.parametrize("to", ["Champasack branch, 021 000 000", "Ministry of Health, Ms Noy"])
def test_passing_on_names_the_office_and_its_contact_to_the_sender(
    as_, officer, reviewer, report_of, to
):
    report = report_of(officer, language="en")
    address = f"/cms/feedback/{report.code.lower()}/reply/"

    as_(reviewer).post(
        address, {"text": "It is theirs.", "state": "passed_on", "passed_to": to, "version": "0"}
    )

    assert (Report.objects.get().state, Report.objects.get().passed_to) == ("passed_on", to)
    assert f"Passed on to {to}." in (
        as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()
    )


def test_province_passes_on_to_lsso_but_not_silently(officer, coordinator, report_of):
    report = report_of(officer)
    with pytest.raises(TriageError, match="to whom"):
        triage.reply(report, actor=coordinator, text="LSSO must say", state="passed_on")

    triage.reply(
        report, actor=coordinator, text="LSSO must say", state="passed_on", passed_to="LSSO"
    )

    assert Report.objects.get().passed_to == "LSSO"
