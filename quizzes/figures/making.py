"""All figures of a quiz in one scope, as plain data (what `keeping.py` keeps and pages read)."""

from dataclasses import asdict
from decimal import Decimal

from ..content import CHOICES
from ..models import Question, QuestionType, Quiz
from ..ordering import well_placed
from ..statistics.analysis import Analysis, analyse
from ..statistics.sitting import counted
from .choices import chosen_options, thirds
from .gathering import WRITTEN, Gathered, Taken, gather
from .languages import gap
from .scope import Scope
from .variants import Met, groups
from .wrong import wrong_of

BANDS = 10  # of the marks, for the plot


def made(quiz: Quiz, scope: Scope) -> dict:
    """{quiz, officers, passed, left_out, worth, bands, places, questions}; numbers and texts only.

    `bands` counts attempts by tenths of the mark; `places` are the quiz's columns, `questions` the
    rows of each question that was asked, a fixed one with the figures of its place.
    """
    found = gather(quiz, scope)
    sittings = found.sittings()
    used = counted(sittings, scope.which)
    analysis = analyse(found.slots, used)
    chosen = {id(sitting) for sitting in used}
    taken = [t for t, s in zip(found.taken, sittings, strict=True) if id(s) in chosen]
    totals = [sitting.total for sitting in used]
    worth = sum((slot.max for slot in found.slots), Decimal(0))
    return {
        "quiz": asdict(analysis.quiz),
        "officers": len({sitting.person for sitting in used}),
        "left_out": found.left_out,
        "worth": str(worth),
        "bands": _bands(totals, worth),
        "places": [_place(found, analysis, at) for at in range(len(found.places))],
        "questions": _questions(found, analysis, taken, totals),
    }


def _bands(totals: list[Decimal], worth: Decimal) -> list[int]:
    """How many totals lie in each tenth; the last one holds the full mark too."""
    counts = [0] * BANDS
    for total in totals:
        share = max(total, Decimal(0)) / worth if worth else Decimal(0)
        counts[min(int(share * BANDS), BANDS - 1)] += 1
    return counts


def _place(found: Gathered, analysis: Analysis, at: int) -> dict:
    fixed = found.fixed[at]
    question = found.questions.get(fixed)
    return asdict(analysis.slots[at]) | {
        "key": question.key if question else "",
        "is_drawn": fixed is None,
        "max": str(found.slots[at].max),
    }


def _questions(found: Gathered, analysis: Analysis, taken: list[Taken], totals: list) -> list[dict]:
    """A row for each question: its figures, options by thirds, languages."""
    by_key = {question.key: question for question in found.questions.values()}
    rows = {}
    for at, fixed in enumerate(found.fixed):
        if fixed in found.questions:
            rows[found.questions[fixed].key] = asdict(analysis.slots[at])
    for drawn in analysis.drawn:
        rows.setdefault(drawn.question, asdict(drawn))
    answers = _answers(taken, totals)
    return [
        _question(by_key[key], found, figures, answers.get(by_key[key].pk, []))
        for key, figures in rows.items()
    ]


def _answers(taken: list[Taken], totals: list[Decimal]) -> dict[int, list[tuple]]:
    """{question: (third, total, language, Given) of each who was asked it}."""
    found: dict[int, list[tuple]] = {}
    for attempt, total, third in zip(taken, totals, thirds(totals), strict=True):
        for given in attempt.given.values():
            found.setdefault(given.question, []).append((third, total, attempt.language, given))
    return found


def _question(question, found: Gathered, figures: dict, answers: list[tuple]) -> dict:
    row = figures | {
        "key": question.key,
        "blank": sum(1 for *_rest, given in answers if given.mark is None),
        "right": sum(1 for *_rest, given in answers if given.mark == given.out_of),
        "options": [],
        "languages": _languages(answers),
    }
    listed, choices = _choices(question, found.contents[question.pk], answers)
    row["variants"] = _variants(question, found.contents[question.pk], answers)
    row["options"] = [
        asdict(one) | {"is_misconception": one.is_misconception}
        for one in chosen_options(listed, choices)
    ]
    return row


def _choices(question: Question, content: dict, answers: list[tuple]) -> tuple[list, list]:
    """(what could be chosen, [(third, keys chosen)]). Of steps in order: those put in place."""
    given_by = [(third, given.chosen or ()) for third, _total, _language, given in answers]
    if question.type in CHOICES:
        return content["options"], given_by
    if question.type in WRITTEN:
        known = content.get("known_wrong", [])
        listed = [{"key": str(place), "weight": "0"} for place in range(len(known))]
        return listed, [
            (third, wrong_of(question.type, content, g)) for third, _t, _l, g in answers
        ]
    if question.type != QuestionType.ORDERING:
        return [], []
    order = content["order"]
    placed = [
        (third, well_placed(order, [key for key in keys if key in order]))
        for third, keys in given_by
    ]
    return [{"key": key, "weight": "1"} for key in order], placed


def _variants(question: Question, content: dict, answers: list[tuple]) -> list[dict]:
    if question.type != QuestionType.COMPUTED:
        return []
    met = [Met(g.numbers or {}, g.mark, g.out_of, total) for _third, total, _l, g in answers]
    return [asdict(group) for group in groups(content["parameters"], met)]


def _languages(answers: list[tuple]) -> dict | None:
    found = gap(
        (language, float(total), given.mark == given.out_of)
        for _third, total, language, given in answers
    )
    if found is None:
        return None
    return asdict(found) | {"is_flagged": found.is_flagged, "harder_in": found.harder_in}
