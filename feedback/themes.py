"""Reports on one thing become a theme, and can be taken apart again; all get the answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.lao.text import truncate
from sop_site.officers import audit

from . import triage
from .models import Report, Theme, Vote
from .models.words import CLOSED
from .phrases import fill
from .triage import TriageError

MERGED, UNMERGED = "report.merged", "report.unmerged"
TITLE_SIGNS = 120


def register() -> None:
    audit.label(MERGED, gettext_lazy("Report put into a theme"))
    audit.label(UNMERGED, gettext_lazy("Report taken out of a theme"))


@transaction.atomic
def merge(one: Report, other: Report, *, actor) -> Theme:
    """Puts two reports into one theme: the other's, else the first's, else a new one, titled by the
    older report's step or category. Merged twice, it is one theme. Raises TriageError."""
    pks = sorted((one.pk, other.pk))
    # In one order: two who merge the same pair would else wait for each other.
    held = list(Report.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    if len(held) < 2:
        raise TriageError(_("A report is not merged with itself."))
    if any(report.sensitive for report in held):
        raise TriageError(_("A sensitive report stays alone: others would learn of it."))
    known = {report.theme_id for report in held if report.theme_id}
    if len(known) > 1:
        raise TriageError(_("Both are in a theme already. Take one out of its theme first."))
    theme = Theme.objects.get(pk=known.pop()) if known else begun_with(held[0])
    for report in held:
        _put(report, theme, actor)
    return theme


def begun_with(report: Report) -> Theme:
    return Theme.objects.create(
        title_lo=proposed_title(report, "lo"),
        title_en=proposed_title(report, "en"),
        sop_id=report.sop_id,
        step_id=report.step_id,
    )


def proposed_title(report: Report, language: str) -> str:
    """Where it is, else what it is about: all may read a title, not an officer's words."""
    with translation.override(language):
        about = report.step_name_in(language) or str(report.get_category_display())
        return truncate(": ".join(filter(None, (report.sop_code, about))), TITLE_SIGNS)


def _put(report: Report, theme: Theme, actor) -> None:
    if report.theme_id != theme.pk:
        report.theme = theme
        report.save(update_fields=["theme"])
        audit.record(actor, MERGED, report, theme=theme.pk)


@transaction.atomic
def unmerge(report: Report, *, actor) -> None:
    """Takes a report out of its theme, with its own words, thread and votes. A theme without any
    report goes."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    theme = report.theme
    if theme is None:
        return
    report.theme = None
    report.save(update_fields=["theme"])
    audit.record(actor, UNMERGED, report, theme=theme.pk)
    if not theme.reports.exists():
        theme.delete()


@dataclass(frozen=True)
class Reply:
    """What one sender would read: the text in the language of the report, what is known of it
    filled in."""

    report: Report
    text: str


def still_open(reports: Iterable[Report]) -> list[Report]:
    return [report for report in reports if report.state not in CLOSED]


def replies(reports: Iterable[Report], texts: dict[str, str]) -> list[Reply]:
    """The preview: one for each report that is still open. Raises TriageError for a language in
    which a sender waits and nothing was written."""
    found = [
        Reply(report, fill(triage.text_for(report, texts), report))
        for report in still_open(reports)
    ]
    for reply in found:
        triage.check_filled(reply.text)
    if not found:
        raise TriageError(_("No report here is open."))
    return found


@transaction.atomic
def answer(
    reports: Iterable[Report], *, actor, texts: dict[str, str], state: str, passed_to: str = ""
) -> int:
    """Answers each open report in its language, all or none; returns how many. Whoever said
    "me too" reads it as well. Raises TriageError."""
    sent = replies(reports, texts)
    for reply in sent:
        triage.reply(
            reply.report,
            actor=actor,
            seen=reply.report.version,
            text=reply.text,
            state=state,
            passed_to=passed_to,
        )
    return len(sent)


def listed(reports):
    """The themes of these reports, with how many of them and of their votes; the largest first."""
    open_ones = Count("reports", filter=~Q(reports__state__in=CLOSED), distinct=True)
    return (
        Theme.objects.filter(pk__in=reports.exclude(theme=None).values("theme"))
        .select_related("sop", "step")
        .annotate(
            number=Count("reports", distinct=True),
            open_ones=open_ones,
            voters=voters("reports__votes__"),
        )
        .order_by("-open_ones", "-number", "-pk")
    )


def voters(votes: str = ""):
    """How many people voted: each once, and each vote whose voter is forgotten."""
    known = Count(f"{votes}voter", distinct=True)
    return known + Count(f"{votes}pk", filter=Q(**{f"{votes}voter": None}), distinct=True)


def votes_by_place(theme: Theme) -> list[dict]:
    """[{place, number}], the most first; who is in two reports of the theme counts once."""
    votes = Vote.objects.filter(report__theme=theme)
    counted = votes.values("district").annotate(number=voters())
    places = {vote.district_id: vote.district for vote in votes.select_related("district")}
    rows = [
        {"place": places[row["district"]], "number": row["number"]} for row in counted.order_by()
    ]
    return sorted(rows, key=lambda row: (-row["number"], str(row["place"])))
