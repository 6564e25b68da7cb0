"""A module of a workshop on one page: who is here, who has answered, who passed, what was hard."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sop_pages.files import tables

from .. import reports
from ..ending import end_overdue
from ..models import Attempt, Attendance, Enrolment, Module, Quiz, Workshop

HARDEST = 5
COLUMNS = [
    "staff_number", "name", "name_latin", "sex", "province", "district", "present", "how",
    "clock", "before_percent", "after_percent", "passed",
]  # fmt: skip


@dataclass
class Line:
    """One officer. `before` and `after` are percentages of the first and of the best attempt."""

    enrolment: Enrolment
    attendance: Attendance | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    passed: bool = False

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
    """As far as this person may see; five queries, however many officers there are."""
    enrolments = (
        Enrolment.objects.filter(workshop=workshop)
        .known_to(reader)
        .select_related("officer__district", "officer__province")
        .order_by("officer__name", "pk")
    )
    lines = {enrolment.officer_id: Line(enrolment) for enrolment in enrolments}
    noted = Attendance.objects.filter(enrolment__workshop=workshop, module=module)
    for attendance in noted.select_related("enrolment"):
        if attendance.enrolment.officer_id in lines:
            lines[attendance.enrolment.officer_id].attendance = attendance
    quizzes = {quiz.form: quiz for quiz in module.quizzes.exclude(state=Quiz.State.RETIRED)}
    before, after = quizzes.get(Quiz.Form.BEFORE), quizzes.get(Quiz.Form.AFTER)
    end_overdue(Attempt.objects.filter(quiz__in=[quiz for quiz in (before, after) if quiz]))
    for attempt in _attempts(workshop, before, after).order_by("number"):
        if attempt.officer_id in lines:
            _count(lines[attempt.officer_id], attempt, before)
    return ModuleFigures(workshop, module, list(lines.values()), before, after)


def _attempts(workshop: Workshop, *quizzes: Quiz | None):
    enrolled = Enrolment.objects.filter(workshop=workshop).values("officer")
    return Attempt.objects.handed_in().filter(
        quiz__in=[quiz for quiz in quizzes if quiz], officer__in=enrolled
    )


def _count(line: Line, attempt: Attempt, before: Quiz | None) -> None:
    if before and attempt.quiz_id == before.pk:
        line.before = attempt.percent if line.before is None else line.before
        return
    line.after = max(line.after or Decimal(0), attempt.percent)
    line.passed = line.passed or attempt.passed


def hardest(found: ModuleFigures) -> list[reports.QuestionRow]:
    """The questions of the after quiz, else of the before quiz, that fewest got right."""
    for quiz in (found.after_quiz, found.before_quiz):
        if quiz:
            attempts = _attempts(found.workshop, quiz)
            rows = [row for row in reports.by_question(attempts) if row.facility < 1]
            if rows:
                return rows[:HARDEST]
    return []


def workbook(found: ModuleFigures) -> bytes:
    """The list as xlsx, each cell a text: nothing of it is taken for a formula."""
    return tables.workbook(COLUMNS, (_row(line) for line in found.lines))


def _row(line: Line) -> list[str]:
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
        "" if line.before is None else f"{line.before:.0f}",
        "" if line.after is None else f"{line.after:.0f}",
        _("yes") if line.passed else _("no"),
    ]
