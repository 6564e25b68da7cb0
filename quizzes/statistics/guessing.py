"""The random guess score: which share of a slot's marks a blind guess earns, 0 to 1."""

from collections.abc import Callable

# What is needed of each type, beside "type": fractions of single choices (0 to 1, negative ones
# too); choices of matchings (the right-hand texts, extra ones too); star of texts and numbers (the
# fraction that any answer earns, 0 if there is none); parts of cloze ({type, max, …}).


def score(guess: dict | None) -> float | None:
    """The score of a slot; None when it is not known or its type has none.

    Several-answer choices and slots that draw their question have none.
    """
    rule = RULES.get(guess["type"]) if guess else None
    return rule(guess) if rule else None


def _single(guess: dict) -> float | None:
    fractions = [float(fraction) for fraction in guess.get("fractions", ())]
    return sum(fractions) / len(fractions) if fractions else None


def _matching(guess: dict) -> float | None:
    choices = set(guess.get("choices", ()))
    return 1 / len(choices) if choices else None


def _cloze(guess: dict) -> float | None:
    """Moodle adds the scores up unweighted and divides by the marks of the parts."""
    parts = guess.get("parts", ())
    worth = sum(float(part.get("max", 1)) for part in parts)
    return sum(score(part) or 0.0 for part in parts) / worth if worth else None


def _any_answer(guess: dict) -> float:
    return float(guess.get("star") or 0)


RULES: dict[str, Callable[[dict], float | None]] = {
    "multichoice_single": _single,
    "truefalse": lambda guess: 0.5,
    "matching": _matching,
    "shortanswer": _any_answer,
    "numerical": _any_answer,
    "essay": lambda guess: 0.0,
    "cloze": _cloze,
}
