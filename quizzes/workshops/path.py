"""My path: an officer's workshops with their modules, what is done of each and what comes next."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..ending import settled
from ..models import Attempt, Attendance, Enrolment, Module, Quiz, Workshop
from ..overriding import own_rules
from ..standing import Standing

BEFORE, AFTER = Quiz.Form.BEFORE, Quiz.Form.AFTER


@dataclass
class Part:
    """One module as the officer stands with it. `next` is "before", "attend", "after" or ""."""

    module: Module
    attendance: Attendance | None = None
    before: Standing | None = None
    after: Standing | None = None
    practice: list[Standing] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Attended, and the after quiz passed where there is one."""
        return self.attendance is not None and (self.after is None or self.after.has_passed)

    @property
    def next(self) -> str:
        if self.before and not self.before.last and self.before.may_begin():
            return "before"
        if not self.attendance:
            return "attend"
        if self.after and not self.after.has_passed and self.after.may_begin():
            return "after"
        return ""


@dataclass
class Run:
    """One workshop of the officer."""

    workshop: Workshop
    parts: list[Part]

    @property
    def done(self) -> int:
        return sum(part.is_done for part in self.parts)

    @property
    def next(self) -> Part | None:
        """The first module of which something is to be done, while the workshop isn't closed."""
        if self.workshop.state == Workshop.State.CLOSED:
            return None
        return next((part for part in self.parts if part.next), None)


def runs_of(officer) -> list[Run]:
    """The officer's workshops, the newest first; eight queries, however many there are."""
    enrolments = list(
        Enrolment.objects.filter(officer=officer)
        .exclude(workshop__state=Workshop.State.PLANNED)
        .select_related("workshop__programme", "workshop__province", "workshop__district")
        .order_by("-workshop__starts_on", "-workshop")
    )
    if not enrolments:
        return []
    programmes = {enrolment.workshop.programme_id for enrolment in enrolments}
    modules = list(
        Module.objects.filter(programme__in=programmes).prefetch_related(
            "sops", "materials__document"
        )
    )
    noted = {
        (attendance.enrolment_id, attendance.module_id): attendance
        for attendance in Attendance.objects.filter(enrolment__in=enrolments)
    }
    quizzes = _standings(officer, modules)
    by_programme = defaultdict(list)
    for module in modules:
        by_programme[module.programme_id].append(module)
    return [
        Run(
            enrolment.workshop,
            [
                _part(module, noted.get((enrolment.pk, module.pk)), quizzes[module.pk])
                for module in by_programme[enrolment.workshop.programme_id]
            ],
        )
        for enrolment in enrolments
    ]


def _standings(officer, modules) -> dict[int, list[Standing]]:
    """{module: its quizzes in use, and this officer's attempts}; two queries."""
    listed = Quiz.objects.listed().for_person(officer).filter(module__in=modules)
    found = {quiz.pk: Standing(own_rules(quiz)) for quiz in listed}
    for attempt in settled(Attempt.objects.filter(officer=officer, quiz__in=found)):
        found[attempt.quiz_id].attempts.append(attempt)
    by_module = defaultdict(list)
    for standing in found.values():
        by_module[standing.quiz.module_id].append(standing)
    return by_module


def _part(module: Module, attendance: Attendance | None, standings: list[Standing]) -> Part:
    forms = {standing.quiz.form: standing for standing in standings}
    return Part(
        module,
        attendance,
        forms.get(BEFORE),
        forms.get(AFTER),
        [standing for standing in standings if standing.quiz.form == Quiz.Form.NONE],
    )
