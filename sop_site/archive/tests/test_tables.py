"""Rows written as lines and read again are the same rows, on each engine."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from sop_site.archive import engines
from sop_site.archive.tables import Digest, digest_of, is_derived, tables_of
from sop_site.offline.models import InboxFile, InboxItem

pytestmark = pytest.mark.django_db

# Made by the engine or by what is derived; the migrations stand in the archive by name.
NOT_ROWS = ("django_migrations", "sop_pages_searchentry", "sop_pages_searchpassage")
ENGINES_OWN = ("wagtailsearch_",)


@pytest.fixture
def table():
    """table("offline.inboxitem")"""
    found = {table.label: table for table in tables_of(apps)}
    return found.__getitem__


def as_in_a_file(lines):
    return json.loads(json.dumps(list(lines)))


@pytest.fixture
def item(officer):
    return InboxItem.objects.create(
        id=uuid.uuid4(),
        owner=officer,
        kind="test.note",
        payload={"text": "ເກືອ\n\"'", "z": [1, 1.5, 1e22, None, True], "a": {}},
        digest="0" * 64,
        receipt="K7M-2P",
        claimed_at=datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC),
        skew=-0.1,
        result={},
    )


def test_each_table_of_the_database_is_kept_or_derived():
    kept = {table.name for table in tables_of(apps)}

    found = set(connection.introspection.table_names())

    left = {name for name in found - kept if not name.startswith(ENGINES_OWN)}
    assert sorted(left - {f"sop_pages_searchentry_words{end}" for end in ENDS}) == sorted(NOT_ROWS)


ENDS = ("", "_config", "_content", "_data", "_docsize", "_idx")  # of SQLite's full-text tables


def test_derived_tables_are_not_written():
    labels = [table.label for table in tables_of(apps)]

    assert "sop_pages.searchentry" not in labels
    assert is_derived(apps.get_model("wagtailsearch.IndexEntry"))


def test_row_of_many_types_comes_back(table, item):
    InboxFile.objects.create(
        item=item, sha256="1" * 64, size=3, offset=3, type="x", data=b"\x00\xff\x80"
    )
    items, files = table("offline.inboxitem"), table("offline.inboxfile")
    before = InboxItem.objects.values().get(), InboxFile.objects.values().get()
    kept = as_in_a_file(items.lines()), as_in_a_file(files.lines())
    InboxItem.objects.all().delete()

    items.put(kept[0])
    files.put(kept[1])

    after = InboxItem.objects.values().get(), InboxFile.objects.values().get()
    assert after[0] == before[0]
    assert {**after[1], "data": bytes(after[1]["data"])} == {
        **before[1],
        "data": b"\x00\xff\x80",
    }


def test_dates_and_decimals_come_back(table):
    from sop_pages.models import ReferenceValue

    ReferenceValue.objects.all().delete()
    made = ReferenceValue.objects.create(
        key="rate", value=Decimal("9.50"), valid_from=date(2024, 2, 29)
    )
    values = table("sop_pages.referencevalue")
    before = ReferenceValue.objects.values().get()
    kept = as_in_a_file(values.lines())
    made.delete()

    values.put(kept)

    assert ReferenceValue.objects.values().get() == before


def test_each_row_of_migrations_and_people_comes_back(officer, reviewer, table):
    """Users, groups, pages with their StreamFields, permissions: nothing is set anew."""
    names = ["officers.user", "wagtailcore.page", "auth.group_permissions", "officers.auditentry"]
    for name in names:
        rows = as_in_a_file(table(name).lines())
        digest = Digest()
        for row in rows:
            digest.add(row)

        assert (digest.count, digest.value) == (len(rows), digest_of(table(name)).value)
        assert rows


def test_digest_knows_any_change_but_no_order():
    def of(*lines):
        digest = Digest()
        for line in lines:
            digest.add(line)
        return digest.value

    assert of([1, {"a": 1, "b": 2}], [2, 1.0]) == of([2, 1], [1, {"b": 2, "a": 1}])
    assert of([1], [2]) != of([1], [1])
    assert of([1, "x"]) != of([1, "y"])


def test_ids_go_on_after_the_last_that_was_given_out(table, make_person):
    people = table("officers.user")
    gone = make_person("LS-GONE")
    last = gone.pk
    gone.delete()
    told = engines.sequences([people])

    engines.set_sequences([people], {"officers_user": last + 1000})

    assert told["officers_user"] == last
    assert make_person("LS-NEXT").pk == last + 1001


def test_lines_are_plain_json(table, item):
    (line,) = as_in_a_file(table("offline.inboxitem").lines())
    row = dict(zip(table("offline.inboxitem").columns, line, strict=True))

    assert row["claimed_at"] == "2026-02-28T23:59:59.123456+00:00"
    assert row["id"] == item.id.hex
    assert datetime.fromisoformat(row["received_at"]) - item.received_at == timedelta(0)
