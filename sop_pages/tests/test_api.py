"""The API at /api/v2/: what strangers may read, in pages of bounded size, refusals in JSON."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from sop_pages.files.importing import import_files
from sop_pages.models import SOP, ReferenceValue, Release, SOPPage
from sop_pages.retiring import Reason, declare_void
from sop_pages.tests.approving import approve

BAD = (
    "sops/?limit=51",
    "sops/?limit=-1",
    "sops/?offset=1000000000000000000000",
    "sops/?offset=" + "9" * 5000,
    "sops/?language=fr",
    "sops/?task=%00",
    "sops/?code=%00",
    "sops/?search=x",
    "sops/?fields=content",
    "sops/?fields=" + "a(" * 2000,
    "sops/?fields=approved_by",
    "sops/find/?code=REG-07",
    "releases/?code='%20OR%201",
    "releases/?number=1",
    "releases/?fields=approved_by",
    "releases/?fields=sop(releases(*))",
    "values/?key=%00",
    "values/?on=2026-02-31",
    "values/?fields=reviewed_by",
)


def found(client, address: str):
    response = client.get(f"/api/v2/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def named(items, *names) -> list[tuple]:
    return [tuple(item[name] for name in names) for item in items]


@pytest.fixture
def two_releases(published, write_file, trainer, reviewer, as_):
    """REG-07 1.0, and 1.1 by a reviewer in a month."""
    page = published["en"]
    page.steps[0].value["title"] = "Ask the person first"
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    day = localdate() + timedelta(days=30)
    approve(as_(reviewer), page, effective_from=day.isoformat())
    return day


def restrict(page, *groups):
    kind = PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    restriction.save()


def test_list_holds_each_language_of_an_sop(client, published):
    told = found(client, "sops/")

    assert told["meta"] == {"total_count": 2}
    assert named(told["items"], "code", "language", "release", "title") == [
        ("REG-07", "en", "1.0", "Register a member"),
        ("REG-07", "lo", "1.0", "ຂຶ້ນທະບຽນສະມາຊິກ"),
    ]
    assert told["items"][0]["meta"]["html_url"].endswith("/en/sops/reg-07/")


def test_one_sop_has_its_text_with_keys_and_its_values(client, published):
    pk = published["en"].pk

    told = found(client, f"sops/{pk}/")

    assert told["content"]["steps"][0]["parts"][0]["text"].endswith("{vol_rate} percent.")
    assert told["values"]["vol_rate"]["value"] == "9"
    assert told["id"] == pk


def test_find_leads_to_the_page_of_a_code_and_language(client, published):
    response = client.get("/api/v2/sops/find/?code=reg-07&language=lo", follow=True)

    assert response.json()["id"] == published["lo"].pk
    assert client.get("/api/v2/sops/find/?code=REG-99&language=lo").status_code == 404


def test_drafts_are_never_told(client, published, trainer, write_file):
    import_files([write_file("en", code="REG-08")], user=trainer)
    page = published["en"]
    page.title = "A draft of a title"
    page.save_revision(user=trainer)

    told = found(client, "sops/")

    assert {item["code"] for item in told["items"]} == {"REG-07"}
    assert "draft of a title" not in client.get(f"/api/v2/sops/{page.pk}/").content.decode()
    other = SOPPage.objects.get(sop__code="REG-08")
    assert client.get(f"/api/v2/sops/{other.pk}/").status_code == 404


def test_closed_sops_are_told_to_nobody(client, as_, published, officer, reviewer):
    restrict(published["en"], Group.objects.get(name="officer"))
    restrict(published["lo"].get_parent())

    for asking in (client, as_(officer), as_(reviewer)):
        assert found(asking, "sops/")["items"] == []
        assert found(asking, "releases/")["items"] == []
        assert asking.get(f"/api/v2/sops/{published['en'].pk}/").status_code == 404
        assert asking.get(f"/api/v2/releases/{Release.objects.get().pk}/").status_code == 404


def test_release_closed_in_one_language_tells_the_other_only(client, published):
    restrict(published["lo"])

    told = found(client, f"releases/{Release.objects.get().pk}/")

    assert [text["language"] for text in told["languages"]] == ["en"]
    assert list(told["content"]) == ["en"]


def test_releases_tell_their_state(client, two_releases, at):
    shown = ("code", "number", "state", "note_en")
    before = named(found(client, "releases/?code=REG-07")["items"], *shown)
    with at(two_releases):
        after = named(found(client, "releases/")["items"], *shown)
        served = named(found(client, "sops/?language=en")["items"], "release", "title")

    assert before == [
        ("REG-07", "1.1", "to_come", "A new step"),
        ("REG-07", "1.0", "in_force", ""),
    ]
    assert [state for _code, _number, state, _note in after] == ["in_force", "superseded"]
    assert served == [("1.1", "Register a member")]


def test_release_taken_back_says_so(client, two_releases, reviewer):
    wrong = Release.objects.get(minor=1)
    declare_void(wrong, actor=reviewer, reason=Reason("Wrong day", "Wrong day"))

    told = found(client, f"releases/{wrong.pk}/")

    assert (told["state"], told["void_reason_en"]) == ("error", "Wrong day")


def test_nobody_is_named(client, two_releases, reviewer, trainer):
    pk = Release.objects.get(minor=1).pk
    said = "".join(
        client.get(f"/api/v2/{address}").content.decode()
        for address in ("sops/", "releases/", f"releases/{pk}/", "values/")
    )

    assert reviewer.name not in said
    assert trainer.name not in said
    assert reviewer.username not in said


def test_values_of_a_day(client, published):
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="x", label_en="x", value=10, valid_from=date(2030, 1, 1)
    )
    shown = ("key", "value", "valid_from")

    assert named(found(client, "values/?key=vol_rate")["items"], *shown) == [
        ("vol_rate", "10", "2030-01-01"),
        ("vol_rate", "9", None),
    ]
    assert named(found(client, "values/?on=2029-12-31")["items"], *shown) == [
        ("hotline", "1212", None),
        ("vol_rate", "9", None),
    ]
    answer = client.get("/api/v2/values/find/?key=vol_rate&on=2030-01-01", follow=True)
    assert answer.json()["value"] == "10"


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_asked_is_refused_in_json(client, published, address):
    response = client.get(f"/api/v2/{address}")

    assert (response.status_code, "message" in response.json()) == (400, True)


@pytest.mark.parametrize("kind", ["sops", "releases", "values"])
def test_what_is_not_there_is_not_found(client, published, kind):
    for pk in (0, 10**12, 10**30):
        response = client.get(f"/api/v2/{kind}/{pk}/")
        assert (response.status_code, "message" in response.json()) == (404, True)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(client, published, method):
    response = getattr(client, method)("/api/v2/sops/")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/json"


def test_unchanged_answer_is_not_sent_again(client, published):
    for address in ("sops/", f"sops/{published['lo'].pk}/", "releases/", "values/"):
        first = client.get(f"/api/v2/{address}")
        again = client.get(f"/api/v2/{address}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Cache-Control"] == "no-cache"


def make_sops(write_file, count: int) -> None:
    files = [write_file("en", code=f"TST-{n:02}", title=f"SOP {n}") for n in range(count)]
    import_files(files, publish=True)


@pytest.mark.parametrize("kind", ["sops", "releases", "values"])
def test_a_list_asks_the_same_for_one_and_three(
    client, handbook, write_file, kind, django_assert_num_queries
):
    queries = {"sops": 4, "releases": 7, "values": 2}[kind]
    for count in (1, 3):
        make_sops(write_file, count)
        with django_assert_num_queries(queries):
            found(client, f"{kind}/")


def test_pages_of_a_list_meet(client, handbook, write_file):
    make_sops(write_file, 3)

    pages = [found(client, f"sops/?limit=2&offset={offset}") for offset in (0, 2, 4)]

    assert [len(page["items"]) for page in pages] == [2, 1, 0]
    assert {page["meta"]["total_count"] for page in pages} == {3}
    assert SOP.objects.count() == 3
