"""Which of a question's known wrong answers somebody wrote."""

from ..computing import solved
from ..formulas import BadFormula
from ..grading import known_wrong_at
from .gathering import Given

OTHER = ("other",)  # right, or wrong in a way that nobody foresaw


def wrong_of(question_type: str, content: dict, given: Given) -> tuple[str, ...]:
    """The place among the content's known wrong answers, as a key; () where nothing was given."""
    if not given.text:
        return ()
    try:
        known = solved(question_type, content, given.values or {}, given.numbers or {})
    except BadFormula:
        return OTHER  # drawn for an older formula with other names
    at = known_wrong_at(question_type, known, given.text)
    if at is None:
        return OTHER
    return (str(known["known_wrong"][at].get("place", at)),)
