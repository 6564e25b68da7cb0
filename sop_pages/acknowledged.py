"""How many of those who are asked to confirm a release have done so, for many SOPs at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from sop_site.officers.models import User

from .models import Acknowledgement, AcknowledgementRequest


@dataclass(frozen=True)
class Share:
    """People, counted; as `AcknowledgementRequest.people()` has them."""

    asked: int
    confirmed: int
    due: date

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 says all; None where nobody is asked."""
        return self.confirmed * 100 // self.asked if self.asked else None


def shares(sop_ids: Iterable[int]) -> dict[int, Share]:
    """{SOP: the share of its latest request}, of those that have one. Six queries at most."""
    requests = _latest(sop_ids)
    if not requests:
        return {}
    people = _people(requests.values())
    answers = _answers(requests)
    found = {}
    for sop_id, request in requests.items():
        asked = _asked(request, people)
        least = (request.release.major, request.release.minor)
        done = {person for person, number in answers[sop_id] if number >= least}
        found[sop_id] = Share(len(asked), len(asked & done), request.due)
    return found


def _latest(sop_ids) -> dict[int, AcknowledgementRequest]:
    rows = AcknowledgementRequest.objects.due_from(localdate()).filter(release__sop__in=sop_ids)
    rows = rows.select_related("release").prefetch_related("roles", "provinces", "districts")
    found: dict[int, AcknowledgementRequest] = {}
    for request in rows:  # the latest release of an SOP comes first
        found.setdefault(request.release.sop_id, request)
    return found


def _people(requests) -> list[tuple[int, int, str | None, str | None]]:
    """(person, group, province, district) for each role that anybody is asked by."""
    groups = {role.pk for request in requests for role in request.roles.all()}
    rows = User.objects.filter(is_active=True, groups__in=groups)
    return list(rows.values_list("pk", "groups", "province_id", "district_id"))


def _asked(request: AcknowledgementRequest, people) -> set[int]:
    roles = {role.pk for role in request.roles.all()}
    provinces = {province.pk for province in request.provinces.all()}
    districts = {district.pk for district in request.districts.all()}
    everywhere = not provinces and not districts
    return {
        person
        for person, group, province, district in people
        if group in roles and (everywhere or province in provinces or district in districts)
    }


def _answers(requests) -> dict[int, set[tuple[int, tuple[int, int]]]]:
    """{SOP: (person, number of the release that they confirmed)}."""
    words = Acknowledgement.objects.standing().filter(release__sop__in=list(requests))
    found = defaultdict(set)
    for person, sop, major, minor in words.values_list(
        "person_id", "release__sop_id", "release__major", "release__minor"
    ):
        found[sop].add((person, (major, minor)))
    return found
