"""What a reviewer does on the approval page."""

from django.urls import reverse
from django.utils.timezone import localdate

from sop_pages.approvals import submitted, together


def approve(client, page, **terms):
    """Approves all of the SOP that is in review, as its approval page shows it."""
    seen = [draft.revision.pk for draft in together(submitted(page), None)]
    said = {
        "note_lo": "ຂຶ້ນທະບຽນໃໝ່",
        "note_en": "A new step",
        "effective_from": localdate().isoformat(),
        "seen": seen,
    }
    return client.post(reverse("sop_approve", args=[page.pk]), said | terms)
