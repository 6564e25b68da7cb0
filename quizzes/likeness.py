"""Which questions of the bank are like one that is being written: by pairs of syllables.

Lao is folded first, so spellings don't matter; each language is compared with itself.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from sop_site.lao.pairs import pairs_in

from .content import LANGUAGES
from .models import Question, QuestionGram, QuestionVersion

ASKED = 40  # pairs by which others are looked for, the rarest that others have
LOOKED_AT = 30  # questions that share most pairs
SHOWN = 3
FEWEST = 3  # pairs that two questions have in common
LEAST = 0.4  # share of the pairs' weight; below, they are only about the same
NEARLY = 0.8


@dataclass(frozen=True)
class Alike:
    """A question that resembles the one being written, by a share from 0 to 1."""

    question: Question
    share: float

    @property
    def is_nearly_same(self) -> bool:
        return self.share >= NEARLY


def grams_of(stem: dict) -> set[int]:
    """The pairs of a stem in both languages, as numbers."""
    return {gram for language in LANGUAGES for gram in pairs_in(stem.get(language) or "")}


def keep(question: Question, stem: dict) -> None:
    """Writes a question's pairs anew where they are others; one query where they aren't."""
    wanted = grams_of(stem)
    there = set(question.grams.values_list("gram", flat=True))
    if there - wanted:
        question.grams.filter(gram__in=there - wanted).delete()
    QuestionGram.objects.bulk_create(
        QuestionGram(question=question, gram=gram) for gram in wanted - there
    )


def alike(stem: dict, among: QuerySet[Question], *, shown: int = SHOWN) -> list[Alike]:
    """The questions of `among` that ask nearly the same, best first. Three queries."""
    own = {language: pairs_in(stem.get(language) or "") for language in LANGUAGES}
    grams = {gram for pairs in own.values() for gram in pairs}
    if len(grams) < FEWEST:
        return []
    held = QuestionGram.objects.filter(gram__in=grams)
    common = dict(held.values_list("gram").annotate(n=Count("pk")).order_by())
    rare = sorted(common, key=common.get)[:ASKED]
    candidates = (
        QuestionGram.objects.filter(gram__in=rare, question__in=among)
        .values_list("question")
        .annotate(n=Count("pk"))
        .order_by("-n", "-question")[:LOOKED_AT]
    )
    weights = {gram: 1 / math.log(2 + common.get(gram, 0)) for gram in grams}
    found = list(_compared([pk for pk, _n in candidates], own, weights))
    return sorted(found, key=lambda one: (-one.share, one.question.key))[:shown]


def _compared(candidates: list[int], own: dict, weights: dict) -> Iterable[Alike]:
    """Each candidate by the language in which it is more alike."""
    newest = Question.objects.filter(pk__in=candidates).with_newest().values("newest_id")
    versions = QuestionVersion.objects.filter(pk__in=newest).select_related("question")
    for version in versions:
        stem = version.content.get("stem") or {}
        share = max(
            shared(own[language], pairs_in(stem.get(language) or ""), weights)
            for language in LANGUAGES
        )
        if share >= LEAST:
            yield Alike(version.question, share)


def shared(own: Iterable[int], theirs: Iterable[int], weights: dict[int, float]) -> float:
    """The weight of the pairs that both have over that of the longer text, 0 to 1; 0 where they
    are few. What a question has more than another makes it another question."""
    own, theirs = set(own), set(theirs)
    both = own & theirs
    if len(both) < FEWEST:
        return 0.0
    usual = sum(weights[gram] for gram in own) / len(own)
    longer = sum(weights[gram] for gram in own) + len(theirs - own) * usual
    return sum(weights[gram] for gram in both) / longer
