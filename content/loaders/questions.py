"""Sample questions and the quizzes of the four modules, from content/data/questions."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from quizzes.content import COMMON, FIELDS
from quizzes.models import Module, Pool, Question, Quiz, QuizSlot, Review, Story
from quizzes.writing import write
from sop_pages.models import SOP, Step
from sop_site.officers import roles
from sop_site.officers.models import User

from .cases import CASE, load_cases

FILE = Path(__file__).parents[1] / "data" / "questions" / "questions.json"
MODULES = {
    "M1": ("ບອກໃຫ້ປະຊາຊົນຮູ້", "tell people"),
    "M2": ("ຂຶ້ນທະບຽນ", "register"),
    "M3": ("ເງິນສົມທົບ", "contributions"),
    "M4": ("ການຂໍຮັບການອຸດໜູນ", "claims"),
}


def load(*, samples: bool) -> Iterator[str]:
    """Loads what is not there yet. What people edited, and quizzes that exist, are left alone."""
    if not samples:
        yield "All questions are samples: none loaded."
        return
    entries = json.loads(FILE.read_text(encoding="utf-8"))["questions"]
    with transaction.atomic():
        yield from _questions([entry for entry in entries if entry["type"] != CASE])
        yield from load_cases([entry for entry in entries if entry["type"] == CASE], content_of)
        yield from _quizzes(entries)


def content_of(entry: dict) -> dict:
    """A version's content from an entry of the file: the fields that its type knows."""
    known = COMMON | FIELDS[entry["type"]]
    return {name: value for name, value in entry.items() if name in known and value is not None}


def _questions(entries: list[dict]) -> Iterator[str]:
    sops = {sop.code: sop for sop in SOP.objects.all()}
    steps = {(step.sop_id, step.key): step for step in Step.objects.all()}
    pools = {name: _pool(name) for name in MODULES}
    there = {question.key: question for question in Question.objects.all()}
    made, lost = 0, []
    for entry in entries:
        sop = sops.get(entry["sop"])
        step = steps.get((sop.pk, entry["step"])) if sop else None
        if step is None:
            lost.append(f"{entry['key']} ({entry['sop']} {entry['step']})")
        if entry["key"] in there:
            yield from _left(there[entry["key"]], entry, sop, step)
            continue
        question = Question.objects.create(
            key=entry["key"],
            pool=pools[entry["module"]],
            type=entry["type"],
            state="ready",
            difficulty=entry["difficulty"],
            critical=entry["critical"],
            sop=sop,
            step=step,
            is_sample=True,
        )
        write(question, content_of(entry))
        made += 1
    yield f"{made} questions made, {len(entries) - made} were there."
    if lost:
        yield f"The step of these is not in the handbook yet: {', '.join(lost)}."


def _pool(name: str) -> Pool:
    """A sample pool; a new one belongs to the sample trainers, or to all where there are none."""
    pool, made = Pool.objects.get_or_create(name=name)
    if made:
        trainers = User.objects.filter(is_sample=True, groups__name=roles.TRAINER)
        pool.trainers.set(trainers)
        pool.all_trainers = not trainers
        pool.save(update_fields=["all_trainers"])
    return pool


def _left(question: Question, entry: dict, sop, step) -> Iterator[str]:
    """Says what was edited; links a step that came into the handbook later."""
    newest = question.versions.order_by("-number").first()
    if newest is None or newest.content != content_of(entry):
        yield f"{question.key} was edited: left as it is."
    elif sop and question.sop_id is None and question.step_id is None:
        question.sop, question.step = sop, step
        question.save(update_fields=["sop", "step"])


def _quizzes(entries: list[dict]) -> Iterator[str]:
    asked = {question.key: {"question": question} for question in Question.objects.all()}
    asked |= {story.key: {"story": story} for story in Story.objects.all()}
    made, unpaired = [], set()
    for module in MODULES:
        of_module = [entry for entry in entries if entry["module"] == module]
        pairs = _whole_pairs(of_module)
        unpaired |= {e["pair"]["pair"] for e in of_module if e["pair"]} - pairs
        for form, keys in _keys_by_form(of_module, pairs).items():
            quiz = _quiz(module, form)
            if quiz is None:
                continue
            QuizSlot.objects.bulk_create(
                QuizSlot(quiz=quiz, position=n, **asked[key]) for n, key in enumerate(keys, 1)
            )
            made.append(quiz.slug)
    yield f"{len(made)} quizzes made ({', '.join(made)})." if made else "No quiz was missing."
    if unpaired:
        yield (
            f"Left out of the before and after quizzes, since one half is missing: "
            f"{', '.join(sorted(unpaired))}."
        )


def _whole_pairs(entries: list[dict]) -> set[str]:
    """The pairs with both halves, so that before and after weigh the same."""
    forms: dict[str, set[str]] = {}
    for entry in entries:
        if entry["pair"]:
            forms.setdefault(entry["pair"]["pair"], set()).add(entry["pair"]["form"])
    return {pair for pair, found in forms.items() if found == {"a", "b"}}


def _keys_by_form(entries: list[dict], pairs: set[str]) -> dict[str, list[str]]:
    def of(form):
        return [
            e["key"]
            for e in entries
            if e["pair"] and e["pair"]["form"] == form and e["pair"]["pair"] in pairs
        ]

    return {
        Quiz.Form.NONE: [e["key"] for e in entries],
        Quiz.Form.BEFORE: of("a"),
        Quiz.Form.AFTER: of("b"),
    }


def _quiz(module: str, form: str) -> Quiz | None:
    """A new quiz; None when one with this address or pair is there already."""
    slug = module.lower() if form == Quiz.Form.NONE else f"{module.lower()}-{form}"
    pair = "" if form == Quiz.Form.NONE else module.lower()
    if Quiz.objects.filter(slug=slug).exists():
        return None
    if pair and Quiz.objects.filter(pair=pair, form=form).exists():
        return None
    lo, en = MODULES[module]
    when = {
        Quiz.Form.NONE: ("", ""),
        Quiz.Form.BEFORE: (" · ກ່ອນຝຶກອົບຮົມ", " · before the workshop"),
        Quiz.Form.AFTER: (" · ຫຼັງຝຶກອົບຮົມ", " · after the workshop"),
    }[form]
    return Quiz.objects.create(
        slug=slug,
        title_lo=f"ບົດຮຽນ {module}: {lo}{when[0]}",
        title_en=f"Module {module}: {en}{when[1]}",
        module=_module_of_the_sample(module),
        kind=Quiz.Kind.PRACTICE if form == Quiz.Form.NONE else Quiz.Kind.ASSESSED,
        form=form,
        pair=pair,
        state=Quiz.State.READY,
        attempts_allowed={Quiz.Form.BEFORE: 1, Quiz.Form.AFTER: 2}.get(form),
        review=Review.AFTER_ATTEMPT,
        is_sample=True,
    )


def _module_of_the_sample(code: str) -> Module | None:
    """The module of the sample programme (workshops.py); None where that was not loaded."""
    return Module.objects.filter(programme__is_sample=True, code=code).first()
