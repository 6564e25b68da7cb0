"""Withdrawn, replaced, issued in error: who may, what readers see from the day on, the log."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from sop_pages import acknowledging, feed, register, releases, retiring, saved
from sop_pages.files.importing import REFUSED, import_files
from sop_pages.models import SOP, Release, RenderedSOP, Retirement, ReviewPlan, SOPPage
from sop_pages.paper.asked import of_release
from sop_pages.retiring import Reason, declare_void, replace, withdraw
from sop_pages.search.models import SearchEntry
from sop_pages.tests.approving import approve
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.usefixtures("in_english")
WHY = Reason("ກົດໝາຍປ່ຽນແລ້ວ", "The law changed")
TODAY = timezone.localdate


def later(days=30):
    return TODAY() + timedelta(days=days)


@pytest.fixture
def sop(published):
    return SOP.objects.get(code="REG-07")


@pytest.fixture
def other(published, write_file):
    """REG-09, live in English and Lao."""
    files = [write_file(language, code="REG-09", title="Other") for language in ("en", "lo")]
    import_files(files, publish=True)
    return SOP.objects.get(code="REG-09")


def text(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def released_again(page, trainer, reviewer, as_, **terms):
    """A new approved release with the same text."""
    page = SOPPage.objects.get(pk=page.pk)
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    assert approve(as_(reviewer), page, **terms).status_code == 302
    return Release.objects.order_by("-pk").first()


class TestWhoMay:
    def test_only_lsso_retires(self, sop, trainer, coordinator, officer, observer):
        for person in (trainer, coordinator, officer, observer):
            with pytest.raises(PermissionDenied):
                withdraw(sop, actor=person, reason=WHY, holds_from=TODAY())
            with pytest.raises(PermissionDenied):
                declare_void(sop.releases.get(), actor=person, reason=WHY)
        assert not Retirement.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_others_are_refused_at_the_address(self, sop, as_, officer, observer, method):
        address = reverse("sop_retire", args=[sop.pk])
        terms = {"act": "withdrawn", "reason_lo": "x", "reason_en": "x", "holds_from": TODAY()}

        for person in (officer, observer):
            assert getattr(as_(person), method)(address, terms).status_code == 403
        assert not Retirement.objects.exists()

    def test_wagtails_own_ways_are_shut(self, published, as_, admin_person, reviewer):
        page = published["lo"]
        for client in (as_(admin_person), as_(reviewer)):
            client.post(f"/cms/pages/{page.pk}/unpublish/")
            client.post(f"/cms/pages/{page.pk}/delete/", {"next": ""})
            client.post(f"/cms/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/cms/")
            client.post(f"/cms/bulk/wagtailcore/page/delete/?id={page.pk}&next=/cms/")

        assert Page.objects.get(pk=page.pk).live


class TestTerms:
    @pytest.mark.parametrize(
        "reason", [Reason("", "x"), Reason("x", " "), Reason("", "")], ids=["lo", "en", "both"]
    )
    def test_reason_is_needed_in_both_languages(self, sop, reviewer, reason):
        with pytest.raises(ValidationError, match="in Lao and in English"):
            withdraw(sop, actor=reviewer, reason=reason, holds_from=TODAY())

    def test_day_is_not_past(self, sop, reviewer):
        with pytest.raises(ValidationError, match="past"):
            withdraw(sop, actor=reviewer, reason=WHY, holds_from=later(-1))

    def test_nothing_is_retired_twice(self, sop, reviewer):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later())

        with pytest.raises(ValidationError, match="already"):
            withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())

    def test_successor_is_another_sop_that_holds_by_then(self, sop, other, reviewer):
        withdraw(other, actor=reviewer, reason=WHY, holds_from=later(10))

        for successor, day in ((None, TODAY()), (sop, TODAY()), (other, later(10))):
            with pytest.raises(ValidationError):
                replace(sop, successor, actor=reviewer, reason=WHY, holds_from=day)
        assert replace(sop, other, actor=reviewer, reason=WHY, holds_from=later(9)).pk

    def test_only_release_that_holds_is_not_void(self, sop, reviewer):
        with pytest.raises(ValidationError, match="only release"):
            declare_void(sop.releases.get(), actor=reviewer, reason=WHY)


class TestReaders:
    def test_address_says_withdrawn_why_and_keeps_the_text(self, sop, reviewer, client):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())

        english, lao = (text(client, f"/{at}/sops/reg-07/") for at in ("en", "lo"))

        assert "This procedure was withdrawn on" in english
        assert "The law changed" in english
        assert "Ask the person." not in english
        assert "withdrawn on" in english.split("<footer")[1]
        assert "ກົດໝາຍ" in lao.replace("<wbr>", "")
        old = text(client, "/en/sops/reg-07/releases/1.0/")
        assert "This procedure was withdrawn on" in old
        assert "Ask the person." in old

    def test_address_leads_to_the_successor(self, sop, other, reviewer, client):
        replace(sop, other, actor=reviewer, reason=WHY, holds_from=TODAY())

        for address in ("", "releases/", "releases/1.0/", "releases/1.0/check/"):
            page = text(client, f"/en/sops/reg-07/{address}")
            assert "was replaced by REG-09 on" in page
            assert 'href="/en/sops/reg-09/"' in page

    def test_a_later_day_is_told_ahead_and_comes_by_itself(
        self, sop, other, reviewer, client, at, django_assert_num_queries
    ):
        replace(sop, other, actor=reviewer, reason=WHY, holds_from=later())
        ahead = text(client, "/en/sops/reg-07/")
        with at(later(29)):
            eve = text(client, "/en/sops/reg-07/")
        with at(later()):
            day = text(client, "/en/sops/reg-07/")
            with django_assert_num_queries(1):
                client.get("/en/sops/reg-07/")

        for page in (ahead, eve):
            assert "REG-09 holds in place of this procedure" in page
            assert "Ask the person." in page
        assert "was replaced by REG-09 on" in day
        assert "Ask the person." not in day

    def test_lists_and_search_leave_it_out_from_the_day_on(self, sop, reviewer, client, at):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later())
        for day, there in ((later(29), True), (later(), False)):
            with at(day):
                retiring.take_down_due()
                for address in ("/en/sops/", "/en/tasks/register/"):
                    assert ('href="/en/sops/reg-07/"' in text(client, address)) is there
                listed = RenderedSOP.objects.listed("en", day)
                assert listed.count() == RenderedSOP.objects.count_listed("en", day) == int(there)
                assert SearchEntry.objects.exists() is there
                found = client.get("/api/v2/sops/").json()["meta"]["total_count"]
                assert found == (2 if there else 0)

    def test_saved_copy_has_the_page_that_says_so(self, sop, reviewer, at):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later())
        before = saved.state("en")

        with at(later()):
            documents = {d.u: d for d in saved.handbook("en", None)}
            assert saved.state("en") != before
            page = documents["/en/sops/reg-07/"]

        assert "This procedure was withdrawn on" in page.m
        assert "data-retired=" in page.m

    def test_every_sheet_of_its_pdf_says_so(self, sop, other, reviewer):
        text = sop.releases.get().texts.get(language="en")
        before = of_release(text).data({})["sops"][0]["control"]
        replace(sop, other, actor=reviewer, reason=WHY, holds_from=TODAY())

        after = of_release(text).data({})["sops"][0]["control"]

        assert "replaced" not in before
        assert "replaced by REG-09 on" in after

    def test_day_after_shows_no_release_in_force(self, sop, reviewer, client, at):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later())

        assert Release.objects.in_force("REG-07", later(29)).number == "1.0"
        assert Release.objects.in_force("REG-07", later()) is None
        assert releases.in_force_ids(later()) == []
        eve, day = later(29), later()
        with at(later(40)):
            told = [client.get(f"/en/sops/reg-07/on/{on}/")["Location"] for on in (eve, day)]
        assert told == ["/en/sops/reg-07/releases/1.0/", "/en/sops/reg-07/"]
        assert Release.objects.get().day_to_read(later(40)) == eve

    def test_nobody_is_asked_to_confirm_it(self, sop, reviewer, officer, at):
        acknowledging.ask(sop.releases.get(), actor=reviewer, roles=["officer"], due=later())
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later(5))

        asked = []
        for day in (later(4), later(5)):
            with at(day):
                asked.append(len(acknowledging.owed(officer)))
        assert asked == [1, 0]
        with pytest.raises(ValidationError, match="retired"):
            acknowledging.ask(sop.releases.get(), actor=reviewer, roles=["officer"], due=later())

    def test_approved_release_to_come_never_comes(self, sop, published, trainer, reviewer, as_, at):
        page = published["en"]
        page.steps[0].value["title"] = "Ask the person first"
        page.save_revision(user=trainer)
        page.get_workflow().start(page, trainer)
        approve(as_(reviewer), page, effective_from=later(40).isoformat())
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=later())

        with at(later(41)):
            assert Release.objects.in_force("REG-07", later(41)) is None
            assert RenderedSOP.objects.in_force("en", "REG-07", later(41)).retired == "withdrawn"
            assert releases.come_into_force() is None

    def test_no_review_is_due(self, sop, reviewer):
        ReviewPlan.objects.create(sop=sop, owner=reviewer, review_on=TODAY())
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())

        assert not ReviewPlan.objects.read().exists()


class TestComingBack:
    def test_next_release_brings_it_back_with_the_same_text(
        self, sop, published, trainer, reviewer, as_, client, at
    ):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())
        day = later(9)
        with at(day):
            release = released_again(published["en"], trainer, reviewer, as_)
            assert "Ask the person." in text(client, "/en/sops/reg-07/")
            assert 'href="/en/sops/reg-07/"' in text(client, "/en/sops/")

        assert release.number == "1.1"
        assert Release.objects.in_force("REG-07", day) == release
        assert Release.objects.in_force("REG-07", later(8)) is None
        assert not Retirement.objects.standing().exists()

    def test_between_it_stays_retired(self, sop, published, trainer, reviewer, as_, client, at):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())
        released_again(published["en"], trainer, reviewer, as_, effective_from=later().isoformat())

        assert "was withdrawn on" in text(client, "/en/sops/reg-07/")
        with at(later()):
            assert "Ask the person." in text(client, "/en/sops/reg-07/")

    def test_no_file_brings_it_back(self, sop, reviewer, write_file):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())

        outcomes = import_files([write_file("en"), write_file("lo")], publish=True)

        assert {outcome.state for outcome in outcomes} == {REFUSED}
        assert not SOPPage.objects.filter(live=True).exists()

    def test_rendering_all_again_keeps_what_it_says(self, sop, reviewer, client):
        from sop_pages import copies

        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())
        copies.keep_all()

        assert "was withdrawn on" in text(client, "/en/sops/reg-07/")


class TestVoid:
    @pytest.fixture
    def wrong(self, published, trainer, reviewer, as_):
        page = published["en"]
        page.steps[0].value["title"] = "Ask the person first"
        page.save_revision(user=trainer)
        page.get_workflow().start(page, trainer)
        approve(as_(reviewer), page)
        return Release.objects.get(minor=1)

    def test_release_before_holds_again_and_readers_are_told(self, wrong, reviewer, client):
        declare_void(wrong, actor=reviewer, reason=WHY)

        assert Release.objects.in_force("REG-07", TODAY()).number == "1.0"
        assert "Ask first" in text(client, "/en/sops/reg-07/")
        assert "The law changed" in text(client, "/en/sops/reg-07/releases/1.1/")
        assert "The law changed" in text(client, "/en/sops/reg-07/releases/1.1/check/")
        lao = text(client, "/lo/sops/reg-07/releases/1.1/check/").replace("<wbr>", "")
        assert "ກົດໝາຍປ່ຽນແລ້ວ" in lao

    def test_release_that_brought_it_back_was_void(
        self, sop, published, trainer, reviewer, as_, client
    ):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())
        back = released_again(published["en"], trainer, reviewer, as_)

        declare_void(back, actor=reviewer, reason=WHY)

        assert "was withdrawn on" in text(client, "/en/sops/reg-07/")
        assert not SOPPage.objects.filter(live=True).exists()

    def test_void_stays_void(self, wrong, reviewer):
        declare_void(wrong, actor=reviewer, reason=WHY)

        with translation.override("en"), pytest.raises(ValidationError, match="void already"):
            declare_void(wrong, actor=reviewer, reason=WHY)
        with pytest.raises(DatabaseError, match="stays void"), transaction.atomic():
            Release.objects.filter(pk=wrong.pk).update(ended="")


class TestLog:
    @pytest.mark.parametrize(
        "change",
        [
            lambda: Retirement.objects.update(reason_en="other"),
            lambda: Retirement.objects.all()._raw_delete("default"),
        ],
        ids=["changed", "gone"],
    )
    def test_entry_is_never_changed(self, sop, reviewer, change):
        withdraw(sop, actor=reviewer, reason=WHY, holds_from=TODAY())

        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()
        assert Retirement.objects.get().reason_en == "The law changed"

    def test_acts_are_in_the_audit_log(self, sop, other, reviewer):
        replace(sop, other, actor=reviewer, reason=WHY, holds_from=TODAY())

        entry = AuditEntry.objects.get(deed="sop.replaced")
        assert (entry.actor_id, entry.subject_id) == (reviewer.pk, str(sop.pk))
        assert entry.facts == {"holds_from": TODAY().isoformat(), "successor": "REG-09"}

    def test_page_shows_who_did_what(self, sop, other, reviewer, as_, speaks):
        speaks(reviewer, "en")
        client, address = as_(reviewer), reverse("sop_retire", args=[sop.pk])
        terms = {
            "act": "replaced",
            "successor": other.pk,
            "holds_from": later().isoformat(),
            "reason_lo": WHY.lo,
            "reason_en": WHY.en,
        }

        assert client.post(address, terms)["Location"] == "/cms/register/"

        page = text(client, address)
        assert "The law changed" in page
        assert reviewer.name in page
        (line,) = (line for line in register.lines() if line.sop == sop)
        assert line.state == "in_force"
        with translation.override("en"):
            assert "replaced by another SOP REG-09" in line.state_said
        again = client.post(address, terms)
        assert again.status_code == 422
        assert "It is retired already" in again.content.decode()

    @pytest.mark.parametrize(
        "terms",
        [
            {},
            {"act": "replaced"},
            {"act": "error"},
            {"act": "gone"},
            {"holds_from": "2027-02-31"},
            {"reason_lo": "x" * 301},
        ],
        ids=["reasons", "successor", "release", "act", "day", "long"],
    )
    def test_form_names_what_is_missing_and_keeps_what_was_typed(self, sop, reviewer, as_, terms):
        said = {"act": "withdrawn", "holds_from": TODAY().isoformat(), "reason_en": "Kept"} | terms

        response = as_(reviewer).post(reverse("sop_retire", args=[sop.pk]), said)

        assert response.status_code == 422
        assert "Kept" in response.content.decode()
        assert not Retirement.objects.exists()

    def test_register_and_feed_name_it(self, sop, other, reviewer):
        replace(sop, other, actor=reviewer, reason=WHY, holds_from=TODAY())

        (line,) = (line for line in register.lines() if line.sop == sop)
        assert line.state == "replaced"
        assert "REG-09" in line.state_said
        told = feed.atom("en", "/en/changes.atom")
        assert "REG-07 was replaced by REG-09" in told
        assert "The law changed" in told
