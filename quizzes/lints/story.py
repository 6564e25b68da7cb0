"""What goes for the story of a case."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from .all_types import longer_than, missing_language
from .places import Finding

LONGEST = 600  # signs: two screens of a phone, read once and remembered over three questions


def lesson_in_one_language(content: dict) -> Iterator[Finding]:
    for finding in missing_language({"explanation": content.get("explanation")}):
        yield replace(finding, blocks=False)


def too_long(content: dict) -> Iterator[Finding]:
    said = _(
        "%(length)d characters: more than two screens, read by few to the end. Say it shorter."
    )
    return longer_than(LONGEST, {"story": content.get("story")}, said, blocks=False)
