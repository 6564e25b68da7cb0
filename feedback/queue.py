"""The desk's queue: which reports, narrowed by what stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from sop_pages.models import SOP
from sop_site.lao.text import fold
from sop_site.officers.models import Province

from .models import Report
from .models.words import Category, Severity, State

# The first choice of the state filter stands for several states.
OPEN, LATE, ALL = "open", "late", "all"


@dataclass(frozen=True)
class Filters:
    """What was asked for; unknown values are dropped, so any address gives a page."""

    state: str = OPEN
    category: str = ""
    severity: str = ""
    province: str = ""
    sop: str = ""
    mine: bool = False
    text: str = ""

    @classmethod
    def read(cls, asked) -> "Filters":
        def known(name, values):
            value = asked.get(name, "")
            return value if value in values else ""

        return cls(
            state=known("state", {OPEN, LATE, ALL, *State.values}) or OPEN,
            category=known("category", Category.values),
            severity=known("severity", Severity.values),
            province="".join(sign for sign in asked.get("province", "")[:2] if sign.isdecimal()),
            sop=asked.get("sop", "").replace("\x00", "")[:20].upper(),
            mine=asked.get("mine") == "1",
            text=asked.get("q", "").replace("\x00", "").strip()[:100],
        )

    def narrow(self, reports, user):
        if self.state == OPEN:
            reports = reports.open()
        elif self.state == LATE:
            reports = reports.late()
        elif self.state != ALL:
            reports = reports.filter(state=self.state)
        exact = {"category": self.category, "severity": self.severity, "sop_code": self.sop}
        exact["province_id"] = self.province
        reports = reports.filter(**{name: value for name, value in exact.items() if value})
        if self.mine:
            reports = reports.filter(assigned_to=user)
        if self.text:
            for word in self.text.split():
                said = Q(folded__contains=fold(word)) | Q(code__icontains=word)
                reports = reports.filter(said)
        return reports

    @property
    def query(self) -> str:
        """The same filters for an address, without what is left at its default."""
        asked = {
            "state": self.state if self.state != OPEN else "",
            "category": self.category,
            "severity": self.severity,
            "province": self.province,
            "sop": self.sop,
            "mine": "1" if self.mine else "",
            "q": self.text,
        }
        return urlencode({name: value for name, value in asked.items() if value})


def queue_for(user, filters: Filters):
    """The person's reports, late ones first, with all that a row shows."""
    reports = filters.narrow(Report.objects.for_desk_of(user).with_words(), user)
    return reports.for_rows().late_first()


def choices() -> dict:
    """What the filters offer; two queries."""
    return {
        "states": State.choices,
        "categories": Category.choices,
        "severities": Severity.choices,
        "provinces": Province.objects.all(),
        "sops": SOP.objects.values_list("code", flat=True),
    }
