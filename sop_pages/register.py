"""The register of controlled documents: each SOP that was ever released, with what holds of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .acknowledged import Share, shares
from .files import tables
from .models import SOP, Release, ReleaseText, Retirement, ReviewPlan, SOPPage

EXPORTED = "register.exported"
DEEDS = {EXPORTED: gettext_lazy("Register of controlled documents downloaded")}
STATES = {
    "in_force": gettext_lazy("In force"),
    "to_come": gettext_lazy("To come"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "replaced": gettext_lazy("Replaced by another SOP"),
}
PAGE_FIELDS = ("sop_id", "language", "title", "owner_unit", "live", "path")


@dataclass(frozen=True)
class Line:
    """One controlled document. `release` is what holds; where nothing does, what will, else what
    did. `titles` and `units` are by language; `plan` is None where no review is planned."""

    sop: SOP
    state: str
    release: Release
    following: Release | None
    titles: dict[str, str]
    units: dict[str, str]
    plan: ReviewPlan | None
    share: Share | None
    paths: tuple[str, ...] = field(default=())
    retirement: Retirement | None = None

    @property
    def languages(self) -> list[str]:
        """Those of the release, by code."""
        return sorted(self.titles)

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])

    @property
    def state_said(self) -> str:
        """With the successor and the day, where it is retired or will be."""
        if self.retirement is None:
            return self.state_name
        act, day = self.retirement, date_format(self.retirement.holds_from)
        successor = act.successor.code if act.successor else ""
        if self.state == act.act:
            return ", ".join(filter(None, [self.state_name, successor, day]))
        words = _("%(state)s; from %(day)s: %(act)s")
        named = " ".join(filter(None, [act.get_act_display(), successor]))
        return words % {"state": self.state_name, "day": day, "act": named}

    def unit(self, language: str) -> str:
        return self.units.get(language) or next(filter(None, self.units.values()), "")

    def review_is_late(self, today: date) -> bool:
        return bool(self.plan and self.plan.review_on and self.plan.review_on < today)


def lines(closed: Iterable[str] = ()) -> list[Line]:
    """The whole register by code; without SOPs all of whose pages lie below a `closed` path of
    Wagtail's tree. A constant number of queries."""
    sops = {sop.pk: sop for sop in SOP.objects.filter(releases__isnull=False).distinct()}
    pages = defaultdict(list)
    for page in SOPPage.objects.filter(sop__in=sops).only(*PAGE_FIELDS):
        pages[page.sop_id].append(page)
    releases = _releases(sops)
    texts = _titles(releases)
    plans = {plan.sop_id: plan for plan in ReviewPlan.objects.select_related("owner")}
    told = shares(sops)
    acts = Retirement.objects.standing().filter(sop__in=sops).select_related("successor")
    retired = {act.sop_id: act for act in acts}
    found = []
    for pk, sop in sops.items():
        paths = tuple(page.path for page in pages[pk])
        if paths and all(path.startswith(tuple(closed)) for path in paths):
            continue
        state, release, following = _standing(releases[pk], pages[pk], retired.get(pk))
        found.append(
            Line(
                sop,
                state,
                release,
                following,
                texts[release.pk],
                {page.language: page.owner_unit for page in pages[pk]},
                plans.get(pk),
                told.get(pk),
                paths,
                retired.get(pk),
            )
        )
    return found


def _releases(sops) -> dict[int, list[Release]]:
    """{SOP: its releases, the latest first}."""
    found = defaultdict(list)
    rows = Release.objects.filter(sop__in=sops).select_related("approved_by", "confirmed_by")
    for release in rows.in_order():
        found[release.sop_id].append(release)
    return found


def _titles(releases: dict[int, list[Release]]) -> dict[int, dict[str, str]]:
    """{release: {language: title}}."""
    found = defaultdict(dict)
    texts = ReleaseText.objects.filter(release__sop__in=releases)
    for release, language, title in texts.values_list("release_id", "language", "title"):
        found[release][language] = title
    return found


def _standing(
    releases: list[Release], pages, act: Retirement | None
) -> tuple[str, Release, Release | None]:
    """(state, what holds or else stands for it, what comes next)."""
    today = localdate()
    standing = [release for release in releases if not release.ended] or releases
    holding = next((release for release in standing if release.effective_from <= today), None)
    coming = [release for release in standing if release.effective_from > today]
    following = coming[-1] if coming else None
    if act and act.holds_from <= today:
        return act.act, holding or standing[0], None
    if not any(page.live for page in pages) and not (holding is None and following):
        return "withdrawn", holding or standing[0], following
    if holding is None:
        return "to_come", following, following
    return "in_force", holding, following


def approver(release: Release) -> str:
    """Who answers for it: who approved it, or has confirmed it since; "" while nobody has."""
    person = release.approved_by if release.way == Release.Way.APPROVAL else release.confirmed_by
    return person.name if person else ""


def workbook(found: list[Line], language: str, *, names: bool) -> bytes:
    """The register as xlsx, every cell a text; people only where `names` are asked for."""
    headings = [heading for heading, _tell in _columns(language, names)]
    rows = ([tell(line) for _heading, tell in _columns(language, names)] for line in found)
    return tables.workbook(headings, rows)


def _columns(language: str, names: bool) -> list[tuple[str, object]]:
    people = [
        (_("Owner"), lambda line: line.plan.owner.name if line.plan and line.plan.owner else ""),
        (_("Approver"), lambda line: approver(line.release)),
    ]
    return [
        (_("Code"), lambda line: line.sop.code),
        (_("Title in Lao"), lambda line: line.titles.get("lo", "")),
        (_("Title in English"), lambda line: line.titles.get("en", "")),
        (_("Release"), lambda line: line.release.number),
        (_("State"), lambda line: line.state_said),
        (_("Unit"), lambda line: line.unit(language)),
        *(people if names else ()),
        (_("How it was issued"), lambda line: line.release.get_way_display()),
        (_("Effective from"), lambda line: line.release.effective_from.isoformat()),
        (_("Next release"), lambda line: line.following.number if line.following else ""),
        (_("Next one holds from"), lambda line: _day(line.following, "effective_from")),
        (_("Review date"), lambda line: _day(line.plan, "review_on")),
        (_("Languages"), lambda line: ", ".join(line.languages)),
        (_("Languages behind"), lambda line: ", ".join(line.release.behind)),
        (_("Asked to confirm"), lambda line: str(line.share.asked) if line.share else ""),
        (_("Confirmed"), lambda line: str(line.share.confirmed) if line.share else ""),
        (_("Confirm by"), lambda line: _day(line.share, "due")),
    ]


def _day(thing, name: str) -> str:
    day = getattr(thing, name, None)
    return day.isoformat() if day else ""


def said(share: Share | None) -> str:
    """A share in words: "12 of 40 (30 %), by 1 December 2026"."""
    if share is None:
        return ""
    words = _("%(n)d of %(all)d (%(percent)d %%), by %(day)s")
    return words % {
        "n": share.confirmed,
        "all": share.asked,
        "percent": share.percent or 0,
        "day": date_format(share.due),
    }
