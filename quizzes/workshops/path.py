"""My path: an officer's workshops with their modules, what is done of each and what comes next."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..ending import settled
from ..models import Attempt, Attendance, Enrolment, Module, Quiz, Workshop
from ..overriding import own_rules
from ..standing import Standing

BEFORE, AFTER = Quiz.Form.BEFORE, Quiz.Form.AFTER


@dataclass
class Taken:
    """A quiz as the officer stands with it in one run. An attempt of another time counts only
    where no other can be begun; the path says of when it is."""

    workshop: Workshop
    standing: Standing

    @property
    def quiz(self) -> Quiz:
        return self.standing.quiz

    @property
    def open_attempt(self) -> Attempt | None:
        return self.standing.open_attempt

    @property
    def may_begin(self) -> bool:
        return self.standing.may_begin()

    @property
    def handed_in(self) -> list[Attempt]:
        """Those of this run, the newest first."""
        return [a for a in self.standing.attempts if not a.is_open and self.workshop.holds(a)]

    @property
    def last(self) -> Attempt | None:
        return next(iter(self.handed_in), None)

    @property
    def other(self) -> Attempt | None:
        """The newest attempt of another time, where there is none of this run."""
        return None if self.last else self.standing.last

    @property
    def other_counts(self) -> bool:
        return self.other is not None and not self.may_begin

    @property
    def is_taken(self) -> bool:
        return self.last is not None or self.other_counts

    @property
    def has_passed(self) -> bool:
        attempts = self.standing.attempts if self.other_counts else self.handed_in
        return any(attempt.passed for attempt in attempts)


@dataclass
class Part:
    """One module as the officer stands with it. `next` is "before", "attend", "after" or ""."""

    module: Module
    attendance: Attendance | None = None
    before: Taken | None = None
    after: Taken | None = None
    practice: list[Taken] = field(default_factory=list)

    @property
    def has_open_attempt(self) -> bool:
        taken = [self.before, self.after, *self.practice]
        return any(one.open_attempt for one in taken if one)

    @property
    def is_done(self) -> bool:
        """Attended, and the after quiz passed where there is one."""
        return self.attendance is not None and (self.after is None or self.after.has_passed)

    @property
    def next(self) -> str:
        if self.before and not self.before.is_taken and self.before.may_begin:
            return "before"
        if not self.attendance:
            return "attend"
        if self.after and not self.after.has_passed and self.after.may_begin:
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
                _part(
                    module,
                    noted.get((enrolment.pk, module.pk)),
                    [Taken(enrolment.workshop, standing) for standing in quizzes[module.pk]],
                )
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


def _part(module: Module, attendance: Attendance | None, quizzes: list[Taken]) -> Part:
    forms = {taken.quiz.form: taken for taken in quizzes}
    return Part(
        module,
        attendance,
        forms.get(BEFORE),
        forms.get(AFTER),
        [taken for taken in quizzes if taken.quiz.form == Quiz.Form.NONE],
    )
