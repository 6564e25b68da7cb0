"""A note as an officer sends it, and one that stands beneath its step."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from sop_pages.models import LocalNote
from sop_pages.notes import deciding
from sop_pages.notes.proposing import KIND
from sop_site.offline import inbox

TEXT = "Ask the head of the village first."


@pytest.fixture
def propose(published):
    """propose(officer, text="…", place="06"): the outcome of sending a note on the first step."""

    def sent(person, *, place=None, **changed):
        payload = {"sop": "REG-07", "step": "ask", "language": "en", "text": TEXT}
        payload["place"] = place or person.district_id
        return inbox.deliver(person, KIND, payload | changed)

    return sent


@pytest.fixture
def proposed(propose):
    """The same, as the note that was made of it."""

    def made(person, **changed):
        outcome = propose(person, **changed)
        assert outcome.is_kept, outcome.message
        return LocalNote.objects.get(item=outcome.id)

    return made


@pytest.fixture
def approved(proposed, coordinator, reviewer):
    """A note that was approved for 90 days, by the coordinator where it is theirs."""

    def made(person, *, days=90, **changed):
        note = proposed(person, **changed)
        actor = coordinator if note.province_id == coordinator.province_id else reviewer
        return deciding.approve(note, actor=actor, until=localdate() + timedelta(days=days))

    return made
