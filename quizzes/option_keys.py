"""Keys of options. They reach phones, so they must not tell in which order options were typed:
the right one is typed first far too often."""

import random
import string

from .models.questions import QuestionType

_chance = random.SystemRandom()


def new_keys(kept: list[str], question_type: str) -> list[str]:
    """A key for each option: those it has, and for each "" one drawn of the first free letters.

    True and false keep a and b: there the key says no more than the text.
    """
    letters = [letter for letter in string.ascii_lowercase if letter not in kept]
    fresh = letters[: kept.count("")]
    if question_type != QuestionType.TRUEFALSE:
        _chance.shuffle(fresh)
    return [key or fresh.pop(0) for key in kept]
