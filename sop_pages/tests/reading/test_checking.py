"""A printed sheet that is scanned: what it says of its release; and a step's own sign."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from sop_pages.models import Release, SOPPage
from sop_pages.retiring import Reason, declare_void

from .test_release_pages import issue, text_of

CHECK = "/en/sops/reg-01/releases/{}/check/"


def test_newest_sheet_is_told_so(client, publish):
    publish()

    page = text_of(client, CHECK.format("1.0"))

    assert "This is the newest. It holds since" in page


def test_old_sheet_names_the_release_that_holds_and_all_changes(client, publish):
    first = publish()
    issue(first, "Agree the hour", note_en="The hour too")
    issue(first, "Agree the week", note_en="The week too", new_edition=True)

    page = text_of(client, CHECK.format("1.0"))

    assert "it was replaced by release 2.0 of" in page
    assert page.index("The week too") < page.index("The hour too")
    assert "compare/?from=1.0&amp;to=2.0" in page


def test_sheet_of_the_one_before_lists_one_change_only(client, publish):
    first = publish()
    issue(first, "Agree the hour", note_en="The hour too")
    issue(first, "Agree the week", note_en="The week too")

    page = text_of(client, CHECK.format("1.1"))

    assert "The week too" in page
    assert "The hour too" not in page


def test_sheet_printed_ahead_says_from_when(client, publish):
    issue(publish(), effective_from=timezone.localdate() + timedelta(days=30))

    ahead, today = (text_of(client, CHECK.format(number)) for number in ("1.1", "1.0"))

    assert "Release 1.1 holds from" in ahead
    assert "This is the newest." in today
    assert "release 1.1 holds." in today


def test_sheet_becomes_old_on_the_day_of_the_next(client, publish, at):
    day = timezone.localdate() + timedelta(days=30)
    issue(publish(), effective_from=day)

    with at(day):
        page = text_of(client, CHECK.format("1.0"))

    assert "it was replaced by release 1.1 of" in page


def test_sheet_of_a_mistake_says_not_to_work_by_it(client, publish, admin_person):
    issue(publish())
    wrong = Release.objects.get(minor=1)
    declare_void(
        wrong, actor=admin_person, reason=Reason("The hour was wrong", "The hour was wrong")
    )

    mistake, before = (text_of(client, CHECK.format(number)) for number in ("1.1", "1.0"))

    assert "Release 1.1 was released in error." in mistake
    assert "The hour was wrong" in mistake
    assert "This is the newest." in before


def test_sheet_of_a_withdrawn_sop_says_so(client, publish):
    publish().unpublish()

    page = text_of(client, CHECK.format("1.0"))

    assert "This procedure was withdrawn." in page


@pytest.mark.parametrize("sheet", ["9.9", "x", "1.0.0", "%00"])
def test_sheet_that_never_was_is_not_found(client, publish, sheet):
    publish()

    assert client.get(CHECK.format(sheet)).status_code == 404


def test_sheet_is_checked_in_a_language_that_it_lacks(client, publish):
    publish()

    assert "Title of REG-01" in text_of(client, "/lo/sops/reg-01/releases/1.0/check/")


def test_sheet_of_a_closed_sop_asks_who_you_are(client, publish, officer, as_):
    PageViewRestriction.objects.create(page=publish(), restriction_type="login")

    assert client.get(CHECK.format("1.0")).status_code == 302
    assert as_(officer).get(CHECK.format("1.0")).status_code == 200
    assert client.get("/en/sops/reg-01/steps/agree/").status_code == 302


def test_check_takes_as_many_queries_for_more_releases(client, publish, django_assert_num_queries):
    first = publish()
    client.get(CHECK.format("1.0"))
    with django_assert_num_queries(6):
        client.get(CHECK.format("1.0"))
    for number in range(4):
        issue(first, f"Agree {number}")

    with django_assert_num_queries(6):
        client.get(CHECK.format("1.0"))


def test_typed_code_and_release_lead_to_the_answer(client, publish):
    publish()

    found = client.get("/en/check/?code=reg-01&release=1.0")
    wrong = client.get("/en/check/?code=reg-99&release=1.0")

    assert found.headers["Location"] == CHECK.format("1.0")
    assert "There is no such sheet." in wrong.content.decode()


def test_step_has_an_address_and_a_sign_of_its_own(client, publish, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"
    publish()

    page = text_of(client, "/en/sops/reg-01/steps/agree/")

    assert "https://khumue.example.la/en/sops/reg-01/#agree" in page
    assert '<svg class="qr"' in page or 'class="qr"' in page


@pytest.mark.parametrize("key", ["none", "obj-age", "%00", "AGREE"])
def test_what_is_no_step_has_no_sign(client, publish, key):
    publish()

    assert client.get(f"/en/sops/reg-01/steps/{key}/").status_code == 404


def test_sheet_of_every_page_names_code_release_day_and_address(client, publish, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"
    issue(publish())

    newest = text_of(client, "/en/sops/reg-01/")
    old = text_of(client, "/en/sops/reg-01/releases/1.0/")

    for page, number in ((newest, "1.1"), (old, "1.0")):
        foot = page.split('<aside class="sheet"')[1].split("</aside>")[0]
        assert f"Release {number} · Holds from" in foot
        assert f"https://khumue.example.la{CHECK.format(number)}" in foot
        assert "<svg" in foot


def test_preview_has_no_sheet_since_it_has_no_release(publish, rf, admin_person):
    request = rf.get("/")
    request.user, request.session = admin_person, {}

    page = SOPPage.objects.get(pk=publish().pk).serve_preview(request, "")

    assert 'class="sheet"' not in page.content.decode()
