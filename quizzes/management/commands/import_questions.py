import json

from django.db import transaction
from django.utils import translation

from quizzes.exchange.banking import candidates, steps_of, store
from quizzes.exchange.normal_form import as_data, skipped
from quizzes.exchange.reading import FORMATS, read
from quizzes.faults import Refused
from quizzes.management.handed_in import FileCommand
from quizzes.models import Pool


class Command(FileCommand):
    help = (
        "Imports questions into the bank, as drafts, all or nothing. The same file twice adds "
        "nothing. Exit 0: done; 1: the file was refused; 2: wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="- for standard input")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--pool", help="the pool's name; may be missing with --dry-run")
        parser.add_argument("--language", choices=["lo", "en"], default="lo", help="of the file")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, file, pool, language, dry_run, **options):
        if not pool and not dry_run:
            self.stderr.write("--pool is needed, except with --dry-run.")
            raise SystemExit(2)
        with translation.override("en"):  # like all that operators read
            try:
                bundle = read(self.bytes_of(file), options["format"], language)
                imported, left_out = self._taken(bundle, pool, language, dry_run)
            except Refused as refusal:
                self.refuse(refusal, options["json"])
        if options["json"]:
            answer = as_data(bundle, language)
            answer |= {"skipped": [skipped(one) for one in left_out]}
            self.stdout.write(json.dumps({"imported": imported, **answer}, ensure_ascii=False))
        else:
            self._tell(imported, left_out, dry_run)

    def _taken(self, bundle, pool: str, language: str, dry_run: bool) -> tuple[int, list]:
        """How many questions are (or would be) imported, and what is left out."""
        if dry_run:
            found, left_out = candidates(bundle, language)
            steps_of(found)
            return len(found), left_out
        with transaction.atomic():  # a refused file leaves no empty pool
            heap, made = Pool.objects.get_or_create(name=pool, defaults={"all_trainers": True})
            stored = store(bundle, heap, language)
        if made:
            self.stderr.write(f"Pool {pool} is new, and open to all trainers.")
        return len(stored.made) + len(stored.reworded), stored.skipped

    def _tell(self, imported: int, left_out: list, dry_run: bool) -> None:
        done = "would be imported" if dry_run else "imported"
        self.stdout.write(f"{imported} questions {done}.")
        for one in left_out:
            place = f"line {one.line}: " if one.line else ""
            name = one.title or one.identifier
            self.stdout.write(f"{place}left out, {one.type} {name}: {one.reason}")
