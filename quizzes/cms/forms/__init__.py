"""A question as a form: both languages side by side, one set of fields for each type."""

from .answers import SPECIAL_FORMS
from .beside import BesideForm
from .options import options_of
from .places import put_beside
from .question import KEPT, QuestionForm

__all__ = ["KEPT", "SPECIAL_FORMS", "BesideForm", "QuestionForm", "options_of", "put_beside"]
