"""Sample changes: an SOP that began with an earlier text gets that of its file, for a report.

What a newcomer then sees is made by the product itself: a second release with its comparison, the
answer to the sender and to those who said "here too", the page of what was changed.
"""

from collections.abc import Iterator

from django.db import transaction

from feedback.models import Report
from feedback.release_answers import SOURCE
from sop_pages import causes
from sop_pages.files.importing import LEFT, REFUSED, import_files
from sop_pages.releases import Terms, releasing

from . import sop_files


def load(*, samples: bool) -> Iterator[str]:
    """Each change once: an SOP that stands at the text of its file, or that people edited, is left
    as it is."""
    if not samples:
        return
    entries = sop_files.changes()
    made = sum(change(entry) for entry in entries)
    yield f"{made} sample changes, {len(entries) - made} left as they are."


@transaction.atomic
def change(entry: dict) -> bool:
    """Whether the file's text became a release, with the report as its cause."""
    report = Report.objects.filter(sample_key=entry["report"], sop__code=entry["sop"]).first()
    if report is None:
        return False
    files = sop_files.of(entry["sop"])
    tried = import_files(files, publish=True, dry_run=True)
    if any(outcome.state in (LEFT, REFUSED) for outcome in tried):
        return False
    terms = Terms(note_lo=entry["note"]["lo"], note_en=entry["note"]["en"])
    with releasing(terms) as batch:
        import_files(files, publish=True)
    release = batch.issued.get(report.sop_id)
    if release is None:
        return False
    causes.freeze(release, [f"{SOURCE}:report-{report.pk}"])
    return True
