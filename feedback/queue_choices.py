"""What the queue's filters offer, in the language shown: states, places, SOPs, steps, tags."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from sop_pages.figures import as_read_today
from sop_pages.models import SOP, Step
from sop_site.officers.models import District, Province

from .models import Tag
from .models.words import Category, Severity, State


def choices(sop: str) -> dict:
    """`sop` is the code whose steps are offered. One query."""
    found: dict[str, list] = {"province": [], "district": [], "sop": [], "step": [], "tag": []}
    language = 1 if get_language() == "en" else 0
    for kind, key, *names in rows(sop):
        found[kind].append((key, names[language]))
    return {
        "states": State.choices,
        "categories": Category.choices,
        "severities": Severity.choices,
        "places": places(found["province"], found["district"]),
        "sops": sorted(key for key, _name in found["sop"]),
        "steps": titled(found["step"]),
        "tags": sorted(found["tag"], key=lambda tag: tag[1]),
    }


def titled(steps: list[tuple]) -> list[tuple]:
    """[(key, title)] with the numbers that titles name; one query where any does."""
    titles = as_read_today([title for _key, title in steps])
    return [(key, title) for (key, _title), title in zip(steps, titles, strict=True)]


def rows(sop: str):
    """(kind, key, name in Lao, name in English) of all that can be chosen."""
    tags = Tag.objects.annotate(text_key=Cast("pk", CharField()))
    return named(Province.objects.all(), "province", "code").union(
        named(District.objects.all(), "district", "code"),
        named(SOP.objects.all(), "sop", "code", ("code", "code")),
        named(Step.objects.filter(sop__code=sop), "step", "key", ("title_lo", "title_en")),
        named(tags, "tag", "text_key", ("name", "name")),
    )


def named(found, kind: str, key: str, names=("name_lo", "name_en")):
    kind = Value(kind, output_field=CharField())
    columns = {"a_kind": kind, "a_key": F(key), "in_lao": F(names[0]), "in_english": F(names[1])}
    return found.order_by().annotate(**columns).values_list(*columns)


def places(provinces: list[tuple], districts: list[tuple]) -> list[dict]:
    """[{code, name, districts: [(code, name)]}] by code."""
    return [
        {
            "code": code,
            "name": name,
            "districts": sorted(place for place in districts if place[0][:2] == code),
        }
        for code, name in sorted(provinces)
    ]
