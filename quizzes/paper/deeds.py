"""What the audit log calls the deeds on paper."""

from django.utils.translation import gettext_lazy as _

PRINTED = "quiz.paper_printed"
TYPED = "quiz.paper_typed"
CORRECTED = "quiz.paper_corrected"
DOWNLOADED = "quiz.paper_downloaded"

DEEDS = {
    PRINTED: _("Sheets of a quiz printed"),
    TYPED: _("A sheet typed in"),
    CORRECTED: _("A sheet that was typed in corrected"),
    DOWNLOADED: _("Sheets of a quiz taken as a spreadsheet"),
}
