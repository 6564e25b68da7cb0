"""The register of controlled documents: what a line says, who sees names, the spreadsheet."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils.timezone import localdate
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from sop_pages import acknowledging, register
from sop_pages.files.importing import import_files
from sop_pages.models import Acknowledgement, Release, ReviewPlan, SOPPage
from sop_pages.tests.approving import approve
from sop_pages.tests.test_api import make_sops
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.usefixtures("in_english")
PAGE, FILE = "/cms/register/", "/cms/register/download/"
NOW = localdate


def draft(page, trainer, title):
    page = SOPPage.objects.get(pk=page.pk)
    page.steps[0].value["title"] = title
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    return page


@pytest.fixture
def one(published, trainer, reviewer, as_):
    """REG-07: 1.1 approved today, 1.2 in a month; owned by the trainer, late for its review."""
    client = as_(reviewer)
    approve(client, draft(published["en"], trainer, "Ask the person first"))
    day = NOW() + timedelta(days=30)
    approve(client, draft(published["en"], trainer, "Ask"), effective_from=day.isoformat())
    sop = published["en"].sop
    yesterday = NOW() - timedelta(days=1)
    ReviewPlan.objects.create(sop=sop, owner=trainer, review_on=yesterday)
    return sop


@pytest.fixture(autouse=True)
def english_cms(speaks, reviewer, observer):
    for person in (reviewer, observer):
        speaks(person, "en")


def cells(client) -> list[dict]:
    response = client.get(FILE)
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_line_says_what_holds_and_what_comes(one, trainer, reviewer):
    (line,) = register.lines()

    assert (line.sop.code, line.state, line.release.number) == ("REG-07", "in_force", "1.1")
    assert (line.following.number, line.following.effective_from) == (
        "1.2",
        NOW() + timedelta(days=30),
    )
    assert line.titles == {"en": "Register a member", "lo": "ຂຶ້ນທະບຽນສະມາຊິກ"}
    assert register.approver(line.release) == reviewer.name
    assert line.review_is_late(NOW())


def test_import_has_no_approver_until_it_is_confirmed(published, reviewer):
    from sop_pages import releases

    before = register.approver(register.lines()[0].release)
    releases.confirm(Release.objects.get(), actor=reviewer)

    assert (before, register.approver(register.lines()[0].release)) == ("", reviewer.name)


def test_draft_is_no_controlled_document(published, trainer, write_file):
    import_files([write_file("en", code="REG-08")], user=trainer)

    assert [line.sop.code for line in register.lines()] == ["REG-07"]


def test_sop_to_come_and_sop_taken_back_are_named(published, trainer, reviewer, as_, write_file):
    import_files([write_file("en", code="REG-08")], user=trainer)
    page = SOPPage.objects.get(sop__code="REG-08")
    page.get_workflow().start(page, trainer)
    day = NOW() + timedelta(days=3)
    approve(as_(reviewer), page, effective_from=day.isoformat())
    for page in published.values():
        page.unpublish()

    found = {line.sop.code: (line.state, line.release.number) for line in register.lines()}

    assert found == {"REG-07": ("withdrawn", "1.0"), "REG-08": ("to_come", "1.0")}


def test_share_counts_whom_the_request_counts(one, officer, colleague, officer_elsewhere, reviewer):
    release = Release.objects.get(minor=1)
    request = acknowledging.ask(
        release, actor=reviewer, roles=["officer"], due=NOW(), provinces=[officer.province_id]
    )
    Acknowledgement.objects.create(
        person=officer, release=release, language="lo", confirmed_at="2026-01-01T00:00Z",
        received_at="2026-01-01T00:00Z",
    )  # fmt: skip

    share = register.lines()[0].share

    people = list(request.people())
    assert (share.asked, share.confirmed) == (len(people), sum(p.confirmed for p in people))
    assert (share.asked, share.confirmed, share.percent) == (2, 1, 50)


def test_lsso_sees_names_and_observers_none(one, as_, reviewer, lead, admin_person, observer):
    lead.groups.set([Group.objects.get(name="lead")])
    named = [page_of(as_(person)) for person in (reviewer, lead, admin_person)]
    unnamed = page_of(as_(observer))
    owner = one.review_plan.owner.name

    assert all(reviewer.name in page and owner in page for page in named)
    assert "REG-07" in unnamed
    assert reviewer.name not in unnamed
    assert owner not in unnamed


def page_of(client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1]


def test_spreadsheet_says_the_same(one, as_, reviewer, trainer):
    (row,) = cells(as_(reviewer))

    assert row["Code"] == "REG-07"
    assert row["Title in Lao"] == "ຂຶ້ນທະບຽນສະມາຊິກ"
    assert (row["Release"], row["State"], row["Next release"]) == ("1.1", "In force", "1.2")
    assert (row["Owner"], row["Approver"]) == (trainer.name, reviewer.name)
    assert row["Effective from"] == NOW().isoformat()
    assert row["Languages"] == "en, lo"
    entry = AuditEntry.objects.get(deed=register.EXPORTED)
    assert (entry.actor_id, entry.facts) == (reviewer.pk, {"rows": 1})


def test_spreadsheet_of_an_observer_has_no_names(one, as_, observer, reviewer):
    (row,) = cells(as_(observer))

    assert not {"Owner", "Approver"} & set(row)
    assert reviewer.name not in row.values()


def test_no_cell_is_a_formula(handbook, write_file, as_, reviewer):
    title = '=HYPERLINK("http://example.la")'
    import_files([write_file("en", title=title)], publish=True)
    content = as_(reviewer).get(FILE).content

    found = [cell for row in load_workbook(io.BytesIO(content)).active for cell in row]

    assert title in [cell.value for cell in found]
    assert {cell.data_type for cell in found if cell.value} == {"s"}


def test_observer_is_not_told_of_closed_sops(one, as_, observer, reviewer):
    for page in one.pages.all():
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.set([Group.objects.get(name="reviewer")])

    assert "REG-07" not in page_of(as_(observer))
    assert cells(as_(observer)) == []
    assert "REG-07" in page_of(as_(reviewer))


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_others_do_not_see_it(one, as_, client, address, officer, coordinator, trainer):
    assert client.get(address)["Location"].startswith("/lo/sign-in/?next=")
    assert as_(officer).get(address).status_code == 403
    assert as_(coordinator).get(address)["Location"] == "/cms/"
    assert as_(trainer).get(address)["Location"] == "/cms/"
    assert as_(trainer).post(address).status_code == 405


@pytest.mark.parametrize("address", ["/cms/register/", "/cms/quarters/2026-1/"])
def test_observer_switches_the_language(one, as_, observer, speaks, address):
    speaks(observer, "")
    client = as_(observer)

    other = re.search(r'href="(\?language=(\w\w))"', client.get(address).content.decode())
    page = client.get(address + other[1], follow=True)

    assert f'<html lang="{other[2]}"' in page.content.decode()


def test_home_page_leads_observers_there(one, as_, observer, officer):
    assert f'href="{PAGE}"' in as_(observer).get("/en/").content.decode()
    assert f'href="{PAGE}"' not in as_(officer).get("/en/").content.decode()


def test_observer_sees_no_other_page_of_the_cms(one, as_, observer):
    client = as_(observer)

    for address in ("/cms/", "/cms/pages/", "/cms/reviews/", "/cms/audit-log/"):
        assert client.get(address).status_code == 403


def test_register_asks_the_same_for_one_and_three(
    handbook,
    write_file,
    reviewer,
    officer,
    django_assert_max_num_queries,
    django_assert_num_queries,
):
    for count in (1, 3):
        make_sops(write_file, count)
        for release in Release.objects.filter(acknowledgement_request=None):
            acknowledging.ask(release, actor=reviewer, roles=["officer"], due=NOW())
        with django_assert_num_queries(12):
            assert len(register.lines()) == count
