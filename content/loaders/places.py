"""The 18 provinces and 148 districts."""

import csv
from collections.abc import Iterator
from pathlib import Path

from sop_site.officers.models import District, Province

DATA = Path(__file__).parents[1] / "data" / "places"


def rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load(*, samples: bool = True) -> Iterator[str]:
    """Adds the places that are missing; a name that someone corrected stays."""
    provinces = [
        Province(code=row["code"], name_en=row["name_en"], name_lo=row["name_lo"])
        for row in rows("provinces.csv")
    ]
    districts = [
        District(
            code=row["code"],
            province_id=row["province_code"],
            name_en=row["name_en"],
            name_lo=row["name_lo"],
        )
        for row in rows("districts.csv")
    ]
    yield f"{_add(Province, provinces)} provinces added, {len(provinces)} in all."
    yield f"{_add(District, districts)} districts added, {len(districts)} in all."


def _add(model, wanted) -> int:
    there = set(model.objects.values_list("pk", flat=True))
    return len(model.objects.bulk_create(place for place in wanted if place.pk not in there))
