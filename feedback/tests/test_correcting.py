"""LSSO puts a report under another category or step; the sender is told, the original is kept."""

import pytest

from feedback import themes, triage
from feedback.models import Correction, Report, Solution, Vote
from feedback.triage import TriageError, correcting
from sop_pages.models import Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def report(officer, report_of):
    return report_of(officer, language="en", category="documents")


def test_sender_is_told_in_the_own_language_and_the_original_kept(report, reviewer, step):
    triage.correct(report, actor=reviewer, seen=0, category="money", sop="REG-91", step="fill-form")

    now = Report.objects.get()
    assert (now.category, now.step, now.step_title, now.version) == (
        *("money", step, "Fill in the form"),
        1,
    )
    assert now.has_news
    assert now.messages.for_sender().get().text == (
        "LSSO has put your report under “Money · REG-91: Fill in the form”. "
        "You had chosen “Documents”; that is kept."
    )
    assert correcting.chosen(now)["category"] == "documents"


def test_lao_sender_reads_lao(officer, reviewer, report_of):
    report = report_of(officer, language="lo")

    triage.correct(report, actor=reviewer, category="money")

    assert "Money" not in report.messages.get().text


def test_corrected_twice_names_what_the_sender_chose(report, reviewer):
    triage.correct(report, actor=reviewer, category="money")
    triage.correct(report, actor=reviewer, category="access")

    assert correcting.chosen(report)["category"] == "documents"
    assert "You had chosen “Documents”" in report.messages.last().text


def test_what_was_chosen_is_read_in_the_readers_language(officer, reviewer, report_of, step):
    report = report_of(officer, language="lo", sop="REG-91", step="fill-form")
    triage.correct(report, actor=reviewer, category="money")

    assert correcting.shown(correcting.chosen(report)) == "Documents · REG-91: Fill in the form"
    assert "ຂຽນແບບຟອມຕາມເອກະສານ" in report.messages.get().text


def test_list_of_steps_shows_numbers_not_their_names(report, reviewer, step, as_):
    Step.objects.update(title_lo="ພາຍໃນ {mat_days} ວັນ", title_en="Within {mat_days} days")

    text = as_(reviewer).get(f"/cms/feedback/{report.code.lower()}/correct/").content.decode()

    assert "{mat_days}" not in text
    assert "[LSSO: mat_days]" in text


def test_same_again_changes_nothing(report, reviewer):
    for _ in range(2):
        triage.correct(report, actor=reviewer, seen=0, category="money")

    assert (Correction.objects.count(), Report.objects.get().version) == (1, 1)


@pytest.mark.parametrize(
    "asked",
    [{"category": "x"}, {"category": "money", "sop": "NO-1"}, {"category": "money", "step": "no"}],
)
def test_what_is_not_there_is_refused(report, reviewer, step, asked):
    with pytest.raises(TriageError, match="Please choose"):
        triage.correct(report, actor=reviewer, **asked)

    assert Report.objects.get().category == "documents"


def test_correction_is_no_reply_that_closes(report, reviewer):
    triage.correct(report, actor=reviewer, category="money")

    with pytest.raises(TriageError, match="no report is closed without a reply"):
        triage.close(report, actor=reviewer, outcome="solved")
    assert Report.objects.get().first_reply_at is None


def test_desk_corrects_and_shows_what_was_chosen(as_, report, reviewer, step):
    address = f"/cms/feedback/{report.code.lower()}/"
    client = as_(reviewer)

    stale = client.post(
        address + "correct/", {"category": "money", "place": "REG-91", "version": "7"}
    )
    client.post(
        address + "correct/", {"category": "money", "place": "REG-91#fill-form", "version": "0"}
    )

    assert (stale.status_code, stale.context["place"]) == (422, "REG-91")
    assert Report.objects.get().step == step
    assert client.get(address).context["chosen"] in {"Documents", "ເອກະສານ"}


def test_put_under_safety_it_is_for_leads_alone(report, as_, reviewer, lead):
    triage.assign(report, actor=reviewer, to=reviewer)

    said = as_(reviewer).post(
        f"/cms/feedback/{report.code.lower()}/correct/",
        {"version": 1, "category": "safety", "place": ""},
        follow=True,
    )

    now = Report.objects.get()
    assert (now.sensitive, now.assigned_to, now.item.restricted) == (True, None, True)
    assert report.code not in said.content.decode().partition("<table")[2]
    assert as_(reviewer).get(f"/cms/feedback/{report.code.lower()}/").status_code == 404
    assert as_(lead).get(f"/cms/feedback/{report.code.lower()}/").status_code == 200
    assert (
        now.messages.for_sender().get().text.startswith("LSSO has put your report under “Safety”")
    )


def test_what_it_told_that_worked_is_no_solution_any_more(officer, reviewer, report_of):
    report = report_of(officer, proposal="We go in twos.")

    triage.correct(report, actor=reviewer, category="safety")

    assert not Solution.objects.exists()


def in_a_theme(report, colleague, report_of, reviewer):
    themes.merge(report, report_of(colleague), actor=reviewer)


def voted(report, colleague, report_of, reviewer):
    Vote.objects.create(report=report, voter=colleague, district=colleague.district)


def on_the_board(report, colleague, report_of, reviewer):
    Solution.objects.create(report=report, text="So", language="en", state="aside")


@pytest.mark.parametrize("known", [in_a_theme, voted, on_the_board])
def test_report_of_which_others_know_stays_open(report, reviewer, colleague, report_of, known):
    known(report, colleague, report_of, reviewer)

    with pytest.raises(TriageError):
        triage.correct(report, actor=reviewer, category="safety")

    now = Report.objects.get(pk=report.pk)
    assert (now.sensitive, now.category, now.item.restricted) == (False, "documents", False)
