import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from sop_pages import contact_import
from sop_site.officers import audit


class Command(BaseCommand):
    help = (
        "Imports contacts from a spreadsheet (.xlsx, .csv), all or none; a fault is named with its "
        "row and reason. Exit 0: done; 1: refused; 2: wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, file, dry_run, **options):
        words = self.stderr if options["json"] else self.stdout
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        with translation.override("en"):  # like all that operators read
            plan = contact_import.plan(content)
            written = plan.is_sound and not dry_run
            if written:
                contact_import.carry_out(plan)
                audit.record(None, contact_import.IMPORTED, ("contacts", ""), **plan.counts())
            for fault in plan.faults:
                words.write(f"{file}:{fault.row}: {fault.key}: {fault.message}")
            told = ", ".join(f"{count} {name}" for name, count in plan.counts().items())
            words.write(f"{file}: {told}; {'written' if written else 'nothing written'}.")
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "file": str(file),
                        "dry_run": dry_run,
                        "written": written,
                        **plan.counts(),
                        "faults": [asdict(fault) for fault in plan.faults],
                    },
                    ensure_ascii=False,
                )
            )
        if not plan.is_sound:
            raise SystemExit(1)
