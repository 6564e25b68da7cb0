from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from sop_site import database_file


class Command(migrate.Command):
    """Django's migrate; it alone may make the SQLite file, once, and it can count its steps."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--count", action="store_true", help="say how many of the migrations are done"
        )

    def handle(self, *args, count=False, **options):
        connection = connections[options["database"]]
        guarded = database_file.is_guarded(connection)
        if guarded:
            database_file.allow_first_creation(connection)
        self.done, self.total = 0, 0
        if count:
            executor = MigrationExecutor(connection)
            self.total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            options["verbosity"] = 0
        super().handle(*args, **options)
        if guarded:
            database_file.remember(connection)

    def migration_progress_callback(self, action, migration=None, fake=False):
        super().migration_progress_callback(action, migration, fake)
        if self.total and action == "apply_success":
            self.done += 1
            if self.done % 25 == 0 or self.done == self.total:
                self.stdout.write(f"  {self.done} of {self.total} migrations")
                self.stdout.flush()
