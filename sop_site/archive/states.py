"""Which tables a database has: told by the migrations that were applied to it."""

from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from .form import Refused

Migration = tuple[str, str]


def applied() -> set[Migration]:
    """What was applied to this database. Raises Refused."""
    try:
        found = set(MigrationExecutor(connection).loader.applied_migrations)
    except Error as error:
        raise Refused(f"The database can't be read: {str(error).strip()}.") from error
    if not found:
        raise Refused("There is no database yet; `manage.py migrate` makes it.")
    return found


def later_than_ours(migrations: set[Migration]) -> str:
    """The name of a migration that this version doesn't know, or nothing."""
    known = MigrationLoader(None).disk_migrations
    return min((".".join(key) for key in migrations - known.keys()), default="")


def last_of(loader: MigrationLoader, migrations: set[Migration]) -> list[Migration]:
    """Of these migrations, those that no other of them builds on."""
    nodes = loader.graph.node_map
    there = {key for key in nodes if key in migrations}
    return sorted(key for key in there if not there & {c.key for c in nodes[key].children})


def apps_after(migrations: set[Migration]):
    """The models as they are after these migrations."""
    loader = MigrationLoader(connection)
    return loader.project_state(last_of(loader, migrations)).apps


def migrate_to(migrations: set[Migration], between: Callable[[], None]) -> None:
    """Runs these migrations on an empty database; `between` after each."""
    executor = _executor(between)
    executor.migrate(last_of(executor.loader, migrations))


def migrate_on(between: Callable[[], None]) -> int:
    """Runs what is new since then. Returns how many migrations those were."""
    executor = _executor(between)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if plan:
        executor.migrate(targets, plan)
    return len(plan)


def _executor(between: Callable[[], None]) -> MigrationExecutor:
    def progress(action, migration=None, fake=False):
        if action == "apply_success":
            between()

    return MigrationExecutor(connection, progress)
