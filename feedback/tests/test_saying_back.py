"""What a sender says to an answer comes through the inbox: late, twice, or for another's report."""

import uuid

import pytest

from feedback import triage
from feedback.models import Report
from feedback.saying_back import ADDITION, OUTCOME
from sop_site.offline import inbox
from sop_site.offline.models import InboxItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def answered(officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    return report


def send(person, kind, **payload):
    return inbox.deliver(person, kind, payload, item_id=uuid.uuid4())


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("solved", "closed_solved"), ("partly", "closed_partly"), ("not", "reopened")],
)
def test_verdict_from_the_phone_counts_once(answered, officer, outcome, state):
    first = send(officer, OUTCOME, report=answered.code, outcome=outcome)
    again = send(officer, OUTCOME, report=answered.code, outcome=outcome)

    assert (first.status, first.result) == ("stored", {"report": answered.code, "state": state})
    assert again.status == "stored"
    assert Report.objects.get().times_reopened == (outcome == "not")


def test_code_is_read_as_it_is_typed(answered, officer):
    typed = answered.code.lower().replace("-", "")

    assert send(officer, OUTCOME, report=typed, outcome="solved").status == "stored"


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": "solved"},
        {"report": 7, "outcome": "solved"},
        {"report": "ZZZ-ZZ", "outcome": "solved"},
        {"outcome": "x", "report": "own"},
        {"outcome": ["solved"], "report": "own"},
        {"report": "own"},
    ],
)
def test_what_cannot_be_read_is_refused_and_kept(answered, officer, sent):
    sent = {name: answered.code if value == "own" else value for name, value in sent.items()}

    outcome = send(officer, OUTCOME, **sent)

    assert (outcome.status, bool(outcome.message)) == ("rejected", True)
    assert InboxItem.objects.filter(kind=OUTCOME, state="rejected").count() == 1
    assert Report.objects.get().state == "answered"


def test_report_of_another_looks_as_if_it_were_none(answered, colleague, officer):
    others = send(colleague, OUTCOME, report=answered.code, outcome="solved")
    none = send(colleague, OUTCOME, report="ZZZ-ZZ", outcome="solved")

    assert (others.status, others.code, others.message) == (none.status, none.code, none.message)
    assert Report.objects.get().state == "answered"


def test_verdict_that_comes_too_late_is_said(answered, officer, reviewer):
    triage.close(answered, actor=reviewer, outcome="partly")

    outcome = send(officer, OUTCOME, report=answered.code, outcome="solved")

    assert (outcome.status, outcome.code) == ("rejected", "refused")
    assert outcome.message == "There is no answer yet that could be judged."


def test_words_added_from_the_phone_let_the_clock_run(answered, officer, reviewer):
    triage.reply(answered, actor=reviewer, text="Which form?", state="need_info")

    outcome = send(officer, ADDITION, report=answered.code, text="Form 7, page 2")

    assert outcome.result == {"report": answered.code, "state": "received"}
    assert answered.messages.last().text == "Form 7, page 2"


def test_code_of_added_words_opens_the_report(as_, officer, colleague, answered):
    outcome = send(officer, ADDITION, report=answered.code, text="Form 7, page 2")
    address = f"/en/feedback/{outcome.receipt.lower()}/"

    assert as_(officer).get(address)["Location"] == f"/en/feedback/{answered.code.lower()}/"
    assert as_(colleague).get(address).status_code == 404


@pytest.mark.parametrize("text", ["", " ", "x" * 5001])
def test_empty_and_endless_words_are_refused(answered, officer, text):
    assert send(officer, ADDITION, report=answered.code, text=text).status == "rejected"


def test_words_on_a_sensitive_report_are_for_leads_and_leave_the_phone(officer, lead, report_of):
    report = report_of(officer, sensitive=True)

    outcome = send(officer, ADDITION, report=report.code, text="He asked again")

    assert outcome.result["let_go"] is True
    assert InboxItem.objects.get(kind=ADDITION).restricted is True


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("looking", "ທ້າວ LS-REVIEWER is looking at it. You will hear from us by"),
        ("need_info", "asks you for more. The clock stands still until you reply."),
        ("passed_on", "Passed on to Ministry of Health."),
        ("sop_will_change", "The SOP will change."),
    ],
)
def test_page_says_who_has_it_and_what_comes_next(as_, officer, reviewer, report_of, state, words):
    report = report_of(officer)
    triage.assign(report, actor=reviewer, to=reviewer)
    triage.reply(report, actor=reviewer, text="x", state=state, passed_to="Ministry of Health")

    page = as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()

    assert words in page


def test_day_that_is_gone_by_is_promised_no_more(as_, officer, report_of, make_late):
    report = make_late(report_of(officer), 1)

    page = as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()

    assert "Our answer is late: it was due by" in page
    assert "You will hear from us by" not in page
