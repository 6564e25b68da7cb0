"""Which tables an older database had."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sop_site.archive import states
from sop_site.archive.tables import tables_of

pytestmark = pytest.mark.django_db
SINCE = {("offline", "0002_keep_by_hand_and_until"), ("officers", "0005_grant_the_inbox")}


def columns(applied, label) -> list[str]:
    tables = {table.label: table for table in tables_of(states.apps_after(applied))}
    return tables[label].columns


def with_dependants(migrations) -> set[states.Migration]:
    """These migrations and all that build on them."""
    graph = MigrationLoader(connection).graph
    return {later for migration in migrations for later in graph.backwards_plan(migration)}


def test_older_state_has_the_columns_of_its_time():
    now = states.applied()

    before = columns(now - with_dependants(SINCE), "offline.inboxitem")

    added = set(columns(now, "offline.inboxitem")) - set(before)
    assert added == {"handled_at", "emptied_at", "imported_by_id"}


def test_migration_that_nobody_here_knows_is_of_a_later_version():
    now = states.applied()

    assert states.later_than_ours(now) == ""
    assert states.later_than_ours({*now, ("offline", "0999_later")}) == "offline.0999_later"
