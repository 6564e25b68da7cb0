"""A module of a workshop on one page: who is here, who has answered, who passed, what was hard."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from sop_pages.files import sheets

from .. import reports
from ..ending import settled
from ..models import Attempt, Attendance, Enrolment, Module, Quiz, Workshop

HARDEST = 5
COLUMNS = [
    "staff_number", "name", "name_latin", "sex", "province", "district", "present", "how",
    "clock", "before_percent", "after_percent", "passed",
]  # fmt: skip


@dataclass
class Line:
    """One officer. `before` and `after` are percentages of the first and of the best attempt of
    this run; `earlier` is an attempt of another time, where there is none of this run."""

    enrolment: Enrolment
    attendance: Attendance | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    passed: bool = False
    earlier: Attempt | None = None

    @property
    def clock_is_doubtful(self) -> bool:
        return self.attendance is not None and self.attendance.time_trust == "low"


@dataclass
class ModuleFigures:
    workshop: Workshop
    module: Module
    lines: list[Line]
    before_quiz: Quiz | None
    after_quiz: Quiz | None

    @property
    def counts(self) -> dict[str, int]:
        return {
            "enrolled": len(self.lines),
            "here": sum(line.attendance is not None for line in self.lines),
            "before": sum(line.before is not None for line in self.lines),
            "after": sum(line.after is not None for line in self.lines),
            "passed": sum(line.passed for line in self.lines),
        }


def figures_of(workshop: Workshop, module: Module, reader) -> ModuleFigures:
    """As far as this person may see; three queries, however many officers there are."""
    enrolments = (
        Enrolment.objects.filter(workshop=workshop)
        .known_to(reader)
        .annotate(noted=FilteredRelation("attendances", condition=Q(attendances__module=module)))
        .select_related("officer__district", "officer__province", "noted")
        .order_by("officer__name", "pk")
    )
    lines = {row.officer_id: Line(row, getattr(row, "noted", None)) for row in enrolments}
    quizzes = {quiz.form: quiz for quiz in module.quizzes.exclude(state=Quiz.State.RETIRED)}
    before, after = quizzes.get(Quiz.Form.BEFORE), quizzes.get(Quiz.Form.AFTER)
    for attempt in settled(_attempts(workshop, before, after).order_by("number")):
        line = lines.get(attempt.officer_id)
        if line is None or attempt.is_open:
            continue
        if workshop.holds(attempt):
            _count(line, attempt, before)
        elif attempt.quiz_id == (after and after.pk):
            line.earlier = attempt
    return ModuleFigures(workshop, module, list(lines.values()), before, after)


def _attempts(workshop: Workshop, *quizzes: Quiz | None):
    """All attempts of those who are enrolled, open ones and of other times too."""
    enrolled = Enrolment.objects.filter(workshop=workshop).order_by().values("officer")
    return Attempt.objects.filter(quiz__in=[quiz for quiz in quizzes if quiz], officer__in=enrolled)


def _count(line: Line, attempt: Attempt, before: Quiz | None) -> None:
    if before and attempt.quiz_id == before.pk:
        line.before = attempt.percent if line.before is None else line.before
        return
    line.after = max(line.after or Decimal(0), attempt.percent)
    line.passed = line.passed or attempt.passed


def hardest(found: ModuleFigures) -> list[reports.QuestionRow]:
    """The questions of the after quiz, or of the before quiz as long as nobody has taken the after
    quiz, that fewest got right; two queries."""
    quiz = found.after_quiz if found.counts["after"] else found.before_quiz
    if quiz is None:
        return []
    workshop = found.workshop
    attempts = _attempts(workshop, quiz).handed_in().within(workshop)
    rows = reports.by_question(attempts, with_wrong=False)
    return [row for row in rows if row.facility < 1][:HARDEST]


def workbook(found: ModuleFigures) -> bytes:
    """The list as xlsx: percents are numbers, all else is text and never taken for a formula."""
    rows = [_row(line) for line in found.lines]
    return sheets.workbook([sheets.Sheet(found.module.code, COLUMNS, rows)])


def _row(line: Line) -> list[sheets.Cell]:
    officer, noted = line.enrolment.officer, line.attendance
    return [
        officer.username,
        officer.name,
        officer.name_latin,
        officer.sex,
        officer.province.name if officer.province else "",
        officer.district.name if officer.district else "",
        _("yes") if noted else _("no"),
        str(noted.get_how_display()) if noted else "",
        _("doubtful") if line.clock_is_doubtful else "",
        _share(line.before),
        _share(line.after),
        _("yes") if line.passed else _("no"),
    ]


def _share(percent: Decimal | None) -> sheets.Share | None:
    return None if percent is None else sheets.Share(percent / 100)
