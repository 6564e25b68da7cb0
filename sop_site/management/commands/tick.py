import json
import logging
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sop_site import timed
from sop_site.locks import only_one

logger = logging.getLogger("khumue.tick")


class Command(BaseCommand):
    help = (
        "Does the work that time brings. Meant to be run each minute; safe to repeat; while one "
        "runs, another leaves at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also what is not yet due")
        parser.add_argument("--worker", action="store_true", help="then do the tasks that wait")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args, **options):
        with only_one("tick") as got:
            done, failed = self._run(options["all"]) if got else ([], [])
            if got and options["worker"]:
                self._work()
        self._say(options["json"], {"ran": got, "done": done, "failed": failed})
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def _run(self, also_early: bool) -> tuple[list[str], list[str]]:
        """Runs what is due; one deed's failure doesn't hold up the others."""
        last, done, failed = self._last(), [], []
        for item in timed.deeds():
            now = timezone.now()
            if not also_early and item.name in last and now - last[item.name] < item.every:
                continue
            try:
                said = item.deed()
            except Exception:
                logger.exception("%s failed", item.name)
                failed.append(item.name)
                continue
            last[item.name] = now
            done.append(item.name)
            if said:
                logger.info("%s: %s", item.name, said)
        self._keep(last)
        return done, failed

    def _work(self):
        """Empties the queue of background tasks where tasks are queued."""
        if "django_tasks_db" in settings.TASKS["background"]["BACKEND"]:
            call_command("db_worker", backend="background", batch=True, startup_delay=False)

    def _say(self, as_json: bool, result: dict) -> None:
        if as_json:
            self.stdout.write(json.dumps(result))
        elif not result["ran"]:
            self.stdout.write("Another tick is still running.")

    @property
    def _path(self):
        return settings.VAR_DIR / "tick.json"

    def _last(self) -> dict[str, datetime]:
        """When each deed was last done, as far as this machine knows."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: datetime.fromisoformat(when) for name, when in found.items()}
        except (OSError, ValueError):
            return {}

    def _keep(self, last: dict[str, datetime]) -> None:
        fresh = self._path.with_suffix(".tmp")
        fresh.write_text(json.dumps({name: when.isoformat() for name, when in last.items()}))
        fresh.replace(self._path)
