import json
from dataclasses import asdict

from django.utils import translation

from quizzes.faults import Refused
from quizzes.management.handed_in import FileCommand
from quizzes.statistics.analysis import Analysis, analyse
from quizzes.statistics.marks import Marks
from quizzes.statistics.reading import read
from quizzes.statistics.sitting import WHICH


class Command(FileCommand):
    help = (
        "Statistics of a quiz from a file of marks (CSV: first line the questions, second their "
        "maximum marks, then a line an attempt, first column the person; or JSON). Exit 0: done; "
        "1: the file was refused; 2: wrong usage."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="- for standard input")
        parser.add_argument("--which", choices=WHICH, help="which attempts of a person count")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, file, which, **options):
        with translation.override("en"):  # like all that operators read
            try:
                marks = read(self.bytes_of(file))
            except Refused as error:
                self.refuse(error, options["json"])
            analysis = analyse(marks.slots, marks.sittings, which or marks.which)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(analysis, marks), ensure_ascii=False))
        else:
            self._tell(analysis, marks)

    def _tell(self, analysis: Analysis, marks: Marks) -> None:
        for name, value in asdict(analysis.quiz).items():
            self.stdout.write(f"{name:24}{_shown(value)}")
        columns = ("slot", "s", "facility", "sd", "discriminationindex", "discriminativeefficiency")
        columns += ("intendedweight", "effectiveweight")
        self.stdout.write("\n" + "  ".join(columns))
        for row, name in zip(analysis.slots, marks.names or [""] * len(marks.slots), strict=True):
            figures = [_shown(getattr(row, c)).rjust(len(c)) for c in columns]
            self.stdout.write("  ".join([*figures, name]))


def _shown(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def as_json(analysis: Analysis, marks: Marks) -> dict:
    """{"quiz", "slots", "drawn", "variants"}; a figure that is undefined is null."""
    result = asdict(analysis)
    for row, name in zip(result["slots"], marks.names, strict=False):
        row["name"] = name
    return result
