"""Sample local notes beneath steps of the SOPs, in Lao and in English.

A sample is known by its item's id, made of its key: loaded once, never again, so that what people
did with it stays.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sop_pages.models import LocalNote, Release, Step
from sop_pages.notes.deciding import USUAL_DAYS
from sop_site.officers.models import District

from .reports import Senders

FILE = Path(settings.BASE_DIR) / "content" / "data" / "notes" / "notes.json"
SAMPLES = UUID("5a0c3c7e-3f0c-5d0e-9d43-2f1f8f2c7b11")
DAYS_AGO = 30


def load(*, samples: bool) -> Iterator[str]:
    if not samples:
        yield "No local notes: they are samples."
        return
    solutions = json.loads(FILE.read_text(encoding="utf-8"))["solutions"]
    senders = Senders()
    if not senders.anyone or senders.reviewer is None:
        yield "No local notes: there is nobody who could have written and approved them."
        return
    found = [load_note(one, entry, senders) for one in solutions for entry in one["notes"]]
    made, without = found.count("made"), found.count("no step")
    yield f"{made} sample notes, {found.count('known')} left as they are."
    if without:
        yield f"{without} sample notes left out: their step or their district is not there."


@transaction.atomic
def load_note(solution: dict, entry: dict, senders: Senders) -> str:
    """ "made", "known" where it was loaded before, or "no step" where it could stand nowhere."""
    item = uuid5(SAMPLES, f"{solution['key']}.{entry['language']}")
    if LocalNote.objects.filter(item=item).exists():
        return "known"
    steps = Step.objects.filter(sop__code=solution["sop"], kind=Step.Kind.STEP, present=True)
    step = steps.filter(key=solution["step"]).first()
    district = District.objects.filter(code=entry["district_code"]).first()
    if step is None or district is None:
        return "no step"
    now, writer = timezone.now(), senders.of(district)
    proposed = now - timedelta(days=DAYS_AGO)
    note = LocalNote.objects.create(
        step=step,
        district=district,
        text=entry["text"],
        language=entry["language"],
        state=LocalNote.State.APPROVED,
        proposer=writer,
        proposed_at=proposed,
        received_at=proposed,
        item=item,
        owner=senders.reviewer,
        decided_by=senders.reviewer,
        expires_on=timezone.localdate() + timedelta(days=USUAL_DAYS),
        looked_in=Release.objects.in_force(solution["sop"], timezone.localdate()),
        is_sample=True,
    )
    note.deeds.create(deed="proposed", actor_id=writer.pk, at=proposed)
    note.deeds.create(deed="approved", actor_id=senders.reviewer.pk, at=now)
    return "made"
