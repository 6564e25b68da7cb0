import argparse
import json
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from sop_site import prepared
from sop_site.demo_password import demo_password


class Command(BaseCommand):
    help = "Brings database, static files and starting content up to date; what is, is left alone."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--result", type=Path, help="a file for the sign-ins, as JSON")
        parser.add_argument(
            "--serve",
            nargs=argparse.REMAINDER,
            help="then serve from this process; what follows are gunicorn's arguments",
        )

    def handle(self, *args, result, serve, **options):
        self._database()
        self._once("static", prepared.static_state, "Static files", self._static)
        self._once("content", prepared.content_state, "Starting content", self._content)
        # Other templates or words since then? Only what they made is rendered again.
        call_command("render_sops", stdout=self.stdout)
        if result:
            fresh = result.with_suffix(".tmp")
            fresh.write_text(json.dumps(self._sign_ins()), encoding="utf-8")
            fresh.replace(result)  # whoever waits for it finds it whole
        if serve is not None:
            self._serve(serve)

    def _serve(self, arguments: list[str]) -> None:
        """Becomes gunicorn's master: to import the site again takes longer than all the rest."""
        from gunicorn.app.wsgiapp import run

        connections.close_all()  # no connection may be shared with the workers
        sys.argv = ["gunicorn", "sop_site.wsgi", "--preload", *arguments]
        run()

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _database(self):
        began = time.monotonic()
        waiting = prepared.migrations_waiting()
        if not waiting:
            self._say("Database: up to date")
            return
        self._say(f"Database: {waiting} migrations")
        call_command("migrate", count=True, interactive=False, skip_checks=True)
        self._say(f"Database: done in {time.monotonic() - began:.0f} s")

    def _once(self, name, state, title, deed):
        """Does the deed unless nothing that it reads has changed since it was done."""
        if prepared.state_of(name) == state():
            self._say(f"{title}: up to date")
            return
        began = time.monotonic()
        self._say(f"{title} …")
        deed()
        prepared.remember(name, state())
        self._say(f"{title}: done in {time.monotonic() - began:.0f} s")

    def _static(self):
        def progress(done, total):
            self._say(f"  {done} of {total} files")

        prepared.collect_static(progress)

    def _content(self):
        call_command("load_content", stdout=self.stdout)

    def _sign_ins(self) -> dict:
        """{password, people: [{username, roles}]}: the demonstration people who may sign in."""
        people = get_user_model().objects.filter(is_sample=True, is_active=True)
        people = people.exclude(password="").exclude(password__startswith="!")
        rows = [
            {"username": person.username, "roles": sorted(person.roles)}
            for person in people.prefetch_related("groups").order_by("pk")
        ]
        return {"password": demo_password() if settings.DEMO_ACCOUNTS else "", "people": rows}
