import pytest

from feedback import triage
from feedback.models import Report

pytestmark = pytest.mark.django_db


def test_my_reports_are_mine_alone(as_, officer, colleague, report_of):
    own, other = report_of(officer), report_of(colleague)

    text = as_(officer).get("/en/feedback/").content.decode()

    assert own.code in text
    assert other.code not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_my_reports_take_the_same_queries(
    as_, officer, report_of, sop, django_assert_num_queries, rows
):
    for _ in range(rows):
        report_of(officer, sop="REG-91")
    client = as_(officer)

    with django_assert_num_queries(5):  # session, user, count, reports, votes
        client.get("/en/feedback/")


@pytest.mark.parametrize("person", ["colleague", "reviewer", "lead", "admin_person"])
def test_report_page_is_the_senders_alone(as_, officer, report_of, request, person):
    report = report_of(officer)

    page = as_(request.getfixturevalue(person)).get(f"/en/feedback/{report.code.lower()}/")

    assert page.status_code == 404
    assert report.text not in page.content.decode()


def test_reply_is_read_on_the_report_page(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.note(report, actor=reviewer, text="Ask the branch quietly")
    triage.reply(report, actor=reviewer, text="**Use** form 7 <script>x</script>", state="answered")

    text = as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()

    assert "<strong>Use</strong> form 7" in text
    assert "<script>x" not in text
    assert "Ask the branch quietly" not in text


def test_opening_the_report_clears_the_new_mark(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    assert Report.objects.get().has_news is True

    as_(officer).get(f"/en/feedback/{report.code}/")

    assert Report.objects.get().has_news is False


def test_typed_script_is_shown_as_text(as_, officer, report_of):
    report = report_of(officer, text="<script>alert(1)</script> [a](javascript:x)")

    text = as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()

    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text


def test_sender_answers_what_was_asked(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")

    reply = as_(officer).post(f"/en/feedback/{report.code.lower()}/add/", {"text": "Form 7"})

    report.refresh_from_db()
    assert reply.status_code == 302
    assert (report.state, report.messages.last().text) == ("received", "Form 7")


def test_added_words_keep_their_direction(as_, officer, report_of):
    report = report_of(officer)

    as_(officer).post(f"/en/feedback/{report.code.lower()}/add/", {"text": "\u202eForm 7\u200b"})

    assert report.messages.get().text == "Form 7\u200b"


def test_empty_answer_keeps_the_question(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")

    page = as_(officer).post(f"/en/feedback/{report.code.lower()}/add/", {"text": " "})

    assert page.status_code == 422
    assert "Please write something." in page.content.decode()


def test_sender_says_it_is_solved(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")

    as_(officer).post(f"/en/feedback/{report.code.lower()}/judge/", {"outcome": "solved"})

    assert Report.objects.get().state == "closed_solved"


@pytest.mark.parametrize("deed", ["add", "judge"])
def test_colleague_cannot_answer_for_the_sender(as_, officer, colleague, report_of, deed):
    report = report_of(officer)

    reply = as_(colleague).post(
        f"/en/feedback/{report.code.lower()}/{deed}/", {"text": "x", "outcome": "solved"}
    )

    assert reply.status_code == 404
    assert report.messages.count() == 0


@pytest.mark.parametrize("deed", ["add", "judge"])
def test_deeds_are_not_done_by_looking(as_, officer, report_of, deed):
    report = report_of(officer)

    assert as_(officer).get(f"/en/feedback/{report.code.lower()}/{deed}/").status_code == 405
