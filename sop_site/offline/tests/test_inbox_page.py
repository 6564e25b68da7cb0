"""The inbox in the CMS: what was refused or failed, and what is told of it."""

import re
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sop_site.offline import inbox
from sop_site.offline.models import InboxFile, InboxItem
from sop_site.offline.tests.test_inbox import attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliver(notes, officer):
    """deliver("no") -> the row of an item with this text."""

    def made(text, **more):
        item_id = uuid.uuid4()
        inbox.deliver(officer, "test.note", {"text": text, **more}, item_id=item_id)
        return InboxItem.objects.get(pk=item_id)

    return made


@pytest.fixture
def read(as_, reviewer):
    """read(path, person) -> the page's text, in English."""

    def get(path, person=None):
        reader = person or reviewer
        reader.language = "en"
        reader.save(update_fields=["language"])
        response = as_(reader).get(path, headers={"Accept-Language": "en"})
        assert response.status_code == 200
        page = response.content.decode()
        return re.search(r"<main.*</main>", page, re.DOTALL)[0]

    return get


def log_of(deed):
    return apps.get_model("officers.AuditEntry").objects.filter(deed=deed)


def test_list_names_what_waits(deliver, read, officer):
    row = deliver("no")
    deliver("fine")

    page = read("/cms/inbox/")

    assert "1 item<" in page
    for told in (row.receipt, str(row.pk), "Not this.", officer.name, "test.note", "refused"):
        assert told in page


def test_list_tells_of_a_restricted_item_id_and_reason_only(
    deliver, read, officer, reviewer, lead, admin_person
):
    row = deliver("no", secret=True)

    for person in (reviewer, lead, admin_person):
        for path in ("/cms/inbox/", f"/cms/inbox/{row.pk}/"):
            page = read(path, person)
            assert (str(row.pk) in page, "Not this." in page) == (True, True)
            for kept in (officer.name, row.receipt, "secret", ">test.note <", "text&quot;"):
                assert kept not in page


def test_filter_by_kind_leaves_restricted_items_out(deliver, read):
    secret, plain = deliver("no", secret=True), deliver("no")

    page = read("/cms/inbox/?kind=test.note")

    assert (str(plain.pk) in page, str(secret.pk) in page) == (True, False)


def test_list_filters_by_state_and_by_code(deliver, read):
    refused, failed = deliver("no"), deliver("crash")

    by_state = read("/cms/inbox/?state=failed")
    by_code = read(f"/cms/inbox/?q={refused.receipt.lower().replace('-', '')}")

    assert (str(refused.pk) in by_state, str(failed.pk) in by_state) == (False, True)
    assert (str(refused.pk) in by_code, str(failed.pk) in by_code) == (True, False)
    assert "?back=state%3Dfailed" in by_state


@pytest.mark.parametrize("query", ["state=x&kind=y", "p=999", "q=%00", "q=" + "9" * 500, "p=-1"])
def test_list_takes_any_query(deliver, read, query):
    deliver("no")

    assert read(f"/cms/inbox/?{query}")


def test_list_asks_the_same_whatever_waits(deliver, as_, reviewer):
    client = as_(reviewer)
    counts = []
    for more in (1, 30):
        for _n in range(more):
            deliver("no")
        client.get("/cms/inbox/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/cms/inbox/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_long_list_keeps_its_filters_on_each_page(deliver, read):
    for _n in range(31):
        deliver("no")

    page = read("/cms/inbox/?state=rejected")

    assert "Page 1 of 2" in page
    assert re.search(r'href="\?state=rejected&amp;p=2"', page)


def test_item_shows_payload_and_files(deliver, read, notes, officer):
    item_id = uuid.uuid4()
    inbox.deliver(
        officer,
        "test.note",
        {"text": "<b>Salt</b> no", "n": 1},
        item_id=item_id,
        files=[attachment(b"<html>"), attachment(b"note", later=True)],
    )

    page = read(f"/cms/inbox/{item_id}/")

    assert "&quot;text&quot;: &quot;&lt;b&gt;Salt&lt;/b&gt; no&quot;" in page
    assert ("refused – Not a note." in page, "on its way" in page) == (True, True)


def test_name_that_its_sender_keeps_back_is_not_told(notes, read, officer):
    inbox.register("test.note", lambda _: 1 / 0, hides_sender=lambda payload: True)
    inbox.deliver(officer, "test.note", {"text": "x"})
    row = InboxItem.objects.get()

    for path in ("/cms/inbox/", f"/cms/inbox/{row.pk}/"):
        page = read(path)
        assert (officer.name in page, "keeps the name back" in page) == (False, True)


def test_try_again_hands_the_item_on_and_is_written_down(deliver, as_, reviewer, notes):
    row = deliver("crash")
    InboxItem.objects.update(payload={"text": "mended"})

    response = as_(reviewer).post(f"/cms/inbox/{row.pk}/again/")

    assert response.headers["Location"] == f"/cms/inbox/{row.pk}/"
    row.refresh_from_db()
    assert (row.state, row.attempts, notes) == ("handled", 2, ["mended"])
    entry = log_of("inbox.run_again").get()
    assert (entry.actor_id, entry.subject_id) == (reviewer.pk, str(row.pk))


def test_try_again_that_fails_again_says_so(deliver, as_, reviewer):
    row = deliver("crash")
    client = as_(reviewer)
    client.post(f"/cms/inbox/{row.pk}/again/")

    page = client.get(f"/cms/inbox/{row.pk}/", headers={"Accept-Language": "en"}).content.decode()

    assert InboxItem.objects.get().attempts == 2
    assert log_of("inbox.run_again").count() == 1
    assert "ZeroDivisionError" in page


def test_item_with_a_failed_file_waits_until_the_file_is_taken(notes, officer, as_, reviewer, read):
    inbox.deliver(officer, "test.note", {"text": "x"}, files=[attachment(b"note 1")])
    InboxFile.objects.update(state="failed", data=b"note 1")
    row = InboxItem.objects.get()
    listed = str(row.pk) in read("/cms/inbox/")

    as_(reviewer).post(f"/cms/inbox/{row.pk}/again/")

    assert (listed, InboxFile.objects.get().state) == (True, "taken")
    assert str(row.pk) not in read("/cms/inbox/")


def test_menu_counts_what_waits(deliver, as_, reviewer, trainer):
    deliver("no")
    deliver("crash")

    seen = as_(reviewer).get("/cms/", headers={"Accept-Language": "en"}).content.decode()
    unseen = as_(trainer).get("/cms/", headers={"Accept-Language": "en"}).content.decode()

    assert "(2)" in seen
    assert "/cms/inbox/&quot;" not in unseen.replace('"', "&quot;")


@pytest.mark.parametrize("path", ["/cms/inbox/", "/cms/inbox/bring/", "/cms/by-hand/"])
@pytest.mark.parametrize("language", ["lo", "en"])
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_are_for_everyone(open_page, axe, admin_person, deliver, path, language):
    deliver("no")
    deliver("crash", secret=True)
    admin_person.language = language
    admin_person.save()

    page = open_page(path, person=admin_person, size="desk", language=language)

    assert axe(page) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_item_page_is_for_everyone(open_page, axe, reviewer, deliver):
    row = deliver("no")

    page = open_page(f"/cms/inbox/{row.pk}/", person=reviewer, size="phone")

    assert axe(page) == []
