"""Titles of steps where they stand apart from their SOP: today's values filled in."""

from collections.abc import Iterable

from .figures import as_read_today
from .models import Step


def titles_of(steps: Iterable[Step], language: str) -> dict[int, str]:
    """{step: its title in this language, else in the other, else its key}; one query where a title
    names a value. Its numbers are written as the active language writes them."""
    found = {step.pk: step.title(language) or step.key for step in steps}
    return dict(zip(found, as_read_today(list(found.values())), strict=True))
