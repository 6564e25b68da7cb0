"""Releases as readers see them: the list, each one, two side by side."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sop_pages.models import SOPPage
from sop_pages.releases import Terms, releasing


def issue(page, title="Agree the day and hour", **terms):
    """A next release of this page with another title of its first step."""
    draft = SOPPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.steps[0].value["title"] = title
    said = {"way": "approval", "note_lo": "ຕົກລົງໂມງນຳ", "note_en": "The hour too"} | terms
    with releasing(Terms(**said)) as batch:
        revision = draft.save_revision()
        if batch.waits:
            batch.defer(page, revision)
        else:
            revision.publish()


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode().replace("<wbr>", "")


def test_sop_says_which_release_it_is(client, publish):
    publish()

    page = text_of(client, "/en/sops/reg-01/")

    assert '<a href="/en/sops/reg-01/releases/">Release 1.0</a>' in page


def test_list_names_each_release_with_its_note(client, publish):
    issue(publish())

    page = text_of(client, "/en/sops/reg-01/releases/")

    assert page.index("Release 1.1") < page.index("Release 1.0")
    assert "The hour too" in page
    assert "?from=1.0&amp;to=1.1" in page


def test_list_takes_as_many_queries_for_more_releases(client, publish, django_assert_num_queries):
    first = publish()
    client.get("/en/sops/reg-01/releases/")
    with django_assert_num_queries(7):
        client.get("/en/sops/reg-01/releases/")
    for number in range(4):
        issue(first, f"Agree {number}")

    with django_assert_num_queries(7):
        client.get("/en/sops/reg-01/releases/")


def test_old_release_says_what_replaced_it(client, publish):
    issue(publish())

    page = text_of(client, "/en/sops/reg-01/releases/1.0/")

    assert "Release 1.0 was replaced by 1.1" in page
    assert "Agree the day and hour" not in page
    assert "?from=1.0&amp;to=1.1" in page


def test_old_release_shows_the_numbers_of_its_last_day(client, publish, value, at):
    value("vol_rate", "9")
    value("vol_rate", "10", valid_from=timezone.localdate() + timedelta(days=5))
    first = publish(text="Take {vol_rate} of it.")
    with at(timezone.localdate() + timedelta(days=3)):
        issue(first)

    with at(timezone.localdate() + timedelta(days=9)):
        old = text_of(client, "/en/sops/reg-01/releases/1.0/")
        new = text_of(client, "/en/sops/reg-01/releases/1.1/")

    assert '<a class="value" href="#values">9</a>' in old
    assert '<a class="value" href="#values">10</a>' in new


def test_release_to_come_can_be_read_ahead(client, publish):
    day = timezone.localdate() + timedelta(days=30)
    issue(publish(), effective_from=day)

    ahead = text_of(client, "/en/sops/reg-01/releases/1.1/")

    assert "Agree the day and hour" in ahead
    assert "Until then another one does." in ahead
    assert "another release holds" in text_of(client, "/en/sops/reg-01/")


def test_day_leads_to_its_release(client, publish):
    day = timezone.localdate() + timedelta(days=30)
    issue(publish(), effective_from=day)

    def led_to(when):
        return client.get(f"/en/sops/reg-01/on/{when.isoformat()}/").headers.get("Location")

    assert led_to(day) == "/en/sops/reg-01/releases/1.1/"
    assert led_to(day - timedelta(days=1)) == "/en/sops/reg-01/releases/1.0/"
    assert led_to(timezone.localdate() - timedelta(days=1)) is None


@pytest.mark.parametrize(
    "path",
    ["on/2026-02-31/", "on/yesterday/", "releases/9.9/", "releases/x/", "compare/?from=1.0&to=%00"],
)
def test_what_is_no_release_is_not_found(client, publish, path):
    publish()

    assert client.get(f"/en/sops/reg-01/{path}").status_code == 404


def test_comparison_marks_the_words(client, publish):
    issue(publish())

    page = text_of(client, "/en/sops/reg-01/compare/")

    assert re.search(r"<ins>.*hour</ins>", page)
    assert "The hour too" in page


def test_comparison_of_one_release_leads_to_the_list(client, publish):
    publish()

    response = client.get("/en/sops/reg-01/compare/")

    assert response.headers["Location"] == "/en/sops/reg-01/releases/"


def test_closed_sop_keeps_its_releases_closed(client, publish, officer, as_):
    from wagtail.models import PageViewRestriction

    page = publish()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    paths = ["releases/", "releases/1.0/", "compare/?from=1.0&to=1.0"]
    strangers = [client.get(f"/en/sops/reg-01/{path}").status_code for path in paths]
    officers = [as_(officer).get(f"/en/sops/reg-01/{path}").status_code for path in paths]

    assert 200 not in strangers
    assert officers == [200, 200, 200]
