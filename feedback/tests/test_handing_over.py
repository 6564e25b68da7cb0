"""Someone is away: all that is open in their hands goes to another's."""

import pytest
from wagtail.users.models import UserProfile

from feedback import handing_over, triage
from feedback.models import Report, StateChange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ADDRESS = "/cms/feedback/hand-over/"


@pytest.fixture
def lead(lead):
    profile = UserProfile.get_for_user(lead)
    profile.preferred_language = "en"
    profile.save()
    return lead


@pytest.fixture
def held(officer, reviewer, report_of):
    """Three reports of the reviewer, one of them closed."""
    reports = [report_of(officer) for _ in range(3)]
    for report in reports:
        triage.assign(report, actor=reviewer, to=reviewer)
    triage.reply(reports[2], actor=reviewer, text="Form 7", state="answered")
    triage.close(reports[2], actor=reviewer, outcome="solved")
    return reports


def test_all_that_is_open_goes_over_each_with_its_line(held, reviewer, lead):
    done = handing_over.hand_over(actor=lead, giver=reviewer, to=lead)

    assert (done.given, done.left) == (2, 0)
    assert [r.assigned_to for r in Report.objects.order_by("pk")] == [lead, lead, reviewer]
    lines = StateChange.objects.filter(assigned_id=lead.pk, actor_id=lead.pk)
    assert [line.report_id for line in lines] == [held[0].pk, held[1].pk]


def test_nobody_hands_over_to_oneself(held, reviewer, lead):
    with pytest.raises(triage.TriageError, match="two different people"):
        handing_over.hand_over(actor=lead, giver=reviewer, to=reviewer)


def test_handing_over_twice_changes_nothing_more(held, reviewer, lead):
    handing_over.hand_over(actor=lead, giver=reviewer, to=lead)
    before = StateChange.objects.count()

    done = handing_over.hand_over(actor=lead, giver=reviewer, to=lead)

    assert (done.given, StateChange.objects.count()) == (0, before)


def test_sensitive_report_stays_with_a_lead(officer, reviewer, lead, report_of):
    report = report_of(officer, sensitive=True)
    triage.assign(report, actor=lead, to=lead)

    done = handing_over.hand_over(actor=lead, giver=lead, to=reviewer)

    assert (done.given, done.left) == (0, 1)
    assert Report.objects.get().assigned_to == lead


def test_reviewer_hands_over_nothing_that_only_leads_see(officer, reviewer, lead, report_of):
    triage.assign(report_of(officer, sensitive=True), actor=lead, to=lead)

    assert handing_over.givers(reviewer) == []
    assert handing_over.hand_over(actor=reviewer, giver=lead, to=reviewer).left == 0


def test_desk_offers_it_and_says_how_many(held, as_, reviewer, lead):
    client = as_(lead)
    page = client.get(ADDRESS)
    offered, said = page.context, page.content.decode()

    page = client.post(ADDRESS, {"giver": reviewer.pk, "to": lead.pk}, follow=True)

    assert (offered["givers"], offered["takers"]) == ([(reviewer, 2)], [lead, reviewer])
    assert f"{reviewer.name} (2)</option>" in said
    # Nobody is proposed: the first of the list might be the one who is away.
    assert 'name="to" required><option value="">' in said
    assert "2 reports handed over." in page.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "x", "999999", "9" * 40])
def test_unknown_person_is_refused_in_words(held, as_, reviewer, lead, asked):
    page = as_(lead).post(ADDRESS, {"giver": reviewer.pk, "to": asked}, follow=True)

    assert "Please choose one." in page.content.decode()
    assert Report.objects.filter(assigned_to=reviewer).count() == 3


def test_officer_cannot_be_given_them(held, as_, reviewer, lead, officer):
    as_(lead).post(ADDRESS, {"giver": reviewer.pk, "to": officer.pk})

    assert Report.objects.filter(assigned_to=reviewer).count() == 3
