"""What the form of a question says, by its type."""

from django.utils.translation import gettext_lazy as _

from ..models import QuestionType

KNOWN_WRONG = (_("Wrong answers that are known, with what is said to them"), _("Wrong answer"))
ROWS = {
    QuestionType.MATCHING: (
        _("What goes with what; a row without a left side is one more to choose from"),
        _("Pair"),
    ),
    QuestionType.ORDERING: (
        _("Steps in the right order; to move one, or to put one between, write its place"),
        _("Step"),
    ),
    QuestionType.COMPUTED: (
        _("Wrong answers that are known, each by its formula, with what is said to them"),
        _("Wrong answer"),
    ),
    QuestionType.NUMERIC: KNOWN_WRONG,
    QuestionType.SHORT: KNOWN_WRONG,
}


def words_of_rows(question_type: str) -> tuple[str, str]:
    """The heading over the rows, and what one row is called."""
    return ROWS.get(question_type, (_("Options"), _("Option")))
