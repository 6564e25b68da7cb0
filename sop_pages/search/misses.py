"""Counts searches that found nothing: the words and the day, never the person."""

import re
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from .models import SearchMiss
from .query import Query

SHORTEST, LONGEST = 2, 100  # signs of a query worth counting
MOST_A_DAY = 2_000  # different words; beyond it somebody is playing
NUMBER_OF_A_PERSON = re.compile(r"(?:\d[\s-]*){5}")  # five digits and more: no word, not kept


def count(query: Query, language: str) -> None:
    """Adds one to today's count of these words. A busy database loses the count, not the search."""
    words = query.folded
    if not SHORTEST <= len(words) <= LONGEST or NUMBER_OF_A_PERSON.search(words):
        return
    today = timezone.localdate()
    try:
        with transaction.atomic():
            _add(words, language, today)
    except DatabaseError:
        return


def _add(words, language, today) -> None:
    same = SearchMiss.objects.filter(words=words, language=language, day=today)
    if same.update(count=F("count") + 1):
        return
    if SearchMiss.objects.filter(day=today).count() < MOST_A_DAY:
        SearchMiss.objects.create(words=words, language=language, day=today, count=1)


def most_missed(language: str, *, days: int = 90) -> QuerySet:
    """The words that were looked for in vain, the most frequent first: {words, times}."""
    today = timezone.localdate()
    return missed(language, today - timedelta(days=days - 1), today)


def missed(language: str, first: date, last: date) -> QuerySet:
    """The same for the days from the first to the last, both included."""
    return (
        SearchMiss.objects.filter(language=language, day__range=(first, last))
        .values("words")
        .annotate(times=Sum("count"))
        .order_by("-times", "words")
    )
