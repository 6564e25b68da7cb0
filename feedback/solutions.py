"""Practical solutions: they come in from officers, a reviewer rules on them, colleagues say whether
they worked, and what is good becomes a local note or a draft of the SOP."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_pages import copies
from sop_pages.models import LocalNote
from sop_pages.notes import adopting, proposing
from sop_pages.notes.deciding import NoteError
from sop_site.officers import audit
from sop_site.officers.models import User

from .models import Report, Solution, Trial
from .naming import SMALL_DISTRICT

RULED = "solution.ruled"
ADOPTED, NOTED = "solution.adopted", "solution.noted"
State = Solution.State


class SolutionError(Exception):
    """A sentence on why it can't be; `field` names the field at fault, "" for none."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Words:
    """What all read of a solution, in both languages, and why it is ruled so."""

    title_lo: str = ""
    title_en: str = ""
    text_lo: str = ""
    text_en: str = ""
    reason_lo: str = ""
    reason_en: str = ""


def register() -> None:
    audit.label(RULED, gettext_lazy("Solution ruled on"))
    audit.label(ADOPTED, gettext_lazy("Solution put into a draft"))
    audit.label(NOTED, gettext_lazy("Solution made a local note"))


def begin_with(report: Report) -> None:
    """What was tried and worked, of a report that just came; none of a sensitive one."""
    if report.sensitive or not report.proposal:
        return
    Solution.objects.create(
        report=report,
        author=report.sender,
        text=report.proposal,
        language=report.language,
        sop=report.sop,
        step=report.step,
        district=report.district,
        province=report.province,
        received_at=report.received_at,
    )


@transaction.atomic
def rule(solution: Solution, *, actor, state: str, words: Words) -> Solution:
    """Says whether officers may do so, in words that all read. Its officer hears of it, unless it
    is set aside as no solution. Raises SolutionError."""
    solution = _locked(solution, actor)
    if state not in (State.ALLOWED, State.NOT_ALLOWED, State.ASIDE):
        raise SolutionError(_("Please choose one."), "state")
    _check(words, state)
    for name, value in vars(words).items():
        setattr(solution, name, value)
    solution.state, solution.decided_by = state, actor
    solution.news_at = None if state == State.ASIDE else timezone.now()
    return _saved(solution, actor, RULED, state=state)


def _check(words: Words, state: str) -> None:
    if state == State.ASIDE:
        return
    needed = ["title_lo", "title_en", "text_lo", "text_en"]
    needed += ["reason_lo", "reason_en"] if state == State.NOT_ALLOWED else []
    for name in needed:
        if not getattr(words, name).strip():
            raise SolutionError(
                _("Please write this in both languages: all officers read it."), name
            )


@transaction.atomic
def adopt(solution: Solution, *, actor) -> list[str]:
    """Writes it into the newest drafts of its SOP, in each language that has a page; somebody else
    approves them. Returns the languages. Raises SolutionError."""
    solution = _locked(solution, actor)
    _must_be_allowed(solution)
    written = []
    try:
        for language, text in (("lo", solution.text_lo), ("en", solution.text_en)):
            if solution.sop.pages.filter(language=language, live=True).exists():
                adopting.write(solution.step, language, text, actor=actor)
                written.append(language)
    except NoteError as error:
        raise SolutionError(str(error)) from error
    if not written:
        raise SolutionError(_("The SOP has no page that is read."))
    solution.state, solution.news_at = State.ADOPTED, timezone.now()
    _saved(solution, actor, ADOPTED)
    return written


@transaction.atomic
def make_note(solution: Solution, *, actor) -> LocalNote:
    """Proposes it as a note of the place where it worked; its coordinator or LSSO approves. Once
    made it is the same note. Raises SolutionError."""
    solution = _locked(solution, actor)
    _must_be_allowed(solution)
    if solution.note:
        return solution.note
    if solution.province is None:
        raise SolutionError(_("Nobody knows where this was: a note needs a place."))
    solution.note = proposing.begin(
        solution.step,
        text=solution.text_en if solution.language == "en" else solution.text_lo,
        language=solution.language,
        proposer=solution.author,
        district=solution.district,
        province=solution.province,
    )
    _saved(solution, actor, NOTED, note=solution.note.pk)
    return solution.note


def _locked(solution: Solution, actor) -> Solution:
    found = Solution.objects.select_for_update(of=("self",)).select_related("sop", "step", "note")
    solution = found.get(pk=solution.pk)
    if solution.author_id == actor.pk:
        raise SolutionError(_("You sent this yourself: somebody else rules on it."))
    return solution


def _must_be_allowed(solution: Solution) -> None:
    if solution.state != State.ALLOWED:
        raise SolutionError(_("This was ruled otherwise meanwhile: load the page again."))
    if solution.step is None or not solution.step.present:
        raise SolutionError(_("This step is not in the procedure any more."))


def _saved(solution: Solution, actor, deed: str, **facts) -> Solution:
    solution.save()
    audit.record(actor, deed, solution, **facts)
    if solution.sop_id:
        copies.keep_sop(solution.sop_id)
    return solution


def origins(solutions: Iterable[Solution]) -> dict[int, str]:
    """{solution: where it comes from}, with the officer's name if they wish it; of a district with
    few officers the province alone. One query."""
    solutions = list(solutions)
    officers = dict(
        User.objects.filter(
            district__in={one.district_id for one in solutions if one.district_id}, is_active=True
        )
        .values_list("district")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {one.pk: origin(one, officers.get(one.district_id, 0)) for one in solutions}


def origin(solution: Solution, officers: int) -> str:
    """Pure: `officers` is how many there are in its district."""
    named = solution.is_named and solution.author is not None
    places = [solution.province] if solution.province else []
    if solution.district and (named or officers >= SMALL_DISTRICT):
        places.insert(0, solution.district)
    words = [place.name for place in places]
    return ", ".join([solution.author.name_here, *words] if named else words)


@dataclass(frozen=True)
class Tried:
    """How many said that it worked, and that it didn't, and in which provinces it did."""

    worked: int
    not_so: int
    places: tuple[str, ...]


def tried(solutions: Iterable[Solution]) -> dict[int, Tried]:
    """{solution: what colleagues said}. One query."""
    counted: dict[int, list] = {}
    rows = Trial.objects.filter(solution__in=solutions).select_related("district__province")
    for trial in rows:
        yes, no, places = counted.setdefault(trial.solution_id, [0, 0, set()])
        if trial.worked and trial.district:
            places.add(trial.district.province.name)
        counted[trial.solution_id] = [yes + trial.worked, no + (not trial.worked), places]
    return {pk: Tried(yes, no, tuple(sorted(p))) for pk, (yes, no, p) in counted.items()}
