"""What the handbook itself knows of a step: which SOPs point at it, who is asked to confirm it."""

import re
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import evidence
from .evidence import Evidence
from .models import SOP, AcknowledgementRequest, Release, RenderedSOP


def register() -> None:
    evidence.register("sop_pages.other_sops", other_sops)
    evidence.register("sop_pages.acknowledgements", acknowledgements)


def other_sops(sop_id: int) -> Iterator[Evidence]:
    """Texts of other SOPs that lead to this one or to a step of it, or name its code; what is
    related too. Three queries."""
    sop = SOP.objects.get(pk=sop_id)
    steps = dict(sop.steps.values_list("key", "pk"))
    address = f"/sops/{sop.code.lower()}/"
    anchor = re.compile(re.escape(address) + r"#([\w-]+)")
    naming = Q(body__contains=address) | Q(body__contains=sop.code)
    copies = RenderedSOP.objects.filter(naming).exclude(sop=sop_id).select_related("page")
    found = set()
    for copy in copies.order_by("code", "language").defer("stranger_page", "stranger_gzip"):
        keys = {key for key in anchor.findall(copy.body) if key in steps}
        places = {steps[key] for key in keys} or {None}
        found |= {(copy.code, copy.language, copy.page_id, step_id) for step_id in places}
    for code, language, page_id, step_id in sorted(found, key=str):
        yield Evidence(
            kind="sops",
            step_id=step_id,
            count=1,
            label=_("%(code)s (%(language)s) points here")
            % {"code": code, "language": {"lo": "ລາວ", "en": "English"}[language]},
            url=reverse("wagtailadmin_pages:edit", args=[page_id]),
        )


def acknowledgements(sop_id: int) -> Iterator[Evidence]:
    """Releases that people are asked to confirm. One query."""
    asked = AcknowledgementRequest.objects.filter(release__sop=sop_id)
    asked = asked.exclude(release__ended=Release.Ended.ERROR).select_related("release__sop")
    for request in asked.order_by("-release__major", "-release__minor")[:1]:
        release = request.release
        yield Evidence(
            kind="acknowledgements",
            step_id=None,
            count=1,
            label=_("Officers are asked to confirm release %(number)s by %(day)s")
            % {"number": release.number, "day": date_format(request.due)},
            url=reverse("sop_pages:release", args=[release.sop.code.lower(), release.number]),
        )
