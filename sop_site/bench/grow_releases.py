"""Gives every SOP of a fresh handbook a history: one release a month, in all its languages.

    python -m sop_site.bench.grow_releases 50

The clock of this process stands so many months back when the starting content is loaded, and goes
on from release to release, since none can be issued for a past day. Each release rewrites one step,
every fifth changes the order of two, every tenth takes a step out or puts it back.
"""

import sys
from dataclasses import replace
from datetime import timedelta

import django
from django.utils import timezone

MONTH = timedelta(days=30)
WORDS = {
    "lo": "ອະທິບາຍໃຫ້ຜູ້ກ່ຽວເຂົ້າໃຈກ່ອນ ແລ້ວຂຽນວັນທີໄວ້. ຄັ້ງທີ {n}.",
    "en": "Explain it first, then write the day down. Time {n}.",
}


class Clock:
    """Stands in for `timezone.now` in this process alone."""

    def __init__(self, months_back: int):
        self.moment = timezone.now() - months_back * MONTH

    def __call__(self):
        return self.moment

    def go_on(self) -> None:
        self.moment += MONTH


def grow(wanted: int) -> int:
    """Loads the content and issues releases until every SOP has `wanted`. Returns how many."""
    from django.core.management import call_command

    now, clock = timezone.now, Clock(wanted)
    timezone.now = clock
    try:
        call_command("prepare", stdout=sys.stderr)
        for n in range(1, wanted):
            clock.go_on()
            issue_all(n)
    finally:
        timezone.now = now
    from sop_pages import copies
    from sop_pages.models import Release

    copies.keep_all()
    return Release.objects.count()


def issue_all(n: int) -> None:
    from sop_pages.models import SOP
    from sop_pages.releases import Terms, Text, issue

    terms = Terms(way="import", note_lo=f"ຄັ້ງທີ {n}", note_en=f"Time {n}")
    for sop in SOP.objects.exclude(releases=None):
        last = sop.releases.in_order().first()
        texts = {
            text.language: Text(changed(text.document(), n), text.revision_id)
            for text in last.texts.all()
        }
        issue(sop.pk, texts, terms)


def changed(document, n: int):
    """The document as its next author leaves it."""
    steps = list(document.steps)
    place = n % len(steps)
    text = replace(steps[place].parts[0], kind="text", text=WORDS[document.language].format(n=n))
    steps[place] = replace(steps[place], parts=(text, *steps[place].parts[1:]))
    if n % 5 == 0 and len(steps) > 1:
        steps[0], steps[1] = steps[1], steps[0]
    if n % 10 == 0:
        steps.append(replace(steps[-1], key=f"again-{n}", block_id=""))
    elif n % 10 == 5:
        steps = [step for step in steps if not step.key.startswith("again-")]
    steps = [replace(step, number=number) for number, step in enumerate(steps, 1)]
    return replace(document, steps=tuple(steps))


if __name__ == "__main__":
    django.setup()
    print(grow(int(sys.argv[1])))
