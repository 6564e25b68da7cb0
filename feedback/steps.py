"""What a step is called: as it was read when a report was written, in both languages."""

from django.utils import translation

from sop_pages.figures import as_read_today
from sop_pages.models import Step


def shown(step: Step | None) -> dict:
    """What the step says today, {number, lo, en}, numbers filled in: it may change or go."""
    if step is None:
        return {}
    return {"number": step.number, "lo": title(step, "lo"), "en": title(step, "en")}


def title(step: Step, language: str) -> str:
    """In this language, else in the other; one query where it names a reference value."""
    with translation.override(language):
        [read] = as_read_today([step.title(language)])
    return read
