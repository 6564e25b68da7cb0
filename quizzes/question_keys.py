"""Keys of questions, for those who don't wish to think of one: M1-16 follows M1-15."""

import re
from collections.abc import Collection

from .models import Pool, Question, Story

COUNTED = re.compile(r"^([A-Za-z0-9]{1,12}-)([0-9]{1,4})$")
NO_LETTER = re.compile(r"[^A-Za-z0-9]+")


def next_key(newest: str, pool_name: str, taken: Collection[str]) -> str:
    """The key that follows the newest of a pool; without one that is counted, the pool's name
    with a number. Never one that is taken."""
    found = COUNTED.match(newest)
    prefix = found[1] if found else f"{NO_LETTER.sub('', pool_name)[:12] or 'Q'}-"
    width = len(found[2]) if found else 2
    there = [one for key in taken if (one := COUNTED.match(key)) and one[1] == prefix]
    number = max((int(one[2]) for one in there), default=0) + 1
    return f"{prefix}{number:0{width}}"


def free_key(pool: Pool) -> str:
    """A key for a new question or case of this pool; three queries."""
    alone = Question.objects.alone().filter(pool=pool)
    newest = alone.order_by("-pk").values_list("key", flat=True).first()
    taken = [
        *Question.objects.values_list("key", flat=True),
        *Story.objects.values_list("key", flat=True),
    ]
    return next_key(newest or "", pool.name, taken)
