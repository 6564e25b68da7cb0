"""Demonstration people, one a role, and a sample cohort of 220 officers in ten provinces."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from sop_site.demo_password import demo_password
from sop_site.officers.demo import make_demo_people, make_sample_officers
from sop_site.officers.models import User

COHORT = Path(__file__).parents[1] / "data" / "people" / "cohort.csv"


def load(*, samples: bool = True) -> Iterator[str]:
    """Nobody is doubled; people who are there keep what was changed of them."""
    if not samples:
        yield "No people: they are samples."
        return
    if settings.DEMO_ACCOUNTS:
        before = User.objects.count()
        people = make_demo_people(demo_password())
        yield f"{User.objects.count() - before} of {len(people)} demonstration people added."
    else:
        yield "No demonstration people: these settings don't allow them."
    rows = cohort()
    yield f"{make_sample_officers(rows)} of {len(rows)} sample officers added."


def cohort() -> list[dict]:
    with COHORT.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
