"""Who has confirmed what they were asked to: counted by place, listed person by person.

LSSO sees everyone, a coordinator the people of the own province.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import roles
from sop_site.officers.models import District, User
from sop_site.officers.numbers import written

from . import privacy
from .acknowledging import order
from .files import tables
from .models import Acknowledgement, AcknowledgementRequest, RenderedSOP, SOPPage

MAY_SEE = "sop_pages.view_acknowledgement"
LSSO = (roles.REVIEWER, roles.LEAD, roles.ADMIN)
EXPORTED = "acknowledgement.exported"
DEEDS = {EXPORTED: gettext_lazy("List of who has confirmed taken out")}
STATES = ("no", "yes")
LANGUAGES = {"lo": "ລາວ", "en": "English"}


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to: codes of places, "no" or "yes"; "" leaves all."""

    province: str = ""
    district: str = ""
    state: str = ""

    @classmethod
    def of(cls, query) -> "Narrowed":
        """From an address. What is no code and no state narrows to nobody, never to all."""
        texts = (query.get(name, "").replace("\0", "")[:4] for name in ("province", "district"))
        state = query.get("state", "")
        return cls(*texts, state if state in STATES else "")

    def facts(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Tally:
    """How many are asked and how many of them have confirmed."""

    asked: int = 0
    confirmed: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.confirmed


def seen_by(reader) -> Q:
    """Whom this reader may see: a condition on people, which finds none for others."""
    if reader.is_superuser or reader.has_role(*LSSO):
        return Q()
    if reader.has_role(roles.COORDINATOR) and reader.province_id:
        return Q(province=reader.province_id)
    return Q(pk__in=[])


def requests_for(reader) -> list[AcknowledgementRequest]:
    """All requests of releases that stand, the latest first, without SOPs that this reader may not
    know of. Two queries, more where an SOP is closed."""
    found = AcknowledgementRequest.objects.filter(release__ended="")
    found = list(found.select_related("release__sop"))
    restricted = set(
        RenderedSOP.objects.filter(restricted=True).values_list("sop_id", flat=True).distinct()
    )
    pages = SOPPage.objects.filter(sop__in=restricted) if restricted else []
    hidden = {page.sop_id for page in pages if not privacy.may_know(reader, page)}
    return [one for one in found if one.release.sop_id not in hidden]


def tallies(requests: list[AcknowledgementRequest], reader) -> dict[int, Tally]:
    """{request: how many}, whatever their number by seven queries: `people` of each would take two
    a request."""
    ids = [request.pk for request in requests]
    asked_roles = _pairs(AcknowledgementRequest.roles.through, "group_id", ids)
    provinces = _pairs(AcknowledgementRequest.provinces.through, "province_id", ids)
    districts = _pairs(AcknowledgementRequest.districts.through, "district_id", ids)
    people = User.objects.filter(seen_by(reader), is_active=True)
    places = list(people.values_list("pk", "province_id", "district_id"))
    held: dict[int, set[int]] = {}
    for person, group in User.groups.through.objects.values_list("user_id", "group_id"):
        held.setdefault(person, set()).add(group)
    last = _last_words({request.release.sop_id for request in requests})
    found = {}
    for request in requests:
        everywhere = not provinces[request.pk] and not districts[request.pk]
        asked = [
            person
            for person, province, district in places
            if held.get(person, set()) & asked_roles[request.pk]
            and (
                everywhere or province in provinces[request.pk] or district in districts[request.pk]
            )
        ]
        sop, number = request.release.sop_id, order(request.release)
        done = sum(last.get((person, sop), (-1, -1)) >= number for person in asked)
        found[request.pk] = Tally(len(asked), done)
    return found


def _pairs(through, column: str, ids: list[int]) -> dict[int, set]:
    found: dict[int, set] = {pk: set() for pk in ids}
    rows = through.objects.filter(acknowledgementrequest__in=ids)
    for request, value in rows.values_list("acknowledgementrequest_id", column):
        found[request].add(value)
    return found


def _last_words(sop_ids: Iterable[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """{(person, SOP): number of the latest release that was confirmed}."""
    words = Acknowledgement.objects.standing().filter(release__sop__in=sop_ids)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for person, sop, *number in words.values_list(
        "person_id", "release__sop_id", "release__major", "release__minor"
    ):
        found[person, sop] = max(found.get((person, sop), (-1, -1)), tuple(number))
    return found


def listed(request: AcknowledgementRequest, reader, narrowed: Narrowed):
    """The people who are asked and whom this reader may see, by place; each has `confirmed`."""
    people = request.people().filter(seen_by(reader))
    if narrowed.province:
        people = people.filter(province=narrowed.province)
    if narrowed.district:
        people = people.filter(district=narrowed.district)
    if narrowed.state:
        people = people.filter(confirmed=narrowed.state == "yes")
    people = people.select_related("province", "district").prefetch_related("groups")
    return people.order_by("province_id", "district_id", "username")


@dataclass(frozen=True)
class PlaceTally(Tally):
    """`code` is a province's or a district's; "" for people without one."""

    code: str = ""
    name: str = ""


def by_place(request: AcknowledgementRequest, reader, narrowed: Narrowed) -> list[PlaceTally]:
    """By province; within one (a coordinator's own, or the one chosen) by district. Two queries."""
    province = narrowed.province or own_province(reader)
    field = "district" if province else "province"
    within = Narrowed(province=province)
    people = listed(request, reader, within).select_related(None).prefetch_related(None)
    done = Count("pk", filter=Q(pk__in=request.answers().values("person")))
    rows = people.order_by(field).values(field).annotate(all=Count("pk"), done=done)
    rows = list(rows.values_list(field, "all", "done"))
    model = District if province else User._meta.get_field("province").related_model
    names = {one.code: one.name for one in model.objects.filter(pk__in=[row[0] for row in rows])}
    return [PlaceTally(n, done, code or "", names.get(code, "")) for code, n, done in rows]


def own_province(reader) -> str:
    """The only province that this reader sees; "" for LSSO."""
    if reader.is_superuser or reader.has_role(*LSSO):
        return ""
    return reader.province_id or ""


def words_of(request: AcknowledgementRequest, people) -> dict[int, Acknowledgement]:
    """{person: the latest word of theirs that answers it}. One query."""
    found: dict[int, Acknowledgement] = {}
    words = request.answers().filter(person__in=[person.pk for person in people])
    for word in words.in_order().select_related("release"):
        found.setdefault(word.person_id, word)
    return found


def workbook(request: AcknowledgementRequest, people) -> bytes:
    """The list as xlsx, headings in the reader's language, every cell a text."""
    headings = [
        _("SOP"), _("Release"), _("Confirm by"), _("Province"), _("Name of the province"),
        _("District"), _("Name of the district"), _("Number"), _("Name"), _("Task"),
        _("Confirmed"), _("Confirmed release"), _("Confirmed on"), _("Language"),
    ]  # fmt: skip
    people = list(people)
    return tables.workbook(headings, _lines(request, people, words_of(request, people)))


def _lines(request, people, words: dict[int, Acknowledgement]) -> Iterator[list[str]]:
    about = [request.release.sop.code, request.release.number, request.due.isoformat()]
    for person in people:
        word = words.get(person.pk)
        yield [
            *about,
            person.province_id or "",
            person.province.name if person.province else "",
            person.district_id or "",
            person.district.name if person.district else "",
            written(person.username),
            person.name_here,
            ", ".join(roles.labels(person.roles)),
            _("yes") if word else _("no"),
            word.release.number if word else "",
            localtime(word.confirmed_at).date().isoformat() if word else "",
            LANGUAGES.get(word.language, "") if word else "",
        ]


def asked_in_words(request: AcknowledgementRequest) -> str:
    """Which roles and places: "Officer; Luang Prabang"."""
    held = {group.name for group in Group.objects.filter(acknowledgementrequest=request)}
    places = [place.name for place in (*request.provinces.all(), *request.districts.all())]
    return "; ".join([", ".join(roles.labels(held)), ", ".join(places) or _("everywhere")])


def due_in_words(request: AcknowledgementRequest) -> str:
    day = date_format(request.due)
    return (_("was due %(day)s") if request.due < localdate() else _("by %(day)s")) % {"day": day}
