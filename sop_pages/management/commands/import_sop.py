import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from sop_pages.files.importing import LEFT, import_files


class Command(BaseCommand):
    help = (
        "Imports SOP files (.md, .docx) as drafts. A faulty file is refused whole, with file, line "
        "and reason. Exit 0: all done; 1: a file was refused or left alone; 2: wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--language", choices=["lo", "en"], default="", help="of files that name none"
        )
        parser.add_argument("--publish", action="store_true", help="publish what was imported")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument(
            "--force", action="store_true", help="overwrite what people edited since the last time"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, files, language, publish, dry_run, force, **options):
        words = self.stderr if options["json"] else self.stdout
        with translation.override("en"):  # like all that operators read
            outcomes = import_files(
                files, language=language, publish=publish, dry_run=dry_run, force=force
            )
            for outcome in outcomes:
                self._tell(words, outcome)
        if options["json"]:
            self.stdout.write(self._json(outcomes, dry_run))
        if not all(outcome.done for outcome in outcomes):
            raise SystemExit(1)

    def _tell(self, words, outcome) -> None:
        for fault in outcome.faults:
            kind = _("refused") if fault.serious else _("warning")
            words.write(f"{fault.file}:{fault.line}: {kind}: {fault.message}")
        for sentence in outcome.not_taken:
            words.write(f"{outcome.file}: {sentence}")
        words.write(f"{outcome.file}: {outcome.state}")
        if outcome.state == LEFT:
            words.write(
                _(
                    "%(file)s: people edited this SOP since it was last imported, so it was left as it is. --force overwrites it."  # noqa: E501
                )
                % {"file": outcome.file}
            )

    def _json(self, outcomes, dry_run: bool) -> str:
        return json.dumps(
            {
                "dry_run": dry_run,
                "done": all(outcome.done for outcome in outcomes),
                "files": [asdict(outcome) for outcome in outcomes],
            },
            ensure_ascii=False,
        )
