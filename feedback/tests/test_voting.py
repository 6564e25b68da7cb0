""" "This happens here too": one a person, on what colleagues may see, never by the thousand."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from feedback import themes, triage, voting
from feedback.models import Vote
from sop_pages import home
from sop_site.officers.models import User
from sop_site.offline import inbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def send(person, report, /, **more):
    payload = {"report": str(getattr(report, "pk", report)), **more}
    return inbox.deliver(person, voting.KIND, payload, item_id=uuid.uuid4())


def offered(person) -> list[int]:
    return [offer.pk for offer in voting.offers(person, "en")]


def test_vote_counts_once_with_its_place_and_line(officer, colleague, report_of):
    report = report_of(officer)

    first = send(colleague, report, line="  ທຸກມື້ \n ")
    again = send(colleague, report, line="other", district="1601")

    vote = Vote.objects.get()
    assert first.result == again.result == {"vote": vote.pk, "votes": 1}
    assert (vote.district_id, vote.line) == ("0601", "ທຸກມື້")


def test_second_vote_is_refused_by_the_database_too(officer, colleague, report_of):
    report = report_of(officer)
    Vote.objects.create(report=report, voter=colleague)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(report=report, voter=colleague)


def test_place_can_be_another(officer, colleague, report_of):
    send(colleague, report_of(officer), district="1601")

    assert Vote.objects.get().district_id == "1601"


@pytest.mark.parametrize(
    "more",
    [{"district": "9999"}, {"district": 7}, {"line": 7}, {"line": "x" * 281}, {"report": 7}],
)
def test_vote_that_cannot_be_read_is_refused(officer, colleague, report_of, more):
    outcome = send(colleague, report_of(officer), **more)

    assert (outcome.status, Vote.objects.count()) == ("rejected", 0)


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "9" * 30, "១"])
def test_vote_on_nothing_is_refused(colleague, asked):
    assert send(colleague, asked).code == "unknown_report"


def test_script_with_a_thousand_votes_is_stopped(officer, colleague, report_of, settings):
    settings.LIMITS = {**settings.LIMITS, "votes_a_day": 3}
    reports = [report_of(officer, text=f"ເລື່ອງທີ {n}") for n in range(5)]

    said = [send(colleague, report).code for report in reports]
    repeated = send(colleague, reports[0])

    assert said == ["", "", "", "too_many", "too_many"]
    assert (repeated.status, Vote.objects.count()) == ("stored", 3)


def test_own_report_takes_no_vote(officer, report_of):
    assert send(officer, report_of(officer)).code == "own_report"


@pytest.mark.parametrize(
    "hidden",
    [
        {"sensitive": True},
        {"category": "safety"},
        {"visibility": "hide_from_province"},
        {"visibility": "hide_from_all"},
        {"text": "ໂທຫາ 020 5555 1234"},
    ],
)
def test_what_colleagues_may_not_see_is_neither_offered_nor_voted_on(
    officer, colleague, report_of, hidden
):
    report, plain = report_of(officer, **hidden), report_of(officer)

    outcome = send(colleague, report)

    assert offered(colleague) == [plain.pk]
    assert (outcome.code, outcome.message) == (
        "unknown_report",
        send(colleague, 999_999).message,
    )


def test_closed_and_voted_and_own_reports_are_not_offered(officer, colleague, reviewer, report_of):
    closed, voted, fresh = (report_of(officer) for _ in range(3))
    report_of(colleague)
    triage.reply(closed, actor=reviewer, text="x", state="answered")
    triage.close(closed, actor=reviewer, outcome="solved")
    send(colleague, voted)

    assert offered(colleague) == [fresh.pk]
    assert send(colleague, closed).code == "unknown_report"


def test_theme_is_offered_once_by_its_title(officer, colleague, reviewer, report_of):
    hidden, other = report_of(officer, visibility="hide_from_all"), report_of(officer)
    theme = themes.merge(hidden, other, actor=reviewer)
    theme.title_en = "Names differ"
    theme.save()

    [offer] = voting.offers(colleague, "en")

    assert (offer.text, offer.language) == ("Names differ", "en")


def test_theme_that_one_voted_on_is_not_offered_again(officer, colleague, reviewer, report_of):
    one, other = report_of(officer), report_of(officer)
    themes.merge(one, other, actor=reviewer)
    lone = report_of(officer)

    send(colleague, one)

    assert offered(colleague) == [lone.pk]


def test_offers_take_one_query(officer, colleague, report_of, django_assert_num_queries):
    for _ in range(3):
        report_of(officer)

    with django_assert_num_queries(1):
        assert len(voting.offers(colleague, "lo")) == 3


def test_voter_reads_the_answer_and_nothing_of_the_sender(
    as_, officer, colleague, reviewer, report_of
):
    report, client = report_of(officer, proposal="ຂ້ອຍເຮັດແນວນີ້"), as_(colleague)
    send(colleague, report)
    triage.reply(report, actor=reviewer, text="Which of your villages?", state="need_info")
    triage.add_information(report, actor=officer, text="ບ້ານຂອງຂ້ອຍ")
    triage.reply(report, actor=reviewer, text="**Form 7**", state="answered")
    triage.note(report, actor=reviewer, text="Quietly")
    vote = Vote.objects.of(colleague).get()

    news = vote.has_news
    text = client.get(f"/en/feedback/me-too/{vote.pk}/").content.decode()

    assert "<strong>Form 7</strong>" in text
    for hidden in ("ບ້ານຂອງຂ້ອຍ", "ຂ້ອຍເຮັດ", "Quietly", "villages", officer.name, report.code):
        assert hidden not in text
    assert (news, Vote.objects.of(colleague).get().has_news) == (True, False)


def test_vote_page_is_the_voters_alone(as_, officer, colleague, reviewer, report_of):
    send(colleague, report_of(officer))
    address = f"/en/feedback/me-too/{Vote.objects.get().pk}/"

    for person in (officer, reviewer):
        assert as_(person).get(address).status_code == 404


def test_plain_form_votes_and_says_what_comes_next(as_, officer, colleague, report_of):
    report, client = report_of(officer), as_(colleague)

    page = client.post("/en/feedback/me-too/", {"report": report.pk}, follow=True)

    assert Vote.objects.get().voter == colleague
    assert "You will hear on your home page when it is answered" in page.content.decode()


def test_code_of_a_vote_opens_what_its_voter_may_see(as_, officer, colleague, report_of):
    outcome = send(colleague, report_of(officer))
    address = f"/en/feedback/{outcome.receipt.lower()}/"

    page = as_(colleague).get(address)

    assert page["Location"] == f"/en/feedback/me-too/{Vote.objects.get().pk}/"
    assert as_(officer).get(address).status_code == 404


def test_form_shows_those_on_the_same_step(as_, officer, colleague, report_of, step):
    here = report_of(officer, sop="REG-91", step="fill-form", text="ຢູ່ຂັ້ນຕອນນີ້")
    report_of(officer, text="ເລື່ອງອື່ນໝົດ")

    page = as_(colleague).get("/lo/feedback/new/?sop=REG-91&step=fill-form")
    secret = as_(colleague).get("/lo/feedback/new/?sensitive=1").content.decode()

    assert f'name="report" value="{here.pk}"' in page.content.decode()
    assert "data-offer" not in secret


def home_rows(rf, person) -> list:
    request = rf.get("/en/")
    request.user = User.objects.get(pk=person.pk)
    return [row for row in home.rows(request) if row.group == "sent"]


def test_voter_has_a_dot_on_the_home_until_the_answer_is_read(
    rf, as_, officer, colleague, reviewer, report_of
):
    report = report_of(officer, text="The form is missing", language="en")
    voting.vote(report, colleague, None, "")
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")
    triage.correct(report, actor=reviewer, category="money")
    assert home_rows(rf, colleague) == []

    triage.reply(report, actor=reviewer, text="Use form 7", state="answered")
    [row] = home_rows(rf, colleague)
    as_(colleague).get(row.url)

    assert (row.title, row.is_new, row.state) == ("The form is missing", True, "todo")
    assert home_rows(rf, colleague) == []
