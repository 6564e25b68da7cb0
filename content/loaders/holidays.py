"""The public holidays. One that is there already is left alone: people set its day."""

import csv
from collections.abc import Iterator
from pathlib import Path

from feedback.models import Holiday

HOLIDAYS = Path(__file__).parents[1] / "data" / "holidays" / "holidays.csv"


def load(*, samples: bool) -> Iterator[str]:
    """They are real, so they are loaded without the samples too."""
    known = set(Holiday.objects.values_list("key", flat=True))
    with HOLIDAYS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    fresh = [holiday(row) for row in rows if row["key"] not in known]
    Holiday.objects.bulk_create(fresh)
    yield f"{len(fresh)} public holidays added, {len(rows) - len(fresh)} left as they are."


def holiday(row: dict[str, str]) -> Holiday:
    return Holiday(
        key=row["key"],
        name_lo=row["name_lo"],
        name_en=row["name_en"],
        month=row["month"] or None,
        day=row["day"] or None,
        on=row["on"] or None,
        source=row["source"],
        note=row["note"],
    )
