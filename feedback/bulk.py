"""One deed on many reports at once.

Each report is changed by itself, by the same deed as alone and against the version that was seen:
where someone else was quicker, that one stays as it is and is named, the others are done. Merging
alone is all or nothing, since a theme is one thing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from . import tagging, themes, triage
from .models import Report, Theme
from .models.words import CLOSED, State
from .phrases import fill
from .said import what_now
from .triage import TriageError

MOST = 100


@dataclass(frozen=True)
class Chosen:
    """A report and the version that the person looked at."""

    report: Report
    seen: int


@dataclass(frozen=True)
class Heard:
    """What the sender of one report would read, in that report's language; "" is nothing."""

    chosen: Chosen
    text: str = ""
    refused: str = ""


@dataclass
class Done:
    done: list[Report] = field(default_factory=list)
    left: list[Heard] = field(default_factory=list)
    theme: Theme | None = None


def chosen(user, asked: Iterable[str]) -> list[Chosen]:
    """The reports of the person's desk among "number:version", at most MOST, in the queue's order.
    One query, and one for tags."""
    seen = dict(pair for pair in map(_pair, asked) if pair)
    if len(seen) > MOST:
        raise TriageError(_("Please choose at most %(n)d reports.") % {"n": MOST})
    reports = Report.objects.for_desk_of(user).with_words().filter(pk__in=seen)
    rows = reports.for_rows().select_related("theme").with_votes().late_first()
    return [Chosen(report, seen[report.pk]) for report in rows]


def _pair(asked: str) -> tuple[int, int] | None:
    parts = asked.split(":")
    if len(parts) != 2 or not all(p.isascii() and p.isdecimal() and len(p) < 12 for p in parts):
        return None
    return int(parts[0]), int(parts[1])


def assign(them: Iterable[Chosen], *, actor, to) -> Done:
    return _each(them, lambda one: triage.assign(one.report, actor=actor, seen=one.seen, to=to))


def heard_by_assigning(them: Iterable[Chosen], to) -> list[Heard]:
    """Who waits for someone to look hears that someone does; others hear nothing."""
    return [Heard(one, _looked_at(one.report, to), _not_holding(one.report, to)) for one in them]


def _not_holding(report: Report, to) -> str:
    holds = to is None or triage.may_hold(to, report)
    return "" if holds else _("This person does not answer reports.")


def _looked_at(report: Report, to) -> str:
    if to is None or report.state not in {State.RECEIVED, State.REOPENED}:
        return ""
    state, holder = report.state, report.assigned_to
    report.state, report.assigned_to = State.LOOKING, to
    with translation.override(report.language):
        said = what_now(report)
    report.state, report.assigned_to = state, holder
    return said


def answer(
    them: Iterable[Chosen], *, actor, texts: dict[str, str], state: str, passed_to: str = ""
) -> Done:
    """Answers each in its language, what is known of it filled in. Raises TriageError before
    anything is sent where a text is missing or the state is none of replies."""
    them = list(them)
    heard_by_answering(them, actor=actor, texts=texts, state=state, passed_to=passed_to)
    return _each(
        them,
        lambda one: triage.reply(
            one.report,
            actor=actor,
            seen=one.seen,
            text=fill(texts[one.report.language], one.report),
            state=state,
            passed_to=passed_to,
        ),
    )


def heard_by_answering(
    them: Iterable[Chosen], *, actor, texts: dict[str, str], state: str, passed_to: str = ""
) -> list[Heard]:
    triage.check_reply(actor, state, passed_to)
    return [_answer_to(one, texts) for one in them]


def _answer_to(one: Chosen, texts: dict[str, str]) -> Heard:
    if one.report.state in CLOSED:
        return Heard(one, refused=_("This report is closed."))
    text = fill(triage.text_for(one.report, texts), one.report)
    return Heard(one, triage.check_filled(text))


def tag(them: Iterable[Chosen], *, name: str) -> Done:
    """A tag is in nobody's way: no version is compared."""
    reports = [one.report for one in them]
    tagging.add(reports, name)
    return Done(reports)


@transaction.atomic
def merge(them: Iterable[Chosen], *, actor) -> Theme:
    """Puts all into one theme, or none. Raises TriageError."""
    first, *others = sorted((one.report for one in them), key=lambda report: report.pk)
    if not others:
        raise TriageError(_("Please choose two reports or more."))
    # All locks first, in one order: two who merge the same reports would else wait for each other.
    pks = [first.pk, *(other.pk for other in others)]
    list(Report.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    for other in others:
        theme = themes.merge(first, other, actor=actor)
    return theme


def _each(them: Iterable[Chosen], deed: Callable[[Chosen], object]) -> Done:
    found = Done()
    for one in them:
        try:
            deed(one)
        except TriageError as error:
            found.left.append(Heard(one, refused=str(error)))
        else:
            found.done.append(one.report)
    return found
