import pytest
from django.utils import timezone

from content.loaders import reports
from feedback.models import Message, Phrase, PublicAnswer, Report, Solution, StateChange, Theme
from sop_pages.models import SOP
from sop_site.officers import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(make_person):
    return (
        make_person("LS-S1", roles.OFFICER, district="0601", is_sample=True),
        make_person("LS-S2", roles.OFFICER, district="1601", is_sample=True),
        make_person("LS-R", roles.REVIEWER),
        make_person("LS-L", roles.LEAD),
    )


def test_samples_are_loaded_once(people):
    said = list(reports.load(samples=True))
    again = list(reports.load(samples=True))

    assert said == [
        "15 saved phrases, 0 left as they are.",
        "30 sample reports, 0 left as they are.",
        "4 sample themes, 0 left as they are.",
        "6 sample solutions, 0 left as they are.",
    ]
    assert again == [
        "0 saved phrases, 15 left as they are.",
        "0 sample reports, 30 left as they are.",
        "0 sample themes, 4 left as they are.",
        "0 sample solutions, 6 left as they are.",
    ]
    assert (Report.objects.count(), Phrase.objects.count()) == (30, 15)


def test_what_people_did_with_a_sample_stays(people):
    list(reports.load(samples=True))
    Report.objects.filter(sample_key="R01").update(text="mended", state="answered")
    Phrase.objects.filter(key="received").update(text_en="Ours")

    list(reports.load(samples=True))

    assert Report.objects.get(sample_key="R01").text == "mended"
    assert Phrase.objects.get(key="received").text_en == "Ours"


def test_days_count_back_from_loading(people):
    list(reports.load(samples=True))

    report = Report.objects.get(sample_key="R01")
    assert (timezone.now() - report.received_at).days == 2
    assert report.text.startswith("ໜ້າຝົນ")


def test_sample_sender_is_of_the_place_where_one_is(people):
    list(reports.load(samples=True))

    for report in Report.objects.filter(province_id="06"):
        assert report.sender == people[0]
    for report in Report.objects.filter(province_id="16"):
        assert report.sender == people[1]


def test_threads_and_logs_come_along(people):
    list(reports.load(samples=True))

    answered = Report.objects.get(sample_key="R02")
    assert (answered.state, answered.assigned_to) == ("looking", people[2])
    assert answered.messages.get().to == Message.To.SENDER
    assert answered.first_reply_at == answered.messages.get().at
    states = StateChange.objects.filter(report=answered).values_list("after", flat=True)
    assert list(states) == ["received", "looking"]


def test_sensitive_samples_are_a_leads(people):
    list(reports.load(samples=True))

    sensitive = Report.objects.filter(sensitive=True).order_by("sample_key")
    assert [report.sample_key for report in sensitive] == ["R25", "R26"]
    assert {report.assigned_to for report in sensitive} <= {people[3], None}


def test_report_on_an_unknown_sop_keeps_its_code(people):
    SOP.objects.create(code="COM-02")

    list(reports.load(samples=True))

    assert Report.objects.get(sample_key="R01").sop.code == "COM-02"
    assert Report.objects.get(sample_key="R02").sop is None
    assert Report.objects.get(sample_key="R02").sop_code == "COM-01"


def test_without_samples_nothing_is_loaded(people):
    list(reports.load(samples=False))

    assert Report.objects.count() == 0


def test_themes_hold_their_reports_and_solutions_their_rulings(people):
    list(reports.load(samples=True))

    theme = Theme.objects.get(sample_key="T1")
    keys = set(theme.reports.values_list("sample_key", flat=True))
    assert keys
    assert not theme.reports.filter(sensitive=True).exists()
    rulings = dict(Solution.objects.values_list("sample_key", "state"))
    assert rulings == {
        "S1": "adopted",
        "S2": "adopted",
        "S3": "allowed",
        "S4": "not_allowed",
        "S5": "allowed",
        "S6": "not_allowed",
    }


def test_here_too_and_public_answers_come_along(people):
    list(reports.load(samples=True))

    vote = Report.objects.get(sample_key="R04").votes.get()
    assert (vote.district_id, vote.voter) == ("1601", people[1])
    public = PublicAnswer.objects.get(report__sample_key="R29")
    assert (public.outcome, public.taken_back_at) == ("not_now", None)
    assert not PublicAnswer.objects.filter(report__sensitive=True).exists()
