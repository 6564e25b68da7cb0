"""The desk's queue: which reports, narrowed by what stands in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from sop_site.lao.text import fold
from sop_site.officers.models.user import name_here

from . import naming
from .models import Report
from .models.words import Category, Severity, State

# The first choice of the state filter stands for several states.
OPEN, LATE, ALL = "open", "late", "all"
ME, NOBODY = "me", "nobody"
A_PAGE = 30
NEAR = 500  # rows of the queue in which a report's neighbours are looked for


@dataclass(frozen=True)
class Filters:
    """What was asked for; unknown values are dropped, so any address gives a page.

    `place` is a province's code (two digits) or a district's (four), `whose` "me", "nobody" or a
    person's number, `tag` a tag's number.
    """

    state: str = OPEN
    category: str = ""
    severity: str = ""
    place: str = ""
    sop: str = ""
    step: str = ""
    whose: str = ""
    tag: str = ""
    q: str = ""

    @classmethod
    def read(cls, asked) -> "Filters":
        def known(name, values):
            value = asked.get(name, "")
            return value if value in values else ""

        place = number(asked.get("place") or asked.get("province", ""))
        whose = asked.get("whose", "") or (ME if asked.get("mine") == "1" else "")
        sop = words(asked.get("sop", ""), 20).upper()
        return cls(
            state=known("state", {OPEN, LATE, ALL, *State.values}) or OPEN,
            category=known("category", Category.values),
            severity=known("severity", Severity.values),
            place=place if len(place) in {2, 4} else "",
            sop=sop,
            step=words(asked.get("step", ""), 60) if sop else "",
            whose=whose if whose in {ME, NOBODY} else number(whose),
            tag=number(asked.get("tag", "")),
            q=words(asked.get("q", ""), 100),
        )

    def narrow(self, reports, user):
        """These reports, as far as they were asked for, whoever has them."""
        if self.state == OPEN:
            reports = reports.open()
        elif self.state == LATE:
            reports = reports.late()
        elif self.state != ALL:
            reports = reports.filter(state=self.state)
        exact = {
            "category": self.category,
            "severity": self.severity,
            "sop_code": self.sop,
            "step_key": self.step,
            "tags": self.tag,
        }
        reports = reports.filter(**{name: value for name, value in exact.items() if value})
        if self.place:
            reports = reports.filter(in_place(self.place, user))
        for word in self.q.split():
            reports = reports.filter(Q(folded__contains=fold(word)) | Q(code__icontains=word))
        return reports

    def of_holder(self, reports, user):
        return reports.filter(assigned_to=self.holder(user)) if self.whose else reports

    def holder(self, user) -> int | None:
        """The number of the person that `whose` stands for; None is nobody."""
        if self.whose == ME:
            return user.pk
        return int(self.whose) if self.whose.isdecimal() else None

    @property
    def query(self) -> str:
        """The same filters for an address, without what is left at its default."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.state == OPEN:
            del asked["state"]
        return urlencode({name: value for name, value in asked.items() if value})


def words(asked: str, most: int) -> str:
    return asked.replace("\x00", "").strip()[:most]


def number(asked: str) -> str:
    """The digits 0-9 that were asked for, if there is nothing else and they fit a key."""
    return asked if asked.isascii() and asked.isdecimal() and len(asked) < 12 else ""


def in_place(place: str, user) -> Q:
    """The reports of a province or district. A district with few officers would tell a name that
    is kept back, so such a report is found by its province alone; one query for a district."""
    if len(place) == 2:
        return Q(province_id=place)
    here = Q(district_id=place)
    if naming.is_small(place):
        here &= Q(visibility=Report.Visibility.NORMAL, sensitive=False)
    return here


@dataclass(frozen=True)
class Holder:
    """Who has how many of the reports that were asked for. `key` is their filter's value."""

    key: str
    name: str
    number: int


class Rows:
    """The reports of the queue for a Paginator: their number is known, a part of them is read in
    one query, which sorts numbers and not texts."""

    def __init__(self, reports, number: int):
        self.reports, self.number = reports, number

    def count(self) -> int:
        return self.number

    def __getitem__(self, part: slice):
        near = self.reports.late_first().values("pk")[part]
        rows = Report.objects.filter(pk__in=near).for_rows().select_related("theme")
        return rows.with_votes().late_first().prefetch_related("tags")


def page_of(user, filters: Filters, number) -> tuple[Page, list[Holder]]:
    """One page of the queue, late ones first, and who has how many; three queries."""
    asked = filters.narrow(Report.objects.for_desk_of(user).with_words(), user)
    names = ("assigned_to__name", "assigned_to__name_latin")
    held = list(asked.order_by().values_list("assigned_to", *names).annotate(n=Count("pk")))
    reports = filters.of_holder(asked, user)
    holder = filters.holder(user)
    count = sum(n for pk, _name, _latin, n in held if not filters.whose or pk == holder)
    page = Paginator(Rows(reports, count), A_PAGE).get_page(number)
    return page, holders(held)


def holders(held: Iterable[tuple]) -> list[Holder]:
    """Nobody first, then people by name."""
    found = [
        Holder(str(pk or NOBODY), name_here(name or "", latin or ""), n)
        for pk, name, latin, n in held
    ]
    return sorted(found, key=lambda one: (one.key != NOBODY, one.name))


def neighbours(user, filters: Filters, report: Report) -> tuple[str, str]:
    """The codes of the report before this one in the queue and of the one after; "" for none, or
    where it is far down. One query."""
    asked = filters.narrow(Report.objects.for_desk_of(user).with_words(), user)
    reports = filters.of_holder(asked, user)
    codes = list(reports.late_first().values_list("code", flat=True)[:NEAR])
    if report.code not in codes:
        return "", codes[0] if codes else ""
    at = codes.index(report.code)
    before = codes[at - 1] if at else ""
    return before, codes[at + 1] if at + 1 < len(codes) else ""
