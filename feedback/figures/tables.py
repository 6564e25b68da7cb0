"""Figures by place, SOP, step, category and month: the same lines for the page and for files."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sop_pages import evidence, heat
from sop_pages.cms.readers import is_lsso
from sop_pages.figures import as_read_today
from sop_site.officers.models import District

from ..models.words import Category
from .gathering import Gathered, small_districts
from .measures import NO_VOTES, Figures, Rising, Row, by, month_of
from .scope import Scope

SHOWN = 25  # lines on a page: all provinces, all categories, the SOPs and steps with most
OTHERS = ""  # the key of what has no place, no SOP


@dataclass(frozen=True)
class Line:
    """`here_too` counts votes; `beside` what other parts know of the step, None where not told."""

    key: Hashable
    label: str
    figures: Figures
    here_too: int = 0
    beside: tuple[int | None, ...] = ()
    url: str = ""
    code: str = ""

    @property
    def named(self) -> str:
        """How the line is called in files, in every language."""
        return self.code or str(self.key)


@dataclass(frozen=True)
class Table:
    """`name` for addresses and sheets; `head` names the first column, `beside` the last ones."""

    name: str
    title: str
    head: str
    lines: list[Line]
    beside: list[str] = field(default_factory=list)

    @property
    def shown_lines(self) -> list[Line]:
        """Those that a page has room for; a file has all."""
        return self.lines[:SHOWN]

    @property
    def left(self) -> int:
        return len(self.lines[SHOWN:])


class Making:
    """Makes the tables of one scope for one reader."""

    def __init__(
        self, scope: Scope, found: Gathered, today: date, reader, provinces: dict[str, str]
    ):
        self.scope, self.found, self.today, self.reader = scope, found, today, reader
        self.province_names = provinces
        self.steps_met = found.steps

    def tables(self) -> list[Table]:
        place = self.districts() if self.scope.province else self.provinces()
        return [place, self.months(), self.categories(), self.sops(), self.steps()]

    def provinces(self) -> Table:
        names = self.province_names | self.elsewhere()
        lines = self.lines(lambda row: row.province, names)
        return Table("provinces", _("By province"), _("Province"), lines)

    def districts(self) -> Table:
        """A report whose name is kept back is told of no district that has few officers."""
        own = District.objects.filter(province=self.scope.province)
        names = {one.code: one.name for one in own} | self.elsewhere()
        small = small_districts(self.scope.province)

        def place(row: Row) -> str:
            hidden = row.hides_name and (row.district in small)
            return OTHERS if hidden or row.district not in names else row.district

        return Table("districts", _("By district"), _("District"), self.lines(place, names))

    @staticmethod
    def elsewhere() -> dict[str, str]:
        return {OTHERS: _("Not told")}

    def months(self) -> Table:
        names = {month: month_name(month) for month in self.scope.months}
        return Table("months", _("By month"), _("Month"), self.lines(month_of, names))

    def categories(self) -> Table:
        names = {value: str(label) for value, label in Category.choices}
        lines = self.lines(lambda row: row.category, names)
        return Table("categories", _("By category"), _("Category"), most_first(lines))

    def sops(self) -> Table:
        met = {row.sop for row in self.found.rows}
        names = {code: code for code in sorted(met) if code} | {OTHERS: _("Of no SOP")}
        lines = self.lines(lambda row: row.sop, names)
        return Table("sops", _("By SOP"), _("SOP"), most_first(lines))

    def steps(self) -> Table:
        """Steps with reports, most first, and what else is known of them in the same days."""
        rows = [row for row in self.found.rows if row.step]
        names = {pk: self.step_name(pk) for pk in {row.step for row in rows}}
        columns = self.beside()
        lines = [
            Line(
                line.key,
                line.label,
                line.figures,
                line.here_too,
                tuple(_told(column.get(line.key)) for column in columns.values()),
                self.step_url(line.key),
                f"{self.steps_met[line.key].sop.code}#{self.steps_met[line.key].key}",
            )
            for line in self.lines(lambda row: row.step, names, rows)
        ]
        return Table("steps", _("By step"), _("Step"), most_first(lines), list(columns))

    def beside(self) -> dict[str, dict[int, evidence.Heat]]:
        """What other parts count of steps; theirs is the whole country, so a province's reader gets
        none of it."""
        if not is_lsso(self.reader):
            return {}
        period = self.scope.period()
        return {
            str(column.title): {one.step_id: one for one in column.source(period)}
            for column in evidence.columns()
            if column.name != "reports"
        }

    def step_name(self, pk: int) -> str:
        step = self.steps_met[pk]
        title = self.step_titles[pk]
        return f"{step.sop.code} {step.get_kind_display()} {step.number}: {title}"

    @cached_property
    def step_titles(self) -> dict[int, str]:
        """Of all steps that were met; one query where any names a reference value."""
        titles = [step.title(get_language()) for step in self.steps_met.values()]
        return dict(zip(self.steps_met, as_read_today(titles), strict=True))

    def step_url(self, pk: int) -> str:
        step = self.steps_met[pk]
        page = reverse("sop_pages:sop", args=[step.sop.code.lower()])
        return f"{page}#{step.key}" if step.present else ""

    def topic(self, one: Rising) -> tuple[str, str]:
        """(name, address) of what rises."""
        if one.kind == "theme":
            return self.found.themes[one.key], reverse("feedback_theme", args=[one.key])
        if one.kind == "step":
            return self.step_name(one.key), self.step_url(one.key)
        return str(Category(one.key).label), ""

    def lines(
        self, key: Callable[[Row], Hashable], names: dict, rows: list[Row] | None = None
    ) -> list[Line]:
        """One for each name, "not told" only where something is there."""
        rows = self.found.rows if rows is None else rows
        figures = by(rows, key, self.found.days, self.today)
        votes: dict[Hashable, int] = {}
        for row in rows:
            votes[key(row)] = votes.get(key(row), 0) + self.found.votes.get(row.pk, NO_VOTES).all
        return [
            Line(name, label, figures.get(name, Figures()), votes.get(name, 0))
            for name, label in names.items()
            if name != OTHERS or name in figures
        ]


def _told(one: evidence.Heat | None) -> int | None:
    return heat.told(one) if one else 0


def most_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.figures.received)


def month_name(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")
