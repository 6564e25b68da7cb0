import pytest
from django.utils import timezone, translation

from content.loaders import changes, places, reports, sop_files, sops, values
from feedback import you_said
from feedback.models import Report
from sop_pages.models import SOP, SOPPage
from sop_site.officers import roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def stored(make_person, django_capture_on_commit_callbacks):
    """All sample SOPs and reports, with two officers who may have sent them."""
    list(places.load(samples=True))
    list(values.load(samples=True))
    make_person("LS-S1", roles.OFFICER, district="0601", is_sample=True)
    make_person("LS-S2", roles.OFFICER, district="1601", is_sample=True)
    make_person("LS-R", roles.REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        list(sops.load(samples=True))
        list(reports.load(samples=True))


def releases(code: str) -> list[str]:
    return [release.number for release in SOP.objects.get(code=code).releases.order_by("pk")]


@pytest.mark.parametrize("entry", sop_files.changes(), ids=lambda entry: entry["sop"])
@pytest.mark.parametrize("language", sop_files.LANGUAGES)
def test_what_was_added_stands_in_the_file(entry, language):
    text = (sop_files.FOLDER / f"{entry['sop']}.{language}.md").read_text(encoding="utf-8")

    assert entry["was"][language]
    assert all(text.count(passage) == 1 for passage, _earlier in entry["was"][language])


def test_a_report_leads_to_a_second_release(stored, django_capture_on_commit_callbacks):
    assert (releases("CLM-04"), releases("CLM-01")) == (["1.0"], ["1.0"])

    with django_capture_on_commit_callbacks(execute=True):
        said = list(changes.load(samples=True))

    assert said == ["2 sample changes, 0 left as they are."]
    assert (releases("CLM-04"), releases("COM-02")) == (["1.0", "1.1"], ["1.0", "1.1"])
    report = Report.objects.get(sample_key="R04")
    assert report.state == Report.State.CHANGED
    assert "CLM-04" in report.messages.latest("pk").text
    page = SOPPage.objects.get(sop__code="CLM-04", language="en")
    assert "Do not come during the rites." in str(page.content().as_json())
    month = you_said.of_month(you_said.month_of(timezone.localdate()))
    assert {one.code for one in month.changed} == {"CLM-04", "COM-02"}
    assert all(one.note for one in month.changed)


def test_a_change_is_made_once(stored, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            said = list(changes.load(samples=True))
        list(sops.load(samples=True))

    assert said == ["0 sample changes, 2 left as they are."]
    assert releases("CLM-04") == ["1.0", "1.1"]


def test_what_people_wrote_is_left_alone(stored, make_person):
    page = SOPPage.objects.get(sop__code="COM-02", language="lo")
    page.title = "ແກ້ໄຂແລ້ວ"
    page.save_revision(user=make_person("LS-T", roles.TRAINER))

    said = list(changes.load(samples=True))

    assert said == ["1 sample changes, 1 left as they are."]
    assert releases("COM-02") == ["1.0"]


def test_without_samples_nothing_changes():
    assert list(changes.load(samples=False)) == []
