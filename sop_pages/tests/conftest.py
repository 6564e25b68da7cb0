"""What the tests of the handbook start from: the frame of pages, two values, SOPs from files."""

import threading
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import ReferenceValue
from sop_pages.notes.deciding import NoteError

REFUSALS = (PermissionDenied, ValidationError, NoteError)

TEXT = {
    "en": """---
code: REG-07
language: en
title: Register a member
task: register
audience: [officer]
tags: [card, member]
sample: true
---
What it is for.

## Bring
- Identity card {#bring-id}

## Steps
### Ask first {#ask}
Ask the person. The rate is {vol_rate} percent.

> [!warning]
> Take no cash.

### Write it down {#write}
Write the form.

Time limit: on the same day

## Objections
### "Too dear" {#obj-dear}
Listen.
""",
    "lo": """---
code: REG-07
language: lo
title: ຂຶ້ນທະບຽນສະມາຊິກ
task: register
audience: [officer]
tags: [ບັດ, ສະມາຊິກ]
sample: true
---
ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.

## Bring
- ບັດປະຈຳຕົວ {#bring-id}

## Steps
### ຖາມກ່ອນ {#ask}
ຖາມຜູ້ກ່ຽວ. ອັດຕາ {vol_rate} ເປີເຊັນ.

> [!warning]
> ຢ່າຮັບເງິນສົດ.

### ຂຽນໄວ້ {#write}
ຂຽນແບບຟອມ.

ກຳນົດເວລາ: ພາຍໃນມື້ດຽວກັນ

## Objections
### "ແພງໂພດ" {#obj-dear}
ຮັບຟັງ.
""",
}


@pytest.fixture
def handbook(db):
    """The frame of pages and the values vol_rate and hotline."""
    tree.ensure_tree()
    for key, value in (("vol_rate", 9), ("hotline", 1212)):
        ReferenceValue.objects.get_or_create(
            key=key, defaults={"label_lo": key, "label_en": key, "value": value}
        )


@pytest.fixture
def write_file(tmp_path, settings):
    """Writes an SOP file: write_file("en", title="Other") with lines of the head replaced."""

    settings.MEDIA_ROOT = tmp_path / "media"

    def write(language="en", text=None, name="", **head) -> Path:
        text = text or TEXT[language]
        for key, value in head.items():
            old = next(line for line in text.split("\n") if line.startswith(f"{key}:"))
            text = text.replace(old, f"{key}: {value}", 1)
        path = tmp_path / (name or f"{head.get('code', 'REG-07')}.{language}.md")
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def published(handbook, write_file):
    """REG-07, live in both languages: {language: SOPPage}."""
    import_files([write_file("lo"), write_file("en")], publish=True)
    from sop_pages.models import SOPPage

    return {page.language: page for page in SOPPage.objects.filter(sop__code="REG-07")}


@pytest.fixture
def in_english():
    """Sentences as they are in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def speaks():
    """speaks(person, "lo"): the language in which the CMS talks to them."""

    def choose(person, language):
        profile = UserProfile.get_for_user(person)
        profile.preferred_language = language
        profile.save()

    return choose


@pytest.fixture
def at(monkeypatch):
    """The clock at noon of another day in Vientiane: `with at(day): …`."""

    @contextmanager
    def moved(day: date, hour: time = time(12)):
        moment = datetime.combine(day, hour, ZoneInfo("Asia/Vientiane"))
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            yield

    return moved


@pytest.fixture
def both_at_once():
    """Runs deeds in threads that start together, each with a connection of its own; what they
    return, or the refusal that they met, in their order. For tests with `transaction=True`."""

    def run_all(deeds):
        gate, said = threading.Barrier(len(deeds)), [None] * len(deeds)

        def run(place, deed):
            try:
                gate.wait(30)
                said[place] = deed()
            except REFUSALS as refusal:
                said[place] = refusal
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
        return said

    return run_all
