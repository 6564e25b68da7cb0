"""LSSO approves a release, and in the same step asks people to confirm it, or nobody."""

import re

import pytest
from django.urls import reverse

from sop_pages.acknowledging import owed
from sop_pages.models import AcknowledgementRequest, Release
from sop_pages.tests import approving
from sop_pages.tests.test_releases import edit, later
from sop_site.officers import roles

ASKED = {"asks": "ask", "roles": [roles.OFFICER]}


@pytest.fixture
def draft(published, trainer):
    return edit(published["lo"], trainer)


@pytest.fixture
def desk(as_, reviewer, speaks):
    speaks(reviewer, "en")
    return as_(reviewer)


def approve(client, page, **terms):
    """English is let go: only the Lao text was edited."""
    return approving.approve(client, page, behind_en="on", **terms)


def by(days=7) -> str:
    return later(days).isoformat()


def said(response) -> str:
    return " ".join(response.content.decode().split())


def test_approval_asks_people_of_roles_and_places(desk, draft, officer, officer_elsewhere, trainer):
    response = approve(desk, draft, **ASKED, due=by(), provinces=["06"], districts=["1602"])

    assert response.status_code == 302
    request = AcknowledgementRequest.objects.get()
    assert (request.release.number, request.due) == ("1.1", later(7))
    assert [one.code for one in request.provinces.all()] == ["06"]
    assert [one.code for one in request.districts.all()] == ["1602"]
    assert [bool(owed(person)) for person in (officer, officer_elsewhere, trainer)] == [
        True,
        False,
        False,
    ]


def test_approval_that_asks_nobody_keeps_what_was_confirmed(desk, draft, officer):
    assert approve(desk, draft, asks="keep").status_code == 302

    assert Release.objects.count() == 2
    assert owed(officer) == []
    assert not AcknowledgementRequest.objects.exists()


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"roles": []}, "Choose who is asked."),
        ({"due": ""}, "Say by which day."),
        ({"due": "2030-02-31"}, "Enter a valid date."),
        ({"due": "2020-01-01"}, "Nobody can confirm it before"),
        ({"effective_from": by(30)}, "Nobody can confirm it before"),
        ({"effective_from": "2030-02-31"}, "Enter a valid date."),
        ({"effective_from": "2020-01-01"}, "This day is past."),
        ({"meaning_unchanged": "on"}, "nobody is asked to read it again"),
        ({"roles": ["emperor"]}, "emperor is not one of the available choices"),
        ({"provinces": ["99"]}, "99 is not one of the available choices"),
    ],
)
def test_terms_that_cannot_be_issue_nothing_and_are_kept(desk, draft, terms, words):
    response = approve(desk, draft, **(ASKED | {"due": by(), "districts": ["0601"]} | terms))

    assert response.status_code == 200
    assert words in said(response)
    assert "A new step" in said(response)
    assert '<option value="0601" selected>' in said(response)
    assert Release.objects.count() == 1
    assert not AcknowledgementRequest.objects.exists()


def test_day_before_the_last_releases_is_refused_on_the_page(desk, draft, published, trainer):
    approve(desk, draft, effective_from=later(30).isoformat())
    again = edit(published["lo"], trainer, "ຖາມອີກ")

    response = approve(desk, again, effective_from=later(10).isoformat())

    assert "a later one can&#x27;t begin before it." in said(response)
    assert "A new step" in said(response)
    assert Release.objects.count() == 2


def test_reviewer_who_left_with_the_page_open_approves_nothing(desk, draft, reviewer):
    reviewer.is_active = False
    reviewer.save(update_fields=["is_active"])

    response = approve(desk, draft)

    assert (response.status_code, "/sign-in/" in response["Location"]) == (302, True)
    assert Release.objects.count() == 1


def test_reviewer_whose_role_was_taken_approves_nothing(desk, draft, reviewer):
    reviewer.groups.clear()

    assert approve(desk, draft).status_code in (302, 403)

    assert Release.objects.count() == 1


def test_release_to_come_asks_from_its_day(desk, draft, officer, at):
    first, due = later(10), later(20)
    approve(desk, draft, **ASKED, effective_from=first.isoformat(), due=due.isoformat())

    assert owed(officer) == []
    with at(first):
        assert [one.due for one in owed(officer)] == [due]


def test_page_asks_nobody_unless_told_and_speaks_lao(desk, draft, as_, reviewer, speaks):
    address = reverse("sop_approve", args=[draft.pk])

    page = said(desk.get(address))
    assert re.search(r'value="keep"[^>]* checked', page)
    assert "Ask nobody" in page

    speaks(reviewer, "lo")
    assert "Ask nobody" not in said(as_(reviewer).get(address))
