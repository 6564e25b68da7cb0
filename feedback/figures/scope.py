"""What figures a person may see, and what they are narrowed to; all of it stands in the address."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sop_pages.cms.readers import is_lsso
from sop_pages.evidence import Period
from sop_pages.models import SOP
from sop_site.officers import roles
from sop_site.officers.models import Province

from ..models.words import Category
from .measures import months

LONGEST = 3660  # days


@dataclass(frozen=True)
class Scope:
    """Days, both included, by which reports were received; the rest "" for all. `own` is the
    province beyond which this reader doesn't see."""

    first: date
    last: date
    province: str = ""
    sop: str = ""
    category: str = ""
    own: str = ""

    def narrow(self, reports):
        """Never a sensitive report: those are in no count."""
        exact = {"province": self.province, "sop_code": self.sop, "category": self.category}
        chosen = {name: value for name, value in exact.items() if value}
        return reports.not_sensitive().filter(**chosen)

    def period(self, sop_id: int | None = None) -> Period:
        return Period(self.first, self.last, sop_id)

    @property
    def months(self) -> list[date]:
        return months(self.first, self.last)

    def facts(self) -> dict[str, str]:
        """For the log and for addresses."""
        found = {"since": self.first.isoformat(), "until": self.last.isoformat()}
        found |= {"province": self.province, "sop": self.sop, "category": self.category}
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.facts())


def own_province(person) -> str:
    """The only province whose figures this person sees; "" for others."""
    if is_lsso(person) or not person.has_role(roles.COORDINATOR):
        return ""
    return person.province_id or ""


def sees_figures(person) -> bool:
    """Those who see all numbers: LSSO everywhere, a coordinator in the own province."""
    return is_lsso(person) or bool(own_province(person))


def usual(today: date) -> tuple[date, date]:
    """Twelve months: this one and the eleven before."""
    first = today.replace(day=1)
    for _month in range(11):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, today


def places_and_sops() -> tuple[dict[str, str], list[str]]:
    """({code of a province: name}, codes of SOPs); both by one query."""
    name = "name_en" if get_language() == "en" else "name_lo"
    provinces = Province.objects.order_by().values_list("code", name)
    found = provinces.union(SOP.objects.order_by().values_list("code", "code"))
    lines = sorted(found)
    names = {code: name for code, name in lines if code != name}
    return names, [code for code, name in lines if code == name]


class Filters(forms.Form):
    """What the figures are narrowed to. What can't be read is said, and not narrowed by."""

    since = forms.DateField(
        required=False,
        label=gettext_lazy("Since"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        required=False,
        label=gettext_lazy("Until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    province = forms.ChoiceField(required=False, label=gettext_lazy("Province"))
    sop = forms.ChoiceField(required=False, label=gettext_lazy("SOP"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("Category"))

    def __init__(self, asked, person):
        self.own = own_province(person)
        self.today = localdate()
        first, last = usual(self.today)
        shown = {"since": first.isoformat(), "until": last.isoformat()} | asked.dict()
        super().__init__(shown)
        self.provinces, codes = places_and_sops()
        if self.own:
            del self.fields["province"]
        else:
            self._offer("province", self.provinces.items())
        self._offer("sop", [(code, code) for code in codes])
        self._offer("category", Category.choices)

    def _offer(self, name: str, choices) -> None:
        self.fields[name].choices = [("", _("All")), *choices]

    def clean(self):
        data = super().clean()
        first, last = self._days(data)
        if first > last:
            self.add_error("until", _("The last day lies before the first."))
        elif (last - first).days > LONGEST:
            self.add_error("since", _("Please choose ten years at most."))
        return data

    def _days(self, data) -> tuple[date, date]:
        last = min(data.get("until") or self.today, self.today)
        return data.get("since") or usual(last)[0], last

    def scope(self) -> Scope:
        """Of what was asked for, or the usual where that can't be."""
        data = self.cleaned_data if self.is_valid() else {}
        chosen = {name: data.get(name) or "" for name in ("province", "sop", "category")}
        scope = Scope(*self._days(data), **chosen, own=self.own)
        return replace(scope, province=self.own) if self.own else scope
