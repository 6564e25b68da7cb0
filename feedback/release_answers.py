"""A release answers the reports that it was approved for: each sender, and who said "here too",
hears of it once when it was issued, and once when it holds; or that it doesn't, where LSSO declares
it void or ends the SOP before its day: then the report is open again."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sop_pages import causes
from sop_pages.causes import Choice, Taken
from sop_pages.models import Release, Retirement
from sop_pages.signals import sop_released
from sop_site import timed
from sop_site.lao.text import truncate
from sop_site.officers import audit

from . import working_days
from .models import Message, ReleaseAnswer, Report, StateChange, Theme, Vote
from .models.words import CLOSED, OUR_TURN, State
from .triage import STATE_CHANGED

SOURCE = "feedback.reports"
MOST = 200  # open reports that are offered
LABEL_SIGNS = 140
AT_ONCE = 100  # reports answered in one transaction
MOVED = ("state", "version", "first_reply_at", "news_at", "due")


def register() -> None:
    causes.register(SOURCE, offered, take)
    sop_released.connect(on_released, dispatch_uid="feedback.release_answers")
    timed.register("answers_of_releases", tell_all)


def offered(sop_id: int, person) -> Iterator[Choice]:
    """The open themes and reports of an SOP that this person reads, with how many people would
    hear; never a sensitive one. Two queries."""
    reports = list(_open_reports(sop_id, person))
    hearers = {report.pk: {report.sender_id} for report in reports}
    for report_id, voter_id in Vote.objects.filter(report__in=hearers).values_list(
        "report", "voter"
    ):
        hearers[report_id].add(voter_id)
    groups: dict[str, list[Report]] = {}
    for report in reports:
        key = f"theme-{report.theme_id}" if report.theme_id else f"report-{report.pk}"
        groups.setdefault(key, []).append(report)
    for key, members in groups.items():
        first = members[0]
        yield Choice(
            key,
            first.theme.title(translation.get_language()) if first.theme else label_of(first),
            len(set().union(*(hearers[report.pk] for report in members)) - {None}),
            first.theme.step_id if first.theme else first.step_id,
            any(report.state == State.SOP_WILL_CHANGE for report in members),
        )


def _open_reports(sop_id: int, person):
    own = Q(sop=sop_id) | Q(theme__sop=sop_id)
    in_its_themes = Q(theme__in=Report.objects.filter(sop=sop_id).values("theme"))
    found = Report.objects.for_desk_of(person).not_sensitive().open().filter(own | in_its_themes)
    return found.select_related("theme").order_by("-received_at")[:MOST]


def label_of(report: Report) -> str:
    return f"{report.code}: {truncate(' '.join(report.text.split()), LABEL_SIGNS)}"


def public_titles(theme: Theme) -> tuple[str, str]:
    """A theme's titles for everybody, in Lao and English; none while they are a report's own
    words, with which themes once began in both languages alike."""
    same = theme.title_lo == theme.title_en
    return ("", "") if same else (theme.title_lo, theme.title_en)


def take(release: Release, keys: Sequence[str]) -> list[Taken]:
    """Holds fast which reports a release answers: those of these themes, and these alone. Six
    queries at most."""
    themes = {theme.pk: theme for theme in Theme.objects.filter(pk__in=_numbers("theme", keys))}
    by_key: dict[str, list[Report]] = {}
    alone = Q(pk__in=_numbers("report", keys))
    for report in Report.objects.not_sensitive().filter(alone | Q(theme__in=themes)):
        in_theme = report.theme_id in themes
        key = f"theme-{report.theme_id}" if in_theme else f"report-{report.pk}"
        by_key.setdefault(key, []).append(report)
    ReleaseAnswer.objects.bulk_create(
        ReleaseAnswer(release=release, report=report, theme_id=report.theme_id)
        for members in by_key.values()
        for report in members
    )
    return [_taken(key, members, themes) for key, members in by_key.items()]


def _numbers(kind: str, keys: Sequence[str]) -> list[int]:
    return [int(key.removeprefix(f"{kind}-")) for key in keys if key.startswith(f"{kind}-")]


def _taken(key: str, members: list[Report], themes: dict[int, Theme]) -> Taken:
    theme = themes.get(members[0].theme_id)
    step_id = theme.step_id if theme else members[0].step_id
    return Taken(key, step_id, len(members), *(public_titles(theme) if theme else ()))


def on_released(release: Release, **_rest) -> None:
    tell(ReleaseAnswer.objects.due().filter(release=release))


def tell_all() -> str | None:
    """Tells who has not been told yet: releases whose day has come, and what a fault left over."""
    told = tell(ReleaseAnswer.objects.due())
    return f"{told} senders were told of a release." if told else None


def tell(answers) -> int:
    """Tells each sender what is so by now, and counts them. Said twice, it is said once: the rows
    are held, and each knows what its sender has heard. A dozen queries for each hundred."""
    told = 0
    pks = list(answers.values_list("pk", flat=True))
    for first in range(0, len(pks), AT_ONCE):
        told += _tell_together(pks[first : first + AT_ONCE])
    return told


@transaction.atomic
def _tell_together(pks: Iterable[int]) -> int:
    held = ReleaseAnswer.objects.due().select_for_update(of=("self",)).filter(pk__in=pks)
    answers = list(held.select_related("release__sop", "release__approved_by").order_by("pk"))
    ids = {answer.report_id for answer in answers}
    # In one order, as everywhere: two deeds would else wait for each other.
    found = Report.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    reports = {report.pk: report for report in found}
    _write([(answer, reports[answer.report_id]) for answer in answers])
    return len(answers)


def _write(pairs: list[tuple[ReleaseAnswer, Report]]) -> None:
    messages, changes, entries, moved = [], [], [], {}
    lost = {answer.release_id: answer.release for answer, _report in pairs if answer.is_lost}
    acts = {pk: _ended_by(release) for pk, release in lost.items()}
    lasting = _last_answers([report for answer, report in pairs if answer.is_lost])
    calendar = working_days.calendar() if lost else None
    for answer, report in pairs:
        answer.told = state_by(answer)
        if answer.is_lost and lasting.get(report.pk) != answer.release_id:
            continue  # answered otherwise since
        if report.state in (OUR_TURN if answer.is_lost else CLOSED):
            continue
        message = message_of(answer, report, acts.get(answer.release_id))
        before, report.state = report.state, answer.told
        report.version += 1
        report.first_reply_at = report.first_reply_at or message.at
        if answer.is_lost:
            report.due = working_days.due_again(report, calendar)
        report.news_at = message.at
        actor = answer.release.approved_by
        messages.append(message)
        changes.append(
            StateChange(
                report=report,
                before=before,
                after=report.state,
                actor_id=actor.pk if actor else None,
                assigned_id=report.assigned_to_id,
            )
        )
        entries.append((actor, report, {"before": before, "after": report.state}))
        moved[report.pk] = report
    Message.objects.bulk_create(messages)
    StateChange.objects.bulk_create(changes)
    Report.objects.bulk_update(moved.values(), MOVED)
    audit.record_all(STATE_CHANGED, entries)
    ReleaseAnswer.objects.bulk_update([answer for answer, _report in pairs], ["told"])


def _last_answers(reports: list[Report]) -> dict[int, int | None]:
    """{report: the release of LSSO's last answer to its sender, or None}; one query."""
    told = Message.objects.filter(report__in=reports, by=Message.By.LSSO, to=Message.To.SENDER)
    return dict(told.order_by("at", "pk").values_list("report", "release")) if reports else {}


def state_by(answer: ReleaseAnswer) -> str:
    """What an answer brings its report to today."""
    if answer.is_lost:
        return State.REOPENED
    holds = answer.release.effective_from <= timezone.localdate()
    return State.CHANGED if holds else State.SOP_WILL_CHANGE


def message_of(answer: ReleaseAnswer, report: Report, act: Retirement | None) -> Message:
    """Not saved yet. `act` ended the release, if one did."""
    return Message(
        report=report,
        author=answer.release.approved_by,
        by=Message.By.LSSO,
        to=Message.To.SENDER,
        text=words(answer.release, answer.told, report.language, act),
        language=report.language,
        state=answer.told,
        release=answer.release,
    )


def words(
    release: Release,
    state: str,
    language: str,
    act: Retirement | None = None,
    *,
    to_voter: bool = False,
) -> str:
    """The change note as an answer, in a language, to the sender or to who said "here too"; of a
    release that was lost, why it was, by the act that ended it, looked up where it is not given."""
    with translation.override(language):
        named = {
            "code": release.sop.code,
            "number": release.number,
            "day": date_format(release.effective_from),
        }
        if state == State.REOPENED:
            said = _("Release %(number)s of %(code)s does not hold. Your report is open again.")
            if to_voter:
                said = _(
                    "Release %(number)s of %(code)s does not hold. "
                    "The report to which you said “here too” is open again."
                )
            act = act or _ended_by(release)
            return "\n\n".join(filter(None, (act and act.reason(language), said % named)))
        if state == State.CHANGED:
            said = _("Changed in %(code)s, release %(number)s. It holds since %(day)s.") % named
        else:
            said = _("%(code)s will change: release %(number)s holds from %(day)s.") % named
    return "\n\n".join(filter(None, (release.note(language), said)))


def _ended_by(release: Release) -> Retirement | None:
    return Retirement.objects.ending_release(release, release.effective_from)
