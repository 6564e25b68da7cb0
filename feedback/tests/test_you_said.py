"""You said, we did: for everybody, with nobody's name and no number that tells of one."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback import public_answers, you_said
from feedback.models import PublicAnswer, Report
from feedback.triage import TriageError
from sop_pages import causes, tree
from sop_pages.files.importing import import_files
from sop_pages.models import Release, SOPPage
from sop_site.officers.models import AuditEntry

from .test_from_step_to_release import SOP_FILE

PAGE = "/en/feedback/you-said/"
WORDS = {
    "title_lo": "ທະນາຄານຢູ່ໄກ",
    "title_en": "The bank is far",
    "text_lo": "ຍັງບໍ່ມີງົບ.",
    "text_en": "There is no budget yet.",
    "outcome": "not_now",
}


def row(numbers, code):
    found = next(one for one in numbers.rows if one.code == code)
    return found.number, {place.name: place.number for place in found.places}


def test_large_numbers_are_told_by_sop_and_province():
    numbers = you_said.told({("REG-01", "06"): 7, ("REG-01", "16"): 9}, {"06": "A", "16": "B"})

    assert (numbers.total, numbers.hides) == (16, False)
    assert row(numbers, "REG-01") == (16, {"A": 7, "B": 9})


def test_small_number_takes_another_with_it_so_that_no_difference_tells_it():
    counts = {
        ("REG-01", "06"): 2,
        ("REG-01", "16"): 9,
        ("CON-01", "06"): 8,
        ("CON-01", "16"): 12,
    }
    numbers = you_said.told(counts, {"06": "A", "16": "B"})

    assert numbers.hides
    assert row(numbers, "REG-01") == (11, {"A": None, "B": None})
    assert row(numbers, "CON-01") == (20, {"A": None, "B": None})


def test_so_few_reports_that_nothing_is_told():
    assert you_said.told({("", "06"): 4}, {}) == you_said.Numbers(None, [], True)


def test_month_without_reports_says_so():
    assert you_said.told({}, {}) == you_said.Numbers()


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
    ],
)
def test_months_follow_each_other(month, before, after):
    assert (you_said.before(month), you_said.after(month)) == (before, after)


@pytest.fixture
def last_month():
    return you_said.before(you_said.month_of(timezone.localdate()))


@pytest.fixture
def reported(officer, report_of, sop, last_month):
    """reported(6): so many reports on the SOP, received in the last month."""

    def made(number, person=officer, **fields):
        first, _end = you_said.moments(last_month)
        for _ in range(number):
            report = report_of(person, **fields)
            Report.objects.filter(pk=report.pk).update(received_at=first + timedelta(days=3))

    return made


@pytest.fixture
def page(db, tmp_path):
    """REG-07 in Lao, released."""
    cache.clear()
    tree.ensure_tree()
    path = tmp_path / "REG-07.lo.md"
    path.write_text(SOP_FILE, encoding="utf-8")
    import_files([path], publish=True)
    return SOPPage.objects.get(sop__code="REG-07")


def release_of(page, day, minor=1, **fields):
    return Release.objects.create(
        sop=page.sop,
        major=1,
        minor=minor,
        effective_from=day,
        note_lo="ແບບມີຊ່ອງໃໝ່.",
        note_en="The form has a new line.",
        way="import",
        sha256="0" * 64,
        **fields,
    )


def named(release, officer, report_of):
    causes.freeze(release, [f"feedback.reports:report-{report_of(officer).pk}"])


@pytest.mark.django_db
def test_month_that_runs_tells_no_number_and_a_whole_one_does(
    client, reported, last_month, officer, officer_elsewhere, report_of
):
    reported(6)
    reported(5, officer_elsewhere)
    reported(9, sensitive=True)
    for _ in range(5):
        report_of(officer)

    this = client.get(f"{PAGE}?month={timezone.localdate():%Y-%m}").content.decode()
    last = client.get(f"{PAGE}?month={last_month:%Y-%m}").content.decode()

    assert "told when it is over" in this
    assert "11 reports" in last


@pytest.mark.django_db
def test_release_that_reports_led_to_stands_with_its_comparison(client, page, officer, report_of):
    release = release_of(page, timezone.localdate())
    named(release, officer, report_of)
    silent = release_of(page, timezone.localdate(), minor=2)
    to_come = release_of(page, timezone.localdate() + timedelta(days=40), minor=3)
    named(to_come, officer, report_of)

    said = client.get(PAGE).content.decode()

    assert "The form has a new line." in said
    assert "/en/sops/reg-07/compare/?to=1.1" in said
    assert f"?to={silent.number}" not in said
    assert f"?to={to_come.number}" not in said
    assert officer.name not in said


@pytest.mark.django_db
def test_void_release_goes_from_the_page(client, page, officer, report_of):
    release = release_of(page, timezone.localdate())
    named(release, officer, report_of)
    before = client.get(PAGE).content.decode()
    Release.objects.filter(pk=release.pk).update(ended="error", ended_reason="x")

    after = client.get(PAGE).content.decode()

    assert ("?to=1.1" in before, "?to=1.1" in after) == (True, False)


@pytest.mark.django_db
def test_public_answer_is_read_without_a_name_and_taken_back(
    as_, client, officer, report_of, reviewer
):
    report, desk = report_of(officer), as_(reviewer)
    address = f"/cms/feedback/{report.code.lower()}/public/"
    half = desk.post(address, WORDS | {"title_en": ""})
    person = desk.post(address, WORDS | {"text_en": "Call 020 5555 1234"})
    desk.post(address, WORDS)
    desk.post(address, WORDS | {"text_en": "There is no budget this year."})
    shown = client.get(PAGE).content.decode()
    answer = PublicAnswer.objects.get()
    desk.post(f"/cms/feedback/public/{answer.pk}/take-back/")

    assert (half.status_code, len(person.context["findings"])) == (422, 1)
    assert "There is no budget this year." in shown
    assert officer.name not in shown
    assert "no budget" not in client.get(PAGE).content.decode()
    assert AuditEntry.objects.of_deed(public_answers.TAKEN_BACK).count() == 1


@pytest.mark.django_db
def test_sensitive_report_is_not_answered_in_public(as_, officer, report_of, lead):
    secret = report_of(officer, sensitive=True)

    with pytest.raises(TriageError):
        public_answers.publish(secret, actor=lead, words=WORDS)
    as_(lead).post(f"/cms/feedback/{secret.code.lower()}/public/", WORDS)

    assert PublicAnswer.objects.count() == 0


@pytest.mark.django_db
def test_public_answer_in_one_language_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicAnswer.objects.create(**WORDS | {"text_en": ""})


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2026-13", "x", "2099-01", "2026-1", "٢٠٢٦-٠١"])
def test_what_is_no_month_is_not_found(client, month):
    assert client.get(PAGE, {"month": month}).status_code == 404


@pytest.mark.django_db
def test_feed_has_releases_and_answers(client, page, officer, report_of, reviewer):
    named(release_of(page, timezone.localdate()), officer, report_of)
    public_answers.publish(report_of(officer), actor=reviewer, words=WORDS)

    feed = ElementTree.fromstring(client.get("/en/feedback/you-said.atom").content)

    titles = {one.findtext("{*}title") for one in feed.findall("{*}entry")}
    assert titles == {"Not now: The bank is far", "Changed in REG-07 1.1: The SOP as a whole"}


@pytest.mark.django_db
def test_page_unchanged_is_not_sent_again(client):
    etag = client.get(PAGE)["ETag"]

    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 4])
def test_page_takes_the_same_queries_for_more_rows(
    client, page, officer, report_of, reviewer, django_assert_max_num_queries, rows
):
    for number in range(rows):
        named(release_of(page, timezone.localdate(), minor=number + 1), officer, report_of)
        public_answers.publish(report_of(officer), actor=reviewer, words=WORDS)
    client.get("/en/feedback/you-said.atom")
    cache.clear()

    with django_assert_max_num_queries(13):
        client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
