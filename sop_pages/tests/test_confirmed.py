"""“Who has confirmed”: LSSO sees all, a coordinator the own province; page, xlsx, reminders."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from sop_pages import acknowledging, confirmed
from sop_pages.confirmed import Narrowed
from sop_pages.files.importing import import_files
from sop_pages.models import AcknowledgementRequest, Release
from sop_pages.tests.test_acknowledging import confirm
from sop_pages.tests.test_releases import TODAY, later
from sop_pages.work_sources import not_confirmed
from sop_site.officers import roles
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.usefixtures("in_english")
LISTED = "/cms/confirmed/"


@pytest.fixture
def asked(published, reviewer, officer, colleague, officer_elsewhere):
    """All officers are asked to confirm REG-07 1.0; `officer` has."""
    release = Release.objects.get()
    acknowledging.ask(release, actor=reviewer, roles=[roles.OFFICER], due=later(7))
    confirm(officer, "1.0", "lo")
    return AcknowledgementRequest.objects.get()


@pytest.fixture
def desk(as_, speaks):
    """desk(person): a client of that person, with the CMS in English."""

    def opened(person, language="en"):
        speaks(person, language)
        return as_(person)

    return opened


def page_of(asked, **query) -> str:
    return reverse("sop_confirmed_people", args=[asked.release_id], query=query)


def file_of(asked, **query) -> str:
    return reverse("sop_confirmed_xlsx", args=[asked.release_id], query=query)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def lines(response) -> list[tuple]:
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


def test_lsso_sees_all_provinces(desk, reviewer, asked, officer, officer_elsewhere):
    client = desk(reviewer)

    assert "1 of 3" in words(client.get(LISTED))
    page = words(client.get(page_of(asked)))

    assert "1 of 3 have confirmed" in page
    assert "06 Luang Prabang" in page
    assert "16 Champasack" in page
    assert officer.name in page
    assert officer_elsewhere.name in page


def test_coordinator_sees_the_own_province_whatever_the_address_says(
    desk, coordinator, asked, officer, officer_elsewhere
):
    client = desk(coordinator)

    assert "1 of 2" in words(client.get(LISTED))
    for query in ({}, {"province": "16"}, {"district": "1601"}):
        page = words(client.get(page_of(asked, **query)))
        assert officer_elsewhere.name not in page
        assert len(lines(client.get(file_of(asked, **query)))) == (1 if query else 3)
    assert "0601 Luang Prabang First" in words(client.get(page_of(asked)))


def test_coordinator_without_a_province_sees_nobody(desk, make_person, asked, officer):
    client = desk(make_person("LS-NOWHERE", roles.COORDINATOR))

    assert "0 of 0" in words(client.get(LISTED))
    assert officer.name not in words(client.get(page_of(asked)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"province": "06"}, {"LS-OFFICER", "LS-COLLEAGUE"}),
        ({"district": "1601"}, {"LS-ELSEWHERE"}),
        ({"state": "no"}, {"LS-COLLEAGUE", "LS-ELSEWHERE"}),
        ({"state": "yes", "province": "06"}, {"LS-OFFICER"}),
        ({"state": "perhaps"}, {"LS-OFFICER", "LS-COLLEAGUE", "LS-ELSEWHERE"}),
        ({"province": "99"}, set()),
        ({"district": "x' OR"}, set()),
    ],
)
def test_address_narrows_the_list_and_the_file(desk, reviewer, asked, query, names):
    client = desk(reviewer)
    page = words(client.get(page_of(asked, **query)))

    everyone = {"LS-OFFICER", "LS-COLLEAGUE", "LS-ELSEWHERE"}
    assert {name for name in everyone if f"<td>{name}</td>" in page} == names
    assert {line[7] for line in lines(client.get(file_of(asked, **query)))[1:]} == names


def test_file_is_lao_text_without_formulas(desk, reviewer, asked, colleague):
    colleague.name = "=HYPERLINK(1)"
    colleague.save()

    response = desk(reviewer, "lo").get(file_of(asked))

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    heading, *rows = lines(response)
    assert heading[3] == "ແຂວງ"
    assert "=HYPERLINK(1)" in {row[8] for row in rows}
    done = next(row for row in rows if row[7] == "LS-OFFICER")
    assert done[:4] == ("REG-07", "1.0", later(7).isoformat(), "06")
    assert done[10:] == ("ແມ່ນ", "1.0", TODAY().isoformat(), "ລາວ")


def test_log_says_who_took_the_list_out(desk, coordinator, asked):
    desk(coordinator).get(file_of(asked, state="no"))

    entry = AuditEntry.objects.get(deed=confirmed.EXPORTED)
    assert (entry.actor_id, entry.subject_id) == (coordinator.pk, str(asked.release_id))
    assert entry.facts == {"rows": 1, "state": "no"}


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"provinces": ["06"]},
        {"districts": ["1601"]},
        {"provinces": ["16"], "districts": ["0601"]},
    ],
)
def test_counts_agree_with_the_list(asked, reviewer, make_person, where):
    make_person("LS-BOTH", roles.OFFICER, roles.COORDINATOR, district="0602")
    make_person("LS-NONE", roles.OFFICER)
    make_person("LS-LEFT", roles.OFFICER, district="0601", is_active=False)
    held = [roles.OFFICER, roles.COORDINATOR]
    again = acknowledging.ask(asked.release, actor=reviewer, roles=held, due=later(7), **where)

    count = confirmed.tallies([again], reviewer)[again.pk]

    found = list(confirmed.listed(again, reviewer, Narrowed()))
    assert (count.asked, count.confirmed) == (len(found), sum(one.confirmed for one in found))
    by_place = confirmed.by_place(again, reviewer, Narrowed())
    assert sum(one.asked for one in by_place) == count.asked
    assert sum(one.confirmed for one in by_place) == count.confirmed


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_requests_takes_the_same_queries(
    desk, reviewer, asked, write_file, django_assert_num_queries, count
):
    for number in range(count - 1):
        import_files([write_file("lo", code=f"REG-1{number}")], publish=True)
    for release in Release.objects.all():
        acknowledging.ask(release, actor=reviewer, roles=[roles.OFFICER], due=later(7))

    with django_assert_num_queries(9):
        found = confirmed.requests_for(reviewer)
        assert len(confirmed.tallies(found, reviewer)) == count


def test_closed_sop_is_not_named_to_outsiders(desk, coordinator, reviewer, asked, published):
    for page in published.values():
        closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        closed.groups.add(Group.objects.get(name=roles.REVIEWER))

    assert "REG-07 1.0" not in words(desk(coordinator).get(LISTED))
    assert desk(coordinator).get(page_of(asked)).status_code == 404
    assert "REG-07 1.0" in words(desk(reviewer).get(LISTED))


def test_coordinators_work_names_what_is_late(asked, coordinator, officer_elsewhere, at):
    item = next(not_confirmed(coordinator))
    assert (item.label, item.late, item.due) == ("REG-07 1.0", False, later(7))
    assert "1 person has not yet" in item.more
    assert item.url.endswith("?state=no")

    with at(TODAY() + timedelta(days=8)):
        assert next(not_confirmed(coordinator)).late


def test_work_ends_when_the_last_has_confirmed(asked, coordinator, reviewer, colleague):
    confirm(colleague)

    assert list(not_confirmed(coordinator)) == []
    assert len(list(not_confirmed(reviewer))) == 1


def test_lsso_asks_for_a_release_that_was_imported(desk, reviewer, published, officer):
    release = Release.objects.get()
    client, address = desk(reviewer), reverse("sop_ask", args=[release.pk])
    assert f'href="{address}"' in words(client.get(LISTED))

    refused = client.post(address, {"roles": [roles.OFFICER], "due": "2020-01-01"})
    assert "Nobody can confirm it before" in words(refused)

    client.post(address, {"roles": [roles.OFFICER], "due": later(5).isoformat()})
    assert [one.due for one in acknowledging.owed(officer)] == [later(5)]
    assert f'value="{later(5).isoformat()}"' in words(client.get(address))
