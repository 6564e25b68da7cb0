"""A release answers those whose reports it was approved for: in their language, once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from feedback import release_answers, themes, triage, voting
from feedback.models import Message, ReleaseAnswer, StateChange, standing_changes
from feedback.release_answers import SOURCE, offered, take, tell_all
from sop_pages import causes, retiring, tree
from sop_pages.models import Release, ReleaseCause
from sop_pages.retiring import Reason
from sop_site.officers.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def release_of(sop, reviewer):
    """release_of(days=3): a release of the SOP that holds in three days."""

    def made(days=0, minor=1, **fields):
        return Release.objects.create(
            sop=sop,
            major=2,
            minor=minor,
            effective_from=localdate() + timedelta(days=days),
            note_lo="ແບບມີຊ່ອງໃໝ່.",
            note_en="The form has a new line.",
            way="approval",
            approved_by=reviewer,
            sha256="0" * 64,
            **fields,
        )

    return made


@pytest.fixture
def here(sop, step):
    """What a report from this step says."""
    return {"sop": sop.code, "step": step.key, "release": "2.0"}


@pytest.fixture
def theme(officer, officer_elsewhere, report_of, reviewer, here):
    """Two reports on one thing, in Lao and in English."""
    one = report_of(officer, language="lo", **here)
    other = report_of(officer_elsewhere, language="en", text="Names differ.", **here)
    found = themes.merge(one, other, actor=reviewer)
    found.title_lo, found.title_en = "ຊື່ບໍ່ຄືກັນ", "Names differ"
    found.save()
    return found


def name(release, *things):
    causes.freeze(release, [f"{SOURCE}:{thing}" for thing in things])


def texts_of(report) -> list[str]:
    return [message.text for message in report.messages.for_sender()]


def test_theme_is_offered_with_all_who_would_hear(theme, sop, step, colleague, reviewer, report_of):
    first = theme.reports.order_by("pk").first()
    voting.vote(first, colleague, colleague.district, "")
    alone = report_of(colleague, sop=sop.code)
    report_of(colleague, sop=sop.code, sensitive=True)

    found = {one.key: one for one in offered(sop.pk, reviewer)}

    assert set(found) == {f"theme-{theme.pk}", f"report-{alone.pk}"}
    assert (found[f"theme-{theme.pk}"].count, found[f"theme-{theme.pk}"].step_id) == (3, step.pk)
    assert found[f"theme-{theme.pk}"].label == "Names differ"


def test_release_answers_each_sender_in_the_own_language(theme, release_of, reviewer):
    release = release_of()
    name(release, f"theme-{theme.pk}")

    release_answers.on_released(release)

    lao, english = theme.reports.order_by("pk")
    assert texts_of(lao)[0].startswith("ແບບມີຊ່ອງໃໝ່.")
    assert texts_of(english)[0].startswith(
        "The form has a new line.\n\nChanged in REG-91, release 2.1"
    )
    assert {lao.state, english.state} == {"changed"}
    assert lao.has_news
    entry = AuditEntry.objects.of_deed(triage.STATE_CHANGED).filter(subject_id=str(lao.pk)).get()
    assert (entry.actor_id, entry.facts) == (
        reviewer.pk,
        {"before": "received", "after": "changed"},
    )


def test_second_run_answers_nobody_twice(theme, release_of):
    release = release_of()
    name(release, f"theme-{theme.pk}")
    release_answers.on_released(release)

    release_answers.on_released(release)

    assert tell_all() is None
    assert Message.objects.count() == 2
    assert StateChange.objects.filter(after="changed").count() == 2


def test_release_to_come_is_told_now_and_when_it_holds(theme, release_of, at):
    release = release_of(days=3)
    name(release, f"theme-{theme.pk}")
    release_answers.on_released(release)
    report = theme.reports.order_by("pk").last()

    announced = (report.state, texts_of(report))
    assert tell_all() is None
    with at(release.effective_from):
        said = tell_all()
        assert tell_all() is None

    report.refresh_from_db()
    assert announced[0] == "sop_will_change"
    assert "REG-91 will change: release 2.1 holds from" in announced[1][0]
    assert said == "2 senders were told of a release."
    assert (report.state, len(texts_of(report))) == ("changed", 2)


def test_void_release_tells_nobody(theme, release_of):
    release = release_of(ended="error", ended_reason="ຜິດ")
    name(release, f"theme-{theme.pk}")

    assert tell_all() is None
    assert Message.objects.count() == 0


WHY = Reason("ອອກຜິດ.", "It was issued in error.")


@pytest.fixture
def announced(theme, release_of):
    """A release in three days that its senders have heard of; the one before it holds."""
    tree.ensure_tree()
    release_of()
    release = release_of(days=3, minor=2)
    name(release, f"theme-{theme.pk}")
    release_answers.on_released(release)
    return release


@pytest.mark.parametrize("day", [0, 3])
def test_void_release_takes_its_promise_back(announced, theme, reviewer, at, day):
    """Whether it is only announced or holds already."""
    report = theme.reports.order_by("pk").last()
    with at(localdate() + timedelta(days=day)):
        tell_all()
        retiring.declare_void(announced, actor=reviewer, reason=WHY)
        said = tell_all()
        again = tell_all()

    report.refresh_from_db()
    assert (said, again) == ("2 senders were told of a release.", None)
    assert report.state == "reopened"
    assert texts_of(report)[-1] == (
        "It was issued in error.\n\nRelease 2.2 of REG-91 does not hold. Your report is open again."
    )


def test_lost_release_is_no_change_in_the_figures(announced, theme, reviewer, at):
    with at(announced.effective_from):
        tell_all()
        held = standing_changes().count()
        retiring.declare_void(announced, actor=reviewer, reason=WHY)
        tell_all()

    assert (held, standing_changes().count()) == (2, 0)


def test_who_found_it_solved_hears_that_it_is_not(announced, theme, officer, reviewer, at):
    report = theme.reports.order_by("pk").first()
    with at(announced.effective_from):
        tell_all()
        report.refresh_from_db()
        triage.judge(report, actor=officer, outcome="solved")
        retiring.declare_void(announced, actor=reviewer, reason=WHY)
        tell_all()

    report.refresh_from_db()
    assert report.state == "reopened"
    assert report.due > announced.effective_from


def test_sop_that_ends_before_the_day_takes_it_back_too(announced, theme, reviewer, at):
    day = announced.effective_from
    retiring.withdraw(announced.sop, actor=reviewer, reason=WHY, holds_from=day)
    with at(day):
        tell_all()

    assert {report.state for report in theme.reports.all()} == {"reopened"}
    assert "ອອກຜິດ." in texts_of(theme.reports.order_by("pk").first())[-1]


def test_who_was_answered_otherwise_meanwhile_is_left_alone(announced, theme, reviewer):
    report = theme.reports.order_by("pk").last()
    triage.reply(report, actor=reviewer, text="x", state="answered")

    retiring.declare_void(announced, actor=reviewer, reason=WHY)
    tell_all()

    report.refresh_from_db()
    assert (report.state, len(texts_of(report))) == ("answered", 2)


def test_voter_hears_that_it_does_not_hold_and_finds_no_comparison(
    as_, announced, theme, colleague, reviewer
):
    report = theme.reports.order_by("pk").first()
    voting.vote(report, colleague, colleague.district, "")
    retiring.declare_void(announced, actor=reviewer, reason=WHY)
    tell_all()
    with translation.override("en"):
        address = reverse("feedback:voted", args=[report.votes.get().pk])

    page = as_(colleague).get(address).content.decode()

    assert "It was issued in error." in page
    assert "The report to which you said “here too” is open again." in page
    assert "Your report is open again." not in page
    assert page.count("What changed in REG-91 2.2") == 1  # of what was said before


def test_closed_report_stands_behind_the_theme_but_is_left_alone(theme, release_of, reviewer):
    closed, open_one = theme.reports.order_by("pk")
    triage.reply(closed, actor=reviewer, text="x", state="answered")
    triage.close(closed, actor=reviewer, outcome="solved")
    release = release_of()
    name(release, f"theme-{theme.pk}")

    release_answers.on_released(release)

    closed.refresh_from_db()
    assert (closed.state, closed.messages.count()) == ("closed_solved", 1)
    assert open_one.messages.count() == 1
    assert release.causes.get().number == 2


def test_report_that_joins_later_is_not_answered(theme, release_of, officer, report_of, reviewer):
    release = release_of(days=1)
    name(release, f"theme-{theme.pk}")
    release_answers.on_released(release)
    late = report_of(officer)
    themes.merge(late, theme.reports.first(), actor=reviewer)

    release_answers.on_released(release)

    assert late.messages.count() == 0


def test_sensitive_report_can_not_be_named(officer, report_of, release_of):
    secret = report_of(officer, sensitive=True)
    release = release_of()

    name(release, f"report-{secret.pk}")

    assert ReleaseAnswer.objects.count() == ReleaseCause.objects.count() == 0


def test_what_led_to_a_release_is_frozen(theme, release_of):
    name(release_of(), f"theme-{theme.pk}")
    theme.title_en = "Other words"
    theme.save()
    cause = ReleaseCause.objects.get()

    assert (cause.said, cause.told_number) == ("Names differ", 0)
    for deed in (lambda: ReleaseCause.objects.update(number=9), cause.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_words_of_a_report_are_no_public_title(
    officer, report_of, release_of, reviewer, here, step
):
    untitled = themes.merge(report_of(officer, **here), report_of(officer, **here), actor=reviewer)
    untitled.title_lo = untitled.title_en = "ຊື່ໃນບັດ"  # as merging left them before
    untitled.save()
    alone = report_of(officer, **here)

    taken = take(release_of(), [f"theme-{untitled.pk}", f"report-{alone.pk}"])

    assert [(one.title_lo, one.title_en, one.step_id) for one in taken] == [("", "", step.pk)] * 2


def test_voter_reads_the_note_in_the_own_language(as_, theme, release_of, colleague):
    lao = theme.reports.order_by("pk").first()
    voting.vote(lao, colleague, colleague.district, "")
    release = release_of()
    name(release, f"theme-{theme.pk}")
    release_answers.on_released(release)
    with translation.override("en"):
        address = reverse("feedback:voted", args=[lao.votes.get().pk])

    vote = lao.votes.with_answers().get()
    page = as_(colleague).get(address).content.decode()

    assert vote.has_news
    assert "The form has a new line." in page
    assert 'href="/en/sops/reg-91/compare/?to=2.1"' in page
    assert "What changed in REG-91 2.1" in page


def test_many_senders_cost_no_more_queries_than_few(officer, report_of, release_of, here, sop):
    counted = []
    for number, minor in ((2, 1), (9, 2)):
        release = release_of(minor=minor)
        name(release, *(f"report-{report_of(officer, **here).pk}" for _ in range(number)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            release_answers.on_released(release)
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 16
