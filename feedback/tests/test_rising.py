"""What stays unanswered rises."""

import pytest

from feedback import rising
from sop_pages import home
from sop_site import timed

pytestmark = pytest.mark.django_db
FAR = 14  # days: more than two working days, whatever holidays stand between


def risen_rows(rf, person) -> list[str]:
    request = rf.get("/en/")
    request.user = person
    return [row.title for row in home.rows(request) if row.url.endswith("?state=late")]


def test_long_late_report_rises_to_leads_alone(
    rf, officer, reviewer, lead, admin_person, report_of, make_late, in_english
):
    make_late(report_of(officer), FAR)
    make_late(report_of(officer), 1)

    assert risen_rows(rf, lead) == ["1 report has been late for long"]
    for person in (officer, reviewer, admin_person):
        assert risen_rows(rf, person) == []


def test_how_long_is_a_setting(officer, report_of, make_late, settings):
    make_late(report_of(officer), FAR)
    settings.LATE_RISES_AFTER = 60

    assert rising.risen().count() == 0


def test_head_hears_numbers_and_no_words(officer, report_of, make_late, settings, mailoutbox):
    settings.FEEDBACK_HEAD_EMAIL = "head@lsso.example"
    make_late(report_of(officer, text="ຊື່ຂອງນາງຄຳ"), FAR)
    make_late(report_of(officer, sensitive=True), FAR)

    rising.tell_the_head()

    [letter] = mailoutbox
    assert letter.to == ["head@lsso.example"]
    assert "1 report is late for an answer." in letter.body
    assert "ນາງຄຳ" not in letter.body
    assert "/cms/feedback/?state=late" in letter.body


@pytest.mark.parametrize(("address", "days"), [("", FAR), ("head@lsso.example", -3)])
def test_nobody_is_written_to_without_need(
    officer, report_of, make_late, settings, mailoutbox, address, days
):
    settings.FEEDBACK_HEAD_EMAIL = address
    make_late(report_of(officer), days)

    assert rising.tell_the_head() is None
    assert mailoutbox == []


def test_it_is_weekly_work():
    [deed] = [deed for deed in timed.deeds() if deed.name == "late_reports_to_the_head"]

    assert deed.every.days == 7
