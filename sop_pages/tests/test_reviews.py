"""Review dates: who is reminded when, once; “no change”; the list of work."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from sop_pages import reviews, work
from sop_pages.models import SOP, Contact, Review, ReviewPlan, ReviewReminder, WrongNumber
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.usefixtures("in_english")
DUE = date(2030, 6, 30)


@pytest.fixture
def sop(published):
    return SOP.objects.get(code="REG-07")


@pytest.fixture
def plan(sop, trainer):
    trainer.email, trainer.language = "owner@example.la", "en"
    trainer.save()
    return ReviewPlan.objects.create(sop=sop, owner=trainer, review_on=DUE)


@pytest.fixture
def mailing(settings):
    settings.EMAIL_HOST = "mail.example.la"


def labels(person) -> list[tuple[str, bool]]:
    found = work.groups_for(person).get("Reviews due", [])
    return [(item.label, item.late) for item in found]


class TestReminders:
    def run(self, at, *days_before):
        for days in days_before:
            with at(DUE - timedelta(days=days)):
                reviews.remind()

    def test_come_60_30_and_7_days_before_each_once(self, plan, at, mailing):
        self.run(at, 61, 60, 60, 59, 31, 30, 29, 8, 7, 6, 0, -1)

        assert [note.days for note in ReviewReminder.objects.order_by("pk")] == [60, 30, 7]
        assert [letter.to for letter in mail.outbox] == [["owner@example.la"]] * 3

    def test_after_a_pause_only_the_nearest_comes(self, plan, at, mailing):
        self.run(at, 5)

        assert [note.days for note in ReviewReminder.objects.all()] == [7]
        assert "REG-07" in mail.outbox[0].subject
        assert f"/cms/reviews/{plan.sop_id}/" in mail.outbox[0].body

    def test_another_day_is_another_reminder(self, plan, at, mailing):
        self.run(at, 7)
        plan.review_on = DUE + timedelta(days=1)
        plan.save()

        self.run(at, 6)

        assert len(mail.outbox) == 2

    def test_without_a_mail_server_or_an_address_nothing_leaves(self, plan, at, trainer, settings):
        self.run(at, 7)
        trainer.email = ""
        trainer.save()
        settings.EMAIL_HOST = "mail.example.la"

        self.run(at, 7)

        assert mail.outbox == []

    def test_mail_that_did_not_leave_is_tried_again(self, plan, at, mailing, settings):
        settings.EMAIL_BACKEND = "sop_pages.tests.test_reviews.Broken"
        self.run(at, 7)
        before = ReviewReminder.objects.get().mailed_at
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        self.run(at, 7)

        assert before is None
        assert ReviewReminder.objects.get().mailed_at is not None
        assert len(mail.outbox) == 1

    def test_owner_who_left_is_not_written_to(self, plan, at, mailing, trainer, lead):
        lead.email = "lead@example.la"
        lead.save()
        trainer.is_active = False
        trainer.save()

        self.run(at, 7)

        assert [letter.to for letter in mail.outbox] == [["lead@example.la"]]


class Broken:
    """A mail server that is not there."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


class TestWork:
    def test_owner_is_asked_from_60_days_before(self, plan, trainer, at):
        asked = []
        for days in (61, 60):
            with at(DUE - timedelta(days=days)):
                asked.append(labels(trainer))

        assert asked == [[], [("REG-07", False)]]

    def test_late_shows_to_lsso_and_to_the_owner(self, plan, trainer, reviewer, coordinator, at):
        with at(DUE + timedelta(days=1)):
            seen = [labels(person) for person in (trainer, reviewer, coordinator)]

        assert seen == [[("REG-07", True)], [("REG-07", True)], []]

    def test_never_shows_to_officers(self, plan, client, at):
        with at(DUE + timedelta(days=400)):
            page = client.get("/en/sops/reg-07/").content.decode()

        assert "2030" not in page
        assert "late" not in page.lower().split("main")[1]

    def test_of_an_owner_who_left_falls_to_the_lead(self, plan, trainer, lead, reviewer, at):
        trainer.is_active = False
        trainer.save()

        with at(DUE):
            seen = [labels(person) for person in (trainer, lead, reviewer)]

        assert seen == [[], [("REG-07", False)], []]

    def test_of_an_owner_who_left_falls_to_reviewers_without_a_lead(
        self, plan, trainer, reviewer, at
    ):
        trainer.groups.clear()

        with at(DUE):
            assert labels(reviewer) == [("REG-07", False)]

    def test_sops_without_a_day_are_counted_for_lsso(self, sop, reviewer, trainer):
        assert labels(reviewer) == [("SOPs without a review date: 1", False)]
        assert labels(trainer) == []

    def test_stands_on_the_home_of_the_cms(self, as_, speaks, reviewer, coordinator, places):
        contact = Contact.objects.create(
            key="p06", level="province", province_id="06", unit_lo="ກ", unit_en="Desk", phone="1508"
        )
        WrongNumber.objects.create(contact=contact, phone="1508", reported_at="2030-01-01T00:00Z")
        for person in (reviewer, coordinator):
            speaks(person, "en")

        pages = [as_(one).get("/cms/").content.decode() for one in (reviewer, coordinator)]

        for page in pages:
            assert "p06 – Desk: 1508" in page
            assert reverse("contact_confirm", args=[contact.pk]) in page

    def test_releases_to_look_at_can_be_confirmed_there(self, as_, sop, reviewer):
        client = as_(reviewer)
        release = sop.releases.get()
        address = reverse("sop_confirm", args=[release.pk])
        before = client.get("/cms/").content.decode()

        client.post(address)

        assert address in before
        assert address not in client.get("/cms/").content.decode()

    def test_takes_as_many_queries_for_more_sops(
        self, plan, trainer, publish_more, at, django_assert_max_num_queries
    ):
        with at(DUE), django_assert_max_num_queries(12):
            assert len(labels(trainer)) == 1
        publish_more(trainer)

        with at(DUE), django_assert_max_num_queries(12):
            assert len(labels(trainer)) == 3


@pytest.fixture
def publish_more(write_file):
    from sop_pages.files.importing import import_files

    def make(owner):
        for code in ("REG-08", "REG-09"):
            import_files([write_file("lo", code=code)], publish=True)
            ReviewPlan.objects.create(sop=SOP.objects.get(code=code), owner=owner, review_on=DUE)

    return make


class TestPage:
    def post(self, client, sop, **data):
        return client.post(reverse("sop_review", args=[sop.pk]), data)

    def test_lsso_sets_owner_and_day(self, as_, reviewer, sop, trainer):
        self.post(as_(reviewer), sop, deed="plan", owner=trainer.pk, review_on="2030-06-30")

        plan = ReviewPlan.objects.get()
        assert (plan.owner, plan.review_on) == (trainer, DUE)
        assert AuditEntry.objects.get(deed="review.planned").facts["owner"] == trainer.pk

    @pytest.mark.parametrize("day", ["2020-01-01", "2030-02-31"])
    def test_day_that_cannot_be_is_refused_and_kept(self, as_, reviewer, sop, day):
        page = self.post(as_(reviewer), sop, deed="plan", owner="", review_on=day)

        assert ReviewPlan.objects.count() == 0
        assert f'value="{day}"' in page.content.decode()

    def test_officer_is_no_owner(self, as_, reviewer, sop, officer):
        self.post(as_(reviewer), sop, deed="plan", owner=officer.pk, review_on="2030-06-30")

        assert ReviewPlan.objects.count() == 0

    def test_no_change_is_noted_with_who_and_the_next_day(self, as_, plan, trainer, sop):
        self.post(as_(trainer), sop, deed="unchanged", next_on="2031-06-30", note="Read with P06")

        review = Review.objects.get()
        plan.refresh_from_db()
        assert (review.reader, review.due_on, review.note) == (trainer, DUE, "Read with P06")
        assert plan.review_on == review.next_on == date(2031, 6, 30)
        assert AuditEntry.objects.get(deed="review.unchanged").actor_id == trainer.pk

    @pytest.mark.parametrize("day", ["", "2020-01-01", "2126-01-01", "2030-02-31"])
    def test_no_change_needs_a_next_day(self, as_, plan, trainer, sop, day):
        page = self.post(as_(trainer), sop, deed="unchanged", next_on=day, note="kept words")

        assert Review.objects.count() == 0
        assert "kept words" in page.content.decode()

    def test_today_is_no_next_day(self, plan, trainer, sop):
        with pytest.raises(reviews.BadDay):
            reviews.no_change(sop, actor=trainer, next_on=localdate())

    @pytest.mark.parametrize("deed", ["plan", "unchanged"])
    def test_who_does_not_own_it_changes_nothing(self, as_, plan, make_person, sop, deed):
        other = make_person("LS-OTHER", "trainer", district="0601")

        answer = self.post(as_(other), sop, deed=deed, next_on="2031-01-01", review_on="")

        plan.refresh_from_db()
        assert answer.url == "/cms/"
        assert plan.review_on == DUE

    def test_list_marks_what_is_late_for_lsso_alone(self, as_, speaks, plan, reviewer, trainer, at):
        with at(DUE + timedelta(days=1)):
            for person in (reviewer, trainer):
                speaks(person, "en")
            pages = [
                as_(one).get(reverse("sop_reviews")).content.decode() for one in (reviewer, trainer)
            ]

        assert ["<strong>late</strong>" in page for page in pages] == [True, False]
