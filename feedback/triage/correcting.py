"""Category and step as LSSO puts them: the sender is told, and what was chosen stays on record."""

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sop_pages.models import SOP, Step
from sop_site.officers import audit

from .. import steps
from ..models import Correction, Message, Report, Solution
from ..models.words import Category
from .answering import side_of
from .closing_off import close_off
from .moving import TriageError, check_seen, deed, swap, tell

CORRECTED = "report.corrected"
FACTS = ("category", "sop_code", "step_key", "step_title", "release", "shown")


@deed
def correct(
    report: Report, *, actor, seen: int | None, category: str, sop: str = "", step: str = ""
) -> Report:
    """Puts the report under another category or step. The same again changes nothing. Under
    "safety" it is for the feedback leads alone, as if it had been sent so."""
    if category not in Category.values:
        raise TriageError(_("Please choose a category."))
    was = facts(report)
    if (category, sop, step) == (report.category, report.sop_code, report.step_key):
        return report
    check_seen(report, seen)
    report.category = category
    if category == Category.SAFETY and not report.sensitive:
        close_off(report)
    if (sop, step) != (report.sop_code, report.step_key):
        put_at(report, sop, step)
    tell(report)
    swap(report, report.state, also=("sop", "step", "sensitive", *FACTS))
    # What it told that worked goes along, until LSSO has ruled on it.
    Solution.objects.filter(report=report).waiting().update(sop=report.sop, step=report.step)
    Correction.objects.create(
        report=report, was=was, became=facts(report), actor_id=actor.pk if actor else None
    )
    audit.record(actor, CORRECTED, report, before=named(was), after=named(facts(report)))
    Message.objects.create(
        report=report,
        author=actor,
        by=side_of(actor),
        to=Message.To.TOLD,
        text=words(report),
        language=report.language,
    )
    return report


def facts(report: Report) -> dict:
    return {name: getattr(report, name) for name in FACTS}


def named(found: dict) -> str:
    """For the log: codes and keys, no words."""
    return " ".join(filter(None, (found["category"], found["sop_code"], found["step_key"])))


def put_at(report: Report, code: str, key: str) -> None:
    """Points to this SOP and step as they are today. Raises TriageError where they aren't."""
    sop = SOP.objects.filter(code=code).first() if code else None
    step = Step.objects.filter(sop=sop, key=key).first() if sop and key else None
    if (code and sop is None) or (key and step is None):
        raise TriageError(_("Please choose an SOP or a step from the list."))
    report.sop, report.step = sop, step
    report.sop_code, report.step_key, report.release = code, key, ""
    report.shown = steps.shown(step)
    report.step_title = report.shown.get(report.language, "")[:300]


def chosen(report: Report) -> dict | None:
    """What the sender chose, if LSSO has put something else; one query."""
    first = report.corrections.first()
    return first.was if first else None


def words(report: Report) -> str:
    """To the sender, in the report's language."""
    with translation.override(report.language):
        said = _(
            "LSSO has put your report under “%(now)s”. You had chosen “%(was)s”; that is kept."
        )
        return said % {"now": shown(facts(report)), "was": shown(chosen(report))}


def shown(found: dict) -> str:
    """Category, SOP and step in words, in the language that is active."""
    title = found["shown"].get(get_language()) or found["step_title"]
    place = ": ".join(filter(None, (found["sop_code"], title)))
    return " · ".join(filter(None, (str(Category(found["category"]).label), place)))
