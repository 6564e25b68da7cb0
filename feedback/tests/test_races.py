"""Two reviewers at the same moment, on a real database."""

import threading

import pytest
from django.db import connection

from feedback import bulk, triage
from feedback.models import Report, StateChange, Theme

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


@pytest.mark.parametrize("state", [state.value for state in triage.LSSO_STATES])
def test_two_replies_at_once_are_one_and_a_warning(officer, reviewer, lead, report_of, state):
    report = report_of(officer)

    results = at_once(
        lambda: triage.reply(
            report, actor=reviewer, text="One", state=state, passed_to="MoH", seen=0
        ),
        lambda: triage.reply(report, actor=lead, text="Two", state=state, passed_to="MoF", seen=0),
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


def answered(report, reviewer) -> int:
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    return Report.objects.get().version


def test_two_who_close_at_once_close_it_once(officer, reviewer, lead, report_of):
    report = report_of(officer)
    version = answered(report, reviewer)

    results = at_once(
        lambda: triage.close(report, actor=reviewer, outcome="solved", seen=version),
        lambda: triage.close(report, actor=lead, outcome="partly", seen=version),
    )

    assert results == ["done", "told"]
    assert StateChange.objects.filter(report=report, after__startswith="closed").count() == 1


def test_reply_and_closing_at_once_leave_one(officer, reviewer, lead, report_of):
    report = report_of(officer)
    version = answered(report, reviewer)

    results = at_once(
        lambda: triage.reply(report, actor=lead, text="More", state="not_now", seen=version),
        lambda: triage.close(report, actor=reviewer, outcome="solved", seen=version),
    )

    assert results == ["done", "told"]
    assert Report.objects.get().version == version + 1


def test_verdict_and_closing_at_once_leave_one(officer, reviewer, report_of):
    report = report_of(officer)
    version = answered(report, reviewer)

    results = at_once(
        lambda: triage.judge(report, actor=officer, outcome="partly"),
        lambda: triage.close(report, actor=reviewer, outcome="solved", seen=version),
    )

    assert results == ["done", "told"]


def test_two_verdicts_at_once_are_one(officer, reviewer, report_of):
    report = report_of(officer)
    answered(report, reviewer)

    results = at_once(
        lambda: triage.judge(report, actor=officer, outcome="solved"),
        lambda: triage.judge(report, actor=officer, outcome="not"),
    )

    assert results == ["done", "told"]


def test_words_of_sender_and_desk_at_once_are_both_kept(officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")

    results = at_once(
        lambda: triage.add_information(report, actor=officer, text="Form 7"),
        lambda: triage.note(report, actor=reviewer, text="Ask the branch"),
    )

    assert results == ["done", "done"]
    assert report.messages.count() == 3
    assert Report.objects.get().state == "received"


def test_two_who_correct_at_once_leave_one(officer, reviewer, lead, report_of):
    report = report_of(officer)

    results = at_once(
        lambda: triage.correct(report, actor=reviewer, seen=0, category="money"),
        lambda: triage.correct(report, actor=lead, seen=0, category="access"),
    )

    assert results == ["done", "told"]
    assert (report.messages.count(), report.corrections.count()) == (1, 1)
    assert Report.objects.get().category == report.corrections.get().became["category"]


def test_correction_and_reply_at_once_leave_one(officer, reviewer, lead, report_of):
    report = report_of(officer)

    results = at_once(
        lambda: triage.correct(report, actor=reviewer, seen=0, category="money"),
        lambda: triage.reply(report, actor=lead, text="Form 7", state="answered", seen=0),
    )

    assert results == ["done", "told"]
    assert (report.messages.count(), Report.objects.get().version) == (1, 1)


def test_two_who_answer_the_same_many_at_once_answer_each_once(officer, reviewer, lead, report_of):
    reports = [report_of(officer) for _ in range(4)]
    left = []

    def answers(actor, text, chosen):
        found = bulk.answer(chosen, actor=actor, texts={"lo": text}, state="answered")
        left.extend(one.chosen.report.pk for one in found.left)

    chosen = [bulk.Chosen(report, 0) for report in reports]
    at_once(
        lambda: answers(reviewer, "One", chosen),
        lambda: answers(lead, "Two", chosen[::-1]),
    )

    assert sorted(left) == [report.pk for report in reports]
    assert [report.messages.count() for report in reports] == [1] * 4


def test_many_assigned_and_one_answered_at_once_lose_nothing(officer, reviewer, lead, report_of):
    reports = [report_of(officer) for _ in range(3)]
    chosen = [bulk.Chosen(report, 0) for report in reports]
    left = []

    results = at_once(
        lambda: left.extend(bulk.assign(chosen, actor=lead, to=lead).left),
        lambda: triage.reply(reports[1], actor=reviewer, text="Form 7", state="answered", seen=0),
    )

    assert (results == ["done", "done"]) == (len(left) == 1)
    assert [report.version for report in Report.objects.order_by("pk")] == [1, 1, 1]


def test_two_who_merge_the_same_at_once_make_one_theme(officer, reviewer, lead, report_of):
    reports = [report_of(officer) for _ in range(3)]
    chosen = [bulk.Chosen(report, 0) for report in reports]

    results = at_once(
        lambda: bulk.merge(chosen, actor=reviewer),
        lambda: bulk.merge(chosen[::-1], actor=lead),
    )

    assert results == ["done", "done"]
    assert [theme.reports.count() for theme in Theme.objects.all()] == [3]
