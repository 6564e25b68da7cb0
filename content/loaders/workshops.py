"""The sample programme of four modules, and one workshop with the sample cohort.

The programme comes before the questions: their quizzes name its modules.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from quizzes.models import Attendance, Cohort, Enrolment, Module, Programme, Workshop
from sop_pages.models import SOP
from sop_site.officers import roles
from sop_site.officers.models import District, User
from sop_site.officers.numbers import normalised

from .people import cohort

FILE = Path(__file__).parents[1] / "data" / "workshops" / "programme.json"


def read() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def titles(entry: dict) -> dict:
    return {"title_lo": entry["title"]["lo"], "title_en": entry["title"]["en"]}


@transaction.atomic
def load_programme(*, samples: bool) -> Iterator[str]:
    """Modules that are there keep their words; those without SOPs or competences get them."""
    if not samples:
        yield "No programme: its modules are samples."
        return
    found = read()
    programme, _made = Programme.objects.get_or_create(
        slug=found["slug"],
        defaults=titles(found)
        | {"about_lo": found["about"]["lo"], "about_en": found["about"]["en"], "is_sample": True},
    )
    made = sum(_module(programme, n, entry) for n, entry in enumerate(found["modules"], 1))
    yield f"{made} modules made, {len(found['modules']) - made} were there."


def _module(programme: Programme, position: int, entry: dict) -> bool:
    module, made = Module.objects.get_or_create(
        programme=programme, code=entry["code"], defaults=titles(entry) | {"position": position}
    )
    if not module.competences_lo and not module.competences_en and not module.sops.exists():
        module.competences_lo = "\n".join(entry["competences"]["lo"])
        module.competences_en = "\n".join(entry["competences"]["en"])
        module.sops = SOP.objects.filter(code__in=entry["sops"])
        module.save()
    return made


@transaction.atomic
def load_workshop(*, samples: bool) -> Iterator[str]:
    """One open workshop that began yesterday; never made a second time."""
    if not samples:
        yield "No workshop: it is a sample."
        return
    found = read()
    programme = Programme.objects.filter(slug=found["slug"]).first()
    if programme is None or Cohort.objects.filter(code=found["cohort"]["code"]).exists():
        yield "The sample workshop was there, or its programme is gone."
        return
    group = Cohort.objects.create(
        code=found["cohort"]["code"], is_sample=True, **titles(found["cohort"])
    )
    workshop = _workshop(found["workshop"], programme, group)
    enrolled = _enrol(workshop)
    present = _present(enrolled, programme, found["workshop"]["present"], workshop)
    yield f"1 sample workshop, {len(enrolled)} officers enrolled, {present} noted present."


def _workshop(entry: dict, programme: Programme, group: Cohort) -> Workshop:
    first = timezone.localdate() - timedelta(days=1)
    workshop = Workshop.objects.create(
        programme=programme,
        cohort=group,
        province_id=entry["province"],
        district=District.objects.filter(pk=entry["district"]).first(),
        starts_on=first,
        ends_on=first + timedelta(days=entry["days"] - 1),
        state=Workshop.State.OPEN,
        is_sample=True,
        **titles(entry),
    )
    workshop.trainers.set(User.objects.filter(is_sample=True, groups__name=roles.TRAINER))
    return workshop


def _enrol(workshop: Workshop) -> list[Enrolment]:
    numbers = [normalised(row["staff_number"]) for row in cohort()]
    officers = User.objects.filter(username__in=numbers, is_sample=True).order_by("username")
    return Enrolment.objects.bulk_create(
        Enrolment(workshop=workshop, officer=officer, how=Enrolment.How.FILE)
        for officer in officers
    )


def _present(enrolled, programme: Programme, counts: dict, workshop: Workshop) -> int:
    """The first so many of the list, as a trainer ticked them."""
    trainer = workshop.trainers.first()
    if trainer is None:
        return 0
    modules = {module.code: module for module in programme.modules.filter(code__in=counts)}
    noted = [
        Attendance(
            enrolment=enrolment,
            module=module,
            how=Attendance.How.LIST,
            noted_by=trainer,
            noted_at=timezone.now(),
        )
        for code, module in modules.items()
        for enrolment in enrolled[: counts[code]]
    ]
    return len(Attendance.objects.bulk_create(noted))
