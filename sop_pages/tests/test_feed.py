"""The Atom feed of changes: valid, the same ids on each host, closed SOPs left out."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from sop_pages.models import Release
from sop_pages.retiring import Reason, declare_void
from sop_pages.tests.approving import approve
from sop_pages.tests.test_api import make_sops

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client, language="en"):
    response = client.get(f"/{language}/changes.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(client, language="en") -> list[dict]:
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "title": entry.findtext(f"{ATOM}title"),
            "summary": entry.findtext(f"{ATOM}summary"),
            "links": {link.get("rel"): link.get("href") for link in entry.iter(f"{ATOM}link")},
        }
        for entry in feed(client, language).iter(f"{ATOM}entry")
    ]


@pytest.fixture
def changed(published, trainer, reviewer, as_):
    """Release 1.1 of REG-07, from in a month, with a note that could be taken for HTML."""
    page = published["en"]
    page.save_revision(user=trainer)
    page.steps[0].value["title"] = "Ask the person first"
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    day = (localdate() + timedelta(days=30)).isoformat()
    approve(
        as_(reviewer), page, effective_from=day, note_en="Ask <b>first</b>\x0b", note_lo="ຖາມກ່ອນ"
    )
    return Release.objects.get(minor=1)


def test_feed_has_what_atom_asks_for(client, changed):
    root = feed(client, "lo")

    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) == "lo"
    for name in ("id", "title", "updated", f"author/{ATOM}name"):
        assert root.findtext(f"{ATOM}{name}")
    own = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == ["http://127.0.0.1:8000/lo/changes.atom"]
    for entry in root.iter(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):
            assert entry.findtext(f"{ATOM}{name}")


def test_entry_says_what_changed_and_links_the_comparison(client, changed):
    newest, first = entries(client)

    assert newest["title"] == "REG-07 release 1.1: Register a member"
    assert newest["summary"].startswith("Ask <b>first</b> – Holds from ")
    assert newest["links"]["alternate"].endswith("/en/sops/reg-07/releases/1.1/")
    assert newest["links"]["related"].endswith("/en/sops/reg-07/compare/?from=1.0&to=1.1")
    assert client.get(newest["links"]["related"]).status_code == 200
    assert "related" not in first["links"]


def test_each_language_has_its_own_words_and_ids(client, changed):
    lao, english = entries(client, "lo"), entries(client)

    assert lao[0]["summary"].startswith("ຖາມກ່ອນ – ")
    assert len({entry["id"] for entry in (*lao, *english)}) == 4


def test_ids_stay_on_another_host(client, changed, settings):
    before = [entry["id"] for entry in entries(client)]
    settings.PUBLIC_URL = "https://handbook.example.la"

    after = entries(client)

    assert [entry["id"] for entry in after] == before
    assert after[0]["links"]["alternate"].startswith("https://handbook.example.la/en/")


def test_release_taken_back_says_so(client, changed, reviewer):
    declare_void(changed, actor=reviewer, reason=Reason("Wrong day", "Wrong day"))

    told = {entry["title"]: entry["summary"] for entry in entries(client)}
    assert told["REG-07 release 1.1 is void: issued in error"] == "Wrong day"
    assert told["REG-07 release 1.1: Register a member"] == (
        "Release 1.1 was released in error. Do not work by it."
    )


def test_closed_sop_is_left_out_even_for_who_may_read_it(client, as_, changed, reviewer):
    PageViewRestriction.objects.create(
        page=changed.sop.pages.get(language="en"), restriction_type=PageViewRestriction.LOGIN
    )

    assert entries(as_(reviewer)) == []
    assert len(entries(client, "lo")) == 2


def test_unchanged_feed_is_not_sent_again(client, changed):
    first = client.get("/en/changes.atom")

    again = client.get("/en/changes.atom", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_feed_asks_the_same_for_one_and_three(
    client, handbook, write_file, django_assert_num_queries
):
    for count in (1, 3):
        make_sops(write_file, count)
        with django_assert_num_queries(5):
            assert len(entries(client)) == count


def test_pages_name_the_feed_of_their_language(client, published):
    for address in ("/en/", "/en/sops/", "/en/sops/reg-07/", "/en/sops/reg-07/releases/"):
        page = client.get(address).content.decode()
        assert 'type="application/atom+xml"' in page.split("</head>")[0]
        assert 'href="/en/changes.atom"' in page
