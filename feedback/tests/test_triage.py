import datetime

import pytest

from feedback import triage
from feedback.models import Message, Report, StateChange
from feedback.triage import TriageError
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(officer, report_of):
    return report_of(officer, language="en")


@pytest.fixture(autouse=True)
def english(settings):
    from django.utils import translation

    with translation.override("en"):
        yield


def answer(report, actor, state="answered", text="Use form 7.", **details):
    return triage.reply(report, actor=actor, text=text, state=state, **details)


def test_reply_moves_the_report_and_tells_the_sender(report, reviewer):
    message = answer(report, reviewer)

    report.refresh_from_db()
    assert (message.by, message.to, message.language) == ("lsso", "sender", "en")
    assert (report.state, report.version, report.has_news) == ("answered", 1, True)
    assert report.first_reply_at == message.at
    assert list(StateChange.objects.values_list("before", "after", "actor_id"))[1:] == [
        ("received", "answered", reviewer.pk)
    ]
    entry = AuditEntry.objects.of_deed(triage.STATE_CHANGED).get()
    assert entry.facts == {"before": "received", "after": "answered"}


def test_same_reply_twice_is_one_message(report, reviewer):
    first, second = answer(report, reviewer, seen=0), answer(report, reviewer, seen=0)

    assert first == second
    assert Message.objects.count() == 1


def test_second_reviewer_is_told_of_the_first(report, reviewer, lead):
    answer(report, reviewer, seen=0)

    with pytest.raises(TriageError, match="Someone else changed this meanwhile"):
        answer(report, lead, text="Use form 8.", seen=0)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "x" * 5001])
def test_reply_needs_words(report, reviewer, text):
    with pytest.raises(TriageError):
        answer(report, reviewer, text=text)
    assert Report.objects.get().state == "received"


@pytest.mark.parametrize("state", ["received", "closed_solved", "reopened", "nonsense"])
def test_reply_comes_with_a_state_of_replies(report, reviewer, state):
    with pytest.raises(TriageError, match="choose a state"):
        answer(report, reviewer, state=state)


def test_passing_on_says_to_whom(report, reviewer):
    with pytest.raises(TriageError, match="to whom"):
        answer(report, reviewer, state="passed_on")

    answer(report, reviewer, state="passed_on", passed_to="Health office")

    assert Report.objects.get().passed_to == "Health office"


def test_coordinator_answers_but_promises_no_change(report, coordinator):
    with pytest.raises(TriageError):
        answer(report, coordinator, state="sop_will_change")

    assert answer(report, coordinator).by == "coordinator"


def test_officer_and_trainer_cannot_reply(report, officer, trainer):
    for person in (officer, trainer):
        with pytest.raises(TriageError):
            answer(report, person)


def test_no_closing_without_a_reply(report, reviewer):
    with pytest.raises(TriageError, match="no report is closed without a reply"):
        triage.close(report, actor=reviewer, outcome="solved")

    answer(report, reviewer)

    assert triage.close(report, actor=reviewer, outcome="solved").state == "closed_solved"


@pytest.mark.parametrize("state", ["looking", "need_info"])
def test_question_and_look_are_no_answer_that_closes(report, reviewer, state):
    answer(report, reviewer, state=state, text="Which form?")

    with pytest.raises(TriageError, match="Please answer first"):
        triage.close(report, actor=reviewer, outcome="solved")
    assert Report.objects.get().state == state


def test_opened_again_it_wants_another_answer(report, officer, reviewer):
    answer(report, reviewer)
    triage.judge(report, actor=officer, outcome="not")

    with pytest.raises(TriageError, match="Please answer first"):
        triage.close(report, actor=reviewer, outcome="solved")

    answer(report, reviewer, text="Use form 8.")
    assert triage.close(report, actor=reviewer, outcome="partly").state == "closed_partly"


def test_not_solved_opens_once_and_then_closes(report, officer, reviewer):
    answer(report, reviewer)
    assert triage.judge(report, actor=officer, outcome="not").state == "reopened"

    answer(report, reviewer, text="Use form 8.")

    assert triage.judge(report, actor=officer, outcome="not").state == "closed_not"


def test_unanswered_report_cannot_be_judged(report, officer):
    with pytest.raises(TriageError, match="no answer yet"):
        triage.judge(report, actor=officer, outcome="solved")


def test_only_the_sender_judges(report, colleague, reviewer):
    answer(report, reviewer)

    with pytest.raises(TriageError, match="Only the sender"):
        triage.judge(report, actor=colleague, outcome="solved")


def test_closed_report_takes_no_reply(report, officer, reviewer):
    answer(report, reviewer)
    triage.judge(report, actor=officer, outcome="solved")

    with pytest.raises(TriageError, match="closed"):
        answer(report, reviewer, text="One more thing")


def test_assigning_begins_to_look(report, reviewer):
    triage.assign(report, actor=reviewer, to=reviewer)

    report.refresh_from_db()
    assert (report.assigned_to, report.state) == (reviewer, "looking")


def test_assigning_twice_changes_nothing(report, reviewer):
    triage.assign(report, actor=reviewer, to=reviewer, seen=0)
    triage.assign(report, actor=reviewer, to=reviewer, seen=0)

    assert Report.objects.get().version == 1


def test_officer_cannot_hold_a_report(report, reviewer, officer):
    with pytest.raises(TriageError):
        triage.assign(report, actor=reviewer, to=officer)


def test_sensitive_report_goes_to_leads_only(officer, report_of, lead, reviewer):
    report = report_of(officer, sensitive=True)

    with pytest.raises(TriageError):
        triage.assign(report, actor=lead, to=reviewer)
    assert triage.assign(report, actor=lead, to=lead).assigned_to == lead


def test_question_stops_the_clock(report, officer, reviewer):
    due = report.due
    answer(report, reviewer, state="need_info", text="Which form?")
    Report.objects.update(paused_on=report.received_at.date() - datetime.timedelta(days=14))

    triage.add_information(report, actor=officer, text="Form 7")

    report.refresh_from_db()
    assert report.paused_on is None
    assert (report.due - due).days >= 14


def test_internal_note_changes_nothing_for_the_sender(report, reviewer):
    triage.note(report, actor=reviewer, text="Ask the branch")

    report.refresh_from_db()
    assert (report.state, report.has_news, report.version) == ("received", False, 0)
    assert list(report.messages.for_sender()) == []


def test_phrase_with_an_unfilled_field_is_not_sent(report, reviewer):
    with pytest.raises(TriageError, match=r"Please fill in {owner}, {review_date}"):
        answer(report, reviewer, text="{owner} looks into it until {review_date}, not {}.")

    assert Message.objects.count() == 0
