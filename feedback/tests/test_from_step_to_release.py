"""From a report on a step to the release that changes it, and back to all who said so."""

import pytest
from django.test import Client
from django.urls import reverse

from feedback import themes, triage, voting
from feedback.models import Report
from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import Release, SOPPage
from sop_pages.tests.approving import approve
from sop_site.officers import roles
from sop_site.offline import inbox

SOP_FILE = """---
code: REG-07
language: lo
title: ຂຶ້ນທະບຽນສະມາຊິກ
task: register
sample: true
---
ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.

## Steps
### ຖາມກ່ອນ {#ask}
ຖາມຜູ້ກ່ຽວ.
"""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def page(db, tmp_path):
    """REG-07, released as 1.0."""
    tree.ensure_tree()
    path = tmp_path / "REG-07.lo.md"
    path.write_text(SOP_FILE, encoding="utf-8")
    import_files([path], publish=True)
    return SOPPage.objects.get(sop__code="REG-07")


@pytest.fixture
def neighbour(make_person):
    return make_person("LS-NEIGHBOUR", roles.OFFICER, district="0602")


@pytest.fixture
def theme(page, officer, officer_elsewhere, colleague, neighbour, report_of, reviewer):
    """Two reports from the first step; two colleagues said "here too" to one of them."""
    here = {"sop": "REG-07", "step": "ask", "release": "1.0"}
    one, other = report_of(officer, **here), report_of(officer_elsewhere, language="en", **here)
    payload = {"report": str(one.pk)}
    for person in (colleague, neighbour):
        assert inbox.deliver(person, voting.KIND, payload).is_kept
    found = themes.merge(one, other, actor=reviewer)
    found.title_lo, found.title_en = "ບໍ່ຮູ້ຈະຖາມໃຜ", "Nobody knows whom to ask"
    found.save()
    return found


@pytest.fixture
def in_review(page, trainer):
    """The trainer says in the step whom to ask."""
    draft = page.get_latest_revision_as_object()
    draft.steps[0].value["title"] = "ຖາມນາຍບ້ານກ່ອນ"
    draft.save_revision(user=trainer)
    draft.get_workflow().start(draft, trainer)
    return SOPPage.objects.get(pk=page.pk)


@pytest.fixture
def issued(as_, theme, in_review, reviewer, django_capture_on_commit_callbacks):
    """issued(led_by=[…]): LSSO approves, and whoever waits is told."""

    def made(**terms):
        with django_capture_on_commit_callbacks(execute=True):
            approve(as_(reviewer), in_review, **terms)
        return Release.objects.filter(sop=in_review.sop_id, way="approval").first()

    return made


def test_approval_page_offers_what_was_reported_on_the_step(as_, theme, in_review, reviewer):
    form = as_(reviewer).get(reverse("sop_approve", args=[in_review.pk])).context["form"]

    (_name, choices), *rest = form.fields["led_by"].choices
    assert (len(choices), rest) == (1, [])
    assert choices[0][0] == f"feedback.reports:theme-{theme.pk}"
    assert "4" in choices[0][1]  # two senders, two voters


def test_approval_without_reports_asks_for_none(as_, in_review, reviewer):
    form = as_(reviewer).get(reverse("sop_approve", args=[in_review.pk])).context["form"]

    assert "led_by" not in form.fields


def test_all_hear_and_one_who_is_not_helped_is_heard_again(as_, theme, issued, reviewer):
    release = issued(led_by=[f"feedback.reports:theme-{theme.pk}"])
    one, other = theme.reports.order_by("pk")

    pages = [
        as_(one.sender).get(f"/lo/sops/reg-07/{where}").content.decode().replace("<wbr>", "")
        for where in ("releases/", f"releases/{release.number}/", f"compare/?to={release.number}")
    ]
    assert {one.state, other.state} == {"changed"}
    assert [theme.title_lo in page for page in pages] == [True] * 3

    triage.judge(one, actor=one.sender, outcome="not")
    one.refresh_from_db()
    assert one.state == "reopened"
    triage.reply(one, actor=reviewer, text="ໃຫ້ຖາມນາຍບ້ານ.", state="answered")
    one.refresh_from_db()
    assert (one.state, one.times_reopened) == ("answered", 1)
    public = Client().get("/en/feedback/you-said/").content.decode()
    assert "Nobody knows whom to ask" in public
    assert f"/en/sops/reg-07/compare/?to={release.number}" in public
    assert "ທ້າວ" not in public


def test_release_in_an_emergency_answers_too(
    as_, theme, page, lead, django_capture_on_commit_callbacks
):
    draft = page.get_latest_revision_as_object()
    draft.steps[0].value["title"] = "ຖາມນາຍບ້ານກ່ອນ"
    draft.save_revision(user=lead)
    draft.get_workflow().start(draft, lead)

    with django_capture_on_commit_callbacks(execute=True):
        approve(
            as_(lead),
            SOPPage.objects.get(pk=page.pk),
            reason="ຜິດກົດໝາຍ",
            led_by=[f"feedback.reports:theme-{theme.pk}"],
        )

    assert Release.objects.get(way="emergency").causes.count() == 1
    assert set(Report.objects.values_list("state", flat=True)) == {"changed"}


def test_who_said_here_too_hears_it_in_the_own_language(as_, theme, issued, colleague, neighbour):
    issued(led_by=[f"feedback.reports:theme-{theme.pk}"])

    for person, language, said in (
        (colleague, "en", "A new step"),
        (neighbour, "lo", "ຂຶ້ນທະບຽນໃໝ່"),
    ):
        address = f"/{language}/feedback/me-too/{person.votes.get().pk}/"
        page = as_(person).get(address).content.decode()
        assert said in page
        assert f"/{language}/sops/reg-07/compare/?to=1.1" in page


def test_choice_that_was_not_offered_is_refused(issued):
    assert issued(led_by=["feedback.reports:theme-999"]) is None
