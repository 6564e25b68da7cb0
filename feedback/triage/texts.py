"""What may be said in a thread."""

import re

from django.utils.translation import gettext as _

from sop_site.offline.limits import limit
from sop_site.offline.text import is_blank, written

from .moving import TriageError

# A field of a saved phrase: {owner}, {review_date}.
UNFILLED = re.compile(r"\{[a-z_]+\}")


def clean_text(text: str) -> str:
    """Raises TriageError for a text that says nothing or too much."""
    text = written(text)
    if is_blank(text):
        raise TriageError(_("Please write something."))
    if len(text) > limit("report_text"):
        raise TriageError(
            _("The text is too long: at most %(n)d characters.") % {"n": limit("report_text")}
        )
    return text


def text_for(report, texts: dict[str, str]) -> str:
    """The one of these texts that is in the report's language. Raises TriageError for a text that
    says nothing or too much; a missing one is named, since the others may well be there."""
    text = texts.get(report.language, "")
    if is_blank(text):
        said = {"language": report.get_language_display(), "code": report.code}
        raise TriageError(
            _("Please write it in %(language)s too: %(code)s is in that language.") % said
        )
    return clean_text(text)


def check_filled(text: str) -> str:
    """Raises TriageError where a saved phrase still has a field in braces."""
    if left := UNFILLED.findall(text):
        raise TriageError(
            _("Please fill in %(fields)s in your reply.") % {"fields": ", ".join(left)}
        )
    return text
