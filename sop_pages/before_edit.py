"""What an author sees before changing a step: all that points at it, from evidence's sources."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import evidence
from .evidence import Evidence
from .models import SOPPage


@dataclass(frozen=True)
class Place:
    """What points at one passage, or at the SOP as a whole (`block_id` "")."""

    block_id: str
    heading: str
    lines: list[Evidence]


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
