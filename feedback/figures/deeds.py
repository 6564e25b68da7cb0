"""What the log says of figures."""

from django.utils.translation import gettext_lazy

EXPORTED = "feedback_figures.exported"
DEEDS = {EXPORTED: gettext_lazy("Figures of reports taken out")}
