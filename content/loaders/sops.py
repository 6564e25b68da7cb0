"""The starting SOPs: the frame of pages, and, with samples, eleven SOPs in two languages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sop_pages import tree
from sop_pages.files.importing import LEFT, REFUSED, UNCHANGED, Outcome, import_files

from . import sop_files


def load(*, samples: bool) -> Iterator[str]:
    """Makes the frame; imports and publishes the SOP files. What people edited is left alone."""
    made = tree.ensure_tree()
    yield _("Frame of pages: %(count)s made.") % {"count": len(made)}
    if samples:
        with sop_files.first() as paths:
            outcomes = import_files(paths, publish=True)
        yield from _told(outcomes)


def _told(outcomes: list[Outcome]) -> Iterator[str]:
    taken = [o for o in outcomes if o.state not in (UNCHANGED, LEFT, REFUSED)]
    yield _("SOP files: %(taken)s taken, %(same)s as they were.") % {
        "taken": len(taken),
        "same": sum(o.state == UNCHANGED for o in outcomes),
    }
    for outcome in outcomes:
        if outcome.state == LEFT:
            yield _("%(file)s: left alone, people edited it.") % {"file": outcome.file}
        elif outcome.state == REFUSED:
            yield from (str(fault) for fault in outcome.faults if fault.serious)
