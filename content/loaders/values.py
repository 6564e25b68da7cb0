"""The starting reference values. A key that is there already is left alone: people set it."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from sop_pages.models import ReferenceValue

DATA = Path(__file__).resolve().parents[1] / "data"
VALUES = DATA / "values" / "reference_values.csv"
FACTS = DATA / "facts.csv"


def load(*, samples: bool) -> Iterator[str]:
    """Adds the values whose key isn't known yet, without a day: it is known for none of them."""
    if not samples:
        return
    sources = {row["id"]: row for row in _rows(FACTS)}
    known = set(ReferenceValue.objects.values_list("key", flat=True))
    fresh = [row for row in _rows(VALUES) if row["key"] not in known]
    for row in fresh:
        _value(row, sources.get(row["fact_id"], {})).save()
    yield _("Reference values: %(added)s added, %(known)s were there and left alone.") % {
        "added": len(fresh),
        "known": len(known),
    }


def _value(row: dict[str, str], fact: dict[str, str]) -> ReferenceValue:
    return ReferenceValue(
        key=row["key"],
        label_lo=row["label_lo"],
        label_en=row["label_en"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        note_lo=row["note_lo"],
        note_en=row["note_en"],
        source=", ".join(filter(None, (fact.get("source_title"), fact.get("source_date")))),
        fact=row["fact_id"],
        confidence=row["confidence"].split("-")[0].split()[0],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
