"""What points at a step, from evidence's sources: for an author before changing it, and for
whoever approves the change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from . import evidence
from .comparison import CHANGED, TAKEN_OUT, compare
from .content import Document
from .evidence import Evidence
from .models import SOPPage


@dataclass(frozen=True)
class Place:
    """What points at one passage, or at the SOP as a whole (`block_id` ""); `change` is what a new
    text does to the passage: CHANGED, TAKEN_OUT, or "" where none was asked about."""

    block_id: str
    heading: str
    lines: list[Evidence]
    change: str = ""


def places(page: SOPPage) -> list[Place]:
    """In reading order, the SOP as a whole first; passages that were taken out last. A constant
    number of queries a source, and one."""
    by_step: dict[int | None, list[Evidence]] = {}
    for line in evidence.of_sop(page.sop_id):
        by_step.setdefault(line.step_id, []).append(line)
    found = []
    if None in by_step:
        found.append(Place("", _("The SOP as a whole"), by_step[None]))
    steps = page.sop.steps.filter(pk__in=[pk for pk in by_step if pk])
    for step in steps.order_by("-present", "kind", "number"):
        name = f"{step.get_kind_display()} {step.number}: {step.title(page.language)}"
        if not step.present:
            name = f"{name} ({_('taken out')})"
        found.append(Place(str(step.block_id), name, by_step[step.pk]))
    return found


def touched(page: SOPPage, texts: Iterable[tuple[Document, Document]]) -> list[Place]:
    """Of `places` those whose passage a new text changes or takes out. `texts` are (the one that
    holds, the new one), a pair a language. Queries as `places`, none where nothing changes."""
    found = changed_blocks(texts)
    known = places(page) if found else []
    return [
        replace(place, change=found[place.block_id]) for place in known if place.block_id in found
    ]


def changed_blocks(texts: Iterable[tuple[Document, Document]]) -> dict[str, str]:
    """{block id: CHANGED or TAKEN_OUT} of the passages that these pairs change. Pure."""
    found: dict[str, str] = {}
    for before, after in texts:
        for change in compare(before, after).passages:
            if change.state == TAKEN_OUT:
                found[change.before.block_id] = TAKEN_OUT
            elif change.state == CHANGED:
                found.setdefault(change.before.block_id, CHANGED)
    found.pop("", None)
    return found
