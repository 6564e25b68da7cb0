"""Two reviewers at the same moment, on a real database."""

import threading

import pytest
from django.db import connection

from feedback import triage
from feedback.models import Report, StateChange

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Runs the deeds in threads that start together; returns "done" or the error of each."""
    start, results = threading.Barrier(len(deeds)), []

    def run(deed):
        start.wait()
        try:
            deed()
            results.append("done")
        except triage.TriageError:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.parametrize("state", ["answered", "need_info", "not_now"])
def test_two_replies_at_once_are_one_and_a_warning(officer, reviewer, lead, report_of, state):
    report = report_of(officer)

    results = at_once(
        lambda: triage.reply(report, actor=reviewer, text="One", state=state, seen=0),
        lambda: triage.reply(report, actor=lead, text="Two", state=state, seen=0),
    )

    assert results == ["done", "told"]
    assert (report.messages.count(), Report.objects.get().version) == (1, 1)
    assert StateChange.objects.filter(report=report).count() == 2


def test_two_takers_at_once_leave_one_holder(officer, reviewer, lead, report_of):
    report = report_of(officer)

    results = at_once(
        lambda: triage.assign(report, actor=reviewer, to=reviewer, seen=0),
        lambda: triage.assign(report, actor=lead, to=lead, seen=0),
    )

    assert results == ["done", "told"]
    assert Report.objects.get().assigned_to in {reviewer, lead}
