import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import translation

from quizzes.exchange.writing import FORMATS, export
from quizzes.models import Pool, Question


class Command(BaseCommand):
    help = (
        "Writes questions of the bank to a file, in one language, the newest wordings by key. "
        "What the format can't hold is said on stderr. Exit 0: done; 1: no question could be "
        "written; 2: wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--pool", help="the pool's name; without it, the whole bank")
        parser.add_argument("--language", choices=["lo", "en"], default="lo", help="of the file")
        parser.add_argument("-o", "--output", metavar="FILE", help="without it, standard output")

    def handle(self, *args, pool, language, output, **options):
        questions = Question.objects.all()
        if pool:
            if not Pool.objects.filter(name=pool).exists():
                self.stderr.write(f"There is no pool {pool}.")
                raise SystemExit(2)
            questions = questions.filter(pool__name=pool)
        with translation.override("en"):  # like all that operators read
            written = export(questions, options["format"], language)
        for loss in written.losses:
            left_out = "left out: " if loss.whole else ""
            self.stderr.write(f"{loss.key}: {left_out}{loss.reason}")
        if not written.keys:
            self.stderr.write("No question could be written.")
            raise SystemExit(1)
        self._put(written.data, output)
        self.stderr.write(f"{len(written.keys)} questions written.")

    def _put(self, data: bytes, output: str | None) -> None:
        if output is None:
            self.stdout.flush()
            sys.stdout.buffer.write(data)
            return
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            self.stderr.write(f"{output}: {error.strerror}")
            raise SystemExit(2) from error
