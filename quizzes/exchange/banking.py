"""A file's questions into the bank: all or nothing, and the same file twice adds nothing.

What would come of a file is planned first, without writing; carrying a plan out writes it.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sop_pages.models import SOP, Step

from ..content import faults as content_faults
from ..faults import Fault, Refused
from ..models import Pool, Question
from ..models.questions import QuestionState, QuestionType
from ..writing import titles, write
from .drafts import (
    CATEGORY,
    MATCHING,
    MULTI,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Bundle,
    Candidate,
    Draft,
    Skipped,
)
from .making import Unheld, content_of
from .merging import is_same, merged, with_keys
from .naming import is_key, key_of
from .normal_form import question as normal_form

TYPES = {
    SINGLE: QuestionType.SINGLE,
    MULTI: QuestionType.MULTIPLE,
    TRUEFALSE: QuestionType.TRUEFALSE,
    NUMERICAL: QuestionType.NUMERIC,
    SHORT: QuestionType.SHORT,
    MATCHING: QuestionType.MATCHING,
    ORDERING: QuestionType.ORDERING,
}


@dataclass
class Stored:
    """What came of a file: keys of questions made, reworded, and left as they were."""

    made: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass
class Entry:
    """One question of a file beside the bank. `question` is None for a new one; `content` is its
    next wording; `fields` are the question's own that change, by name."""

    candidate: Candidate
    question: Question | None
    content: dict
    fields: dict
    is_worded: bool

    @property
    def outcome(self) -> str:
        """new, changed or same."""
        if self.question is None:
            return "new"
        return "changed" if self.is_worded or self.fields else "same"


@dataclass
class Plan:
    entries: list[Entry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def of(self, outcome: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome == outcome]


def candidates(bundle: Bundle, language: str) -> tuple[list[Candidate], list[Skipped]]:
    """What of a bundle the bank can hold, and what not, each with the reason. No database."""
    found, skipped = list(bundle.candidates), list(bundle.skipped)
    category = ""
    for draft in bundle.drafts:
        if draft.type == CATEGORY:
            category = draft.path.rsplit("/", 1)[-1].strip()[:100]
            continue
        try:
            content = content_of(draft, language)
        except Unheld as reason:
            skipped.append(
                Skipped(draft.type, str(reason), draft.line, draft.title, draft.identifier)
            )
            continue
        tags = [*draft.tags, category] if category else draft.tags
        found.append(Candidate(_key(draft), TYPES[draft.type], content, tags, draft.line))
    return found, skipped


def _key(draft: Draft) -> str:
    """The identifier where it can be a key of ours, else one made of the question's words."""
    if is_key(draft.identifier):
        return draft.identifier
    return key_of(normal_form(draft))


def plan(bundle: Bundle, language: str, writer=None) -> Plan:
    """What this file would do to the bank; five queries at most. Raises Refused for a step that the
    handbook doesn't have. `writer`: a trainer, who changes questions of the own pools alone.

    A question is known again by its identifier, or by its words where it has none. Read again in
    the other language, it gets its second half; changed words make its next version.
    """
    found, skipped = candidates(bundle, language)
    made = Plan(skipped=skipped)
    steps = steps_of(found)
    known = _known(found)
    foreign = _foreign(known, writer)
    planned: dict[str, Entry] = {}
    for candidate in found:
        if candidate.key in foreign:
            reason = _("There is a question %(key)s in a pool whose trainer you aren't.")
            made.skipped.append(_left_out(candidate, reason))
            continue
        entry = _entry(candidate, known.get(candidate.key), planned.get(candidate.key), steps)
        if isinstance(entry, Skipped):
            made.skipped.append(entry)
        elif candidate.key not in planned:
            planned[candidate.key] = entry
            made.entries.append(entry)
    return made


def _known(found: list[Candidate]) -> dict[str, Question]:
    questions = Question.objects.filter(key__in=[one.key for one in found])
    return {question.key: question for question in questions.prefetch_related("versions")}


def _foreign(known: dict[str, Question], writer) -> set[str]:
    """The keys of questions that this trainer may not write; none where there is no trainer."""
    if writer is None or not known:
        return set()
    own = set(Pool.objects.for_trainer(writer).values_list("pk", flat=True))
    return {key for key, question in known.items() if question.pool_id not in own}


def _entry(
    candidate: Candidate, question: Question | None, earlier: Entry | None, steps: dict
) -> Entry | Skipped:
    """The candidate beside the bank. Where it stood earlier in the file it is added to that."""
    there = earlier.candidate.type if earlier else question and question.type
    if there and there != candidate.type:
        return _left_out(candidate, _("The bank has a question %(key)s of another type."))
    if there is None:
        content = with_keys(candidate.content, candidate.type)
        return Entry(candidate, None, content, _fields(candidate, None, steps), True)
    before = earlier.content if earlier else _newest(question)
    after = merged(before, candidate.content, candidate.type)
    if after is None:
        return _left_out(
            candidate, _("The bank's question %(key)s has another number of options or pairs.")
        )
    if earlier:
        earlier.content, earlier.is_worded = after, earlier.is_worded or not is_same(before, after)
        return earlier
    is_worded = not is_same(before, after)
    fields = _fields(candidate, question, steps)
    is_ready = question.state == QuestionState.READY
    if is_worded and is_ready and content_faults(candidate.type, after):
        fields["state"] = QuestionState.DRAFT  # nobody is asked what has a gap now
    return Entry(candidate, question, after, fields, is_worded)


def _left_out(candidate: Candidate, reason: str) -> Skipped:
    return Skipped(
        candidate.type, reason % {"key": candidate.key}, candidate.line, identifier=candidate.key
    )


def _newest(question: Question) -> dict:
    newest = max(question.versions.all(), key=lambda version: version.number, default=None)
    return newest.content if newest else {}


def steps_of(found: list[Candidate]) -> dict:
    """{(SOP code, step key): its fields}; "" is the key of an SOP as a whole. Raises Refused."""
    wanted = {one.step: one for one in found if one.step}
    if not wanted:
        return {}
    sops = {sop.code: sop for sop in SOP.objects.filter(code__in={code for code, _key in wanted})}
    steps = {
        (step.sop.code, step.key): step
        for step in Step.objects.filter(sop__in=sops.values()).select_related("sop")
    }
    known = {(code, ""): {"sop": sop} for code, sop in sops.items()}
    known |= {name: {"sop": step.sop, "step": step} for name, step in steps.items()}
    faults = [
        Fault(
            one.line,
            f"{one.step_cell}: "
            + _("The handbook has no step %(step)s.") % {"step": " ".join(name).strip()},
        )
        for name, one in wanted.items()
        if name not in known
    ]
    if faults:
        raise Refused(faults)
    return known


def _fields(candidate: Candidate, question: Question | None, steps: dict) -> dict:
    """What the file says of the question itself, where it is new or other than in the bank."""
    said = {"difficulty": candidate.difficulty, "critical": candidate.critical}
    said |= steps.get(candidate.step, {})
    return {
        name: value
        for name, value in said.items()
        if value is not None and (question is None or getattr(question, name) != value)
    }


@transaction.atomic
def store(bundle: Bundle, pool: Pool, language: str, actor=None) -> Stored:
    """Puts a bundle's questions into a pool, as drafts: the other language is still to be written.

    Raises Refused, as plan() does.
    """
    return carry_out(plan(bundle, language), pool, actor)


@transaction.atomic
def carry_out(found: Plan, pool: Pool, actor=None) -> Stored:
    """Writes what was planned. A question that is there stays in its pool."""
    for entry in found.of("new"):
        _make(entry, pool, actor)
    for entry in found.of("changed"):
        for name, value in entry.fields.items():
            setattr(entry.question, name, value)
        if entry.fields:
            entry.question.save(update_fields=sorted(entry.fields))
        if entry.is_worded:
            write(entry.question, entry.content, actor=actor, is_draft=True)
    names = {"made": "new", "reworded": "changed", "same": "same"}
    keys = {
        name: [entry.candidate.key for entry in found.of(outcome)]
        for name, outcome in names.items()
    }
    return Stored(**keys, skipped=found.skipped)


def _make(entry: Entry, pool: Pool, actor) -> None:
    candidate = entry.candidate
    question = Question.objects.create(
        key=candidate.key, pool=pool, type=candidate.type, **entry.fields
    )
    question.tags.add(*candidate.tags)
    write(question, entry.content, actor=actor, is_draft=True)


def _titles(content: dict) -> set[str]:
    return set(titles(content).values()) - {""}


def said_before(found: Plan, questions=None) -> dict[str, list[str]]:
    """{key of a new question: keys of these of the bank's questions (of all) that begin with the
    same words}; one query."""
    titles = {entry.candidate.key: _titles(entry.content) for entry in found.of("new")}
    words = {title for both in titles.values() for title in both}
    among = Question.objects.all() if questions is None else questions
    there = among.filter(Q(title_lo__in=words) | Q(title_en__in=words)).order_by("key")
    rows = list(there.values_list("key", "title_lo", "title_en"))
    alike = {
        key: [other for other, lao, english in rows if both & {lao, english}]
        for key, both in titles.items()
    }
    return {key: others for key, others in alike.items() if others}
