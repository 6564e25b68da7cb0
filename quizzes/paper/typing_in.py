"""Typing a sheet in: it becomes an attempt like any other, handed in and marked, "on paper"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sop_site.officers import audit
from sop_site.officers.models import User

from ..attempt_marks import grade_all, regrade, sum_up
from ..models import Attempt, PaperEntry, PaperSheet, QuizFigures, Response
from ..overriding import as_taken_by
from ..standing import Standing, standing_of
from . import times
from .access import sees
from .deeds import CORRECTED, TYPED
from .refusals import Refused

PERSON = ["officer", "number", "district", "own_close", "started_at", "claimed_at", "seen_at"]


@dataclass(frozen=True)
class Kept:
    """What came of a sheet: its attempt and newest entry, and whether anything was written."""

    attempt: Attempt
    entry: PaperEntry
    is_changed: bool


def type_in(
    sheet: PaperSheet, *, officer: User, answers: list, written_at: datetime, by: User, seen: int
) -> Kept:
    """Keeps what stands on a sheet: `answers` as responses keep them (typed.read), in the sheet's
    order. `seen` is the number of the entry that the trainer had before them, 0 for none.

    Safe to repeat: the same again writes nothing. Something else is a correction: the next entry,
    the attempt marked anew. Raises Refused, and then nothing is written.
    """
    try:
        with transaction.atomic():
            return _type_in(sheet.pk, officer, answers, written_at, by, seen)
    except IntegrityError:
        # The officer began or handed in something in this very moment.
        raise Refused(
            _("Something else came in for this officer just now. Save this row once more.")
        ) from None


def _type_in(key: int, officer: User, answers: list, written_at, by: User, seen: int) -> Kept:
    sheets = PaperSheet.objects.select_for_update(of=("self",)).select_related(
        "quiz__module", "paper_version__paper", "attempt"
    )
    sheet = sheets.get(pk=key)
    last = sheet.entries.select_related("officer", "typed_by").order_by("-number").first()
    if last and not sees(by, sheet):
        raise Refused(_("This sheet is typed in already, for an officer who is not one of yours."))
    if last and _same(last, officer, answers, written_at):
        return Kept(sheet.attempt, last, is_changed=False)
    _refuse_overtaken(last, seen)
    now = timezone.now()
    if last is None or last.officer_id != officer.pk:
        standing = standing_of(sheet.quiz, officer)
        times.check(standing.quiz, sheet.paper_version.paper, written_at, now)
        _refuse_attempt(standing, sheet, officer, written_at)
    elif last.written_at != written_at:
        rules = as_taken_by(sheet.quiz, officer.pk)
        times.check(rules, sheet.paper_version.paper, written_at, now)
    if last is None:
        attempt = _begun(sheet, officer, answers, written_at, now)
    else:
        attempt = _corrected(sheet.attempt, officer, answers, written_at, now)
    entry = PaperEntry.objects.create(
        sheet=sheet,
        number=last.number + 1 if last else 1,
        officer=officer,
        answers=answers,
        written_at=written_at,
        typed_by=by,
        typed_at=now,
    )
    deed = CORRECTED if last else TYPED
    audit.record(by, deed, officer, quiz=sheet.quiz_id, sheet=sheet.number, entry=entry.number)
    return Kept(attempt, entry, is_changed=True)


def _same(last: PaperEntry, officer: User, answers: list, written_at: datetime) -> bool:
    before = (last.officer_id, last.answers, last.written_at)
    return before == (officer.pk, answers, written_at)


def _refuse_overtaken(last: PaperEntry | None, seen: int) -> None:
    if last and last.number != seen:
        text = _("%(name)s typed this sheet in meanwhile, for %(officer)s. Open the page again.")
        said = {"name": last.typed_by.name_here, "officer": last.officer.name_here}
        raise Refused(text % said)


def _refuse_attempt(
    standing: Standing, sheet: PaperSheet, officer: User, written_at: datetime
) -> None:
    """Whether the quiz's rules, and this officer's exceptions, leave room for this sheet."""
    others = [attempt for attempt in standing.attempts if attempt.pk != sheet.attempt_id]
    rules = Standing(standing.quiz, others)
    twin = PaperSheet.objects.filter(
        attempt__in=[a.pk for a in others if a.is_on_paper], attempt__claimed_at=written_at
    ).first()
    if twin:
        raise Refused(
            _("%(name)s has sheet %(n)d from the same time already. Is it another officer's?")
            % {"name": officer.name_here, "n": twin.number},
            "officer",
        )
    if rules.attempts_left == 0:
        raise Refused(_no_more(rules, officer), "officer")
    _refuse_too_soon(rules, written_at)


def _no_more(rules: Standing, officer: User) -> str:
    said = {"name": officer.name_here}
    if rules.open_attempt:
        text = _(
            "%(name)s has an attempt open on a screen, begun %(date)s, and no other is left. "
            "Let it be handed in there, or give one attempt more under “Exceptions”."
        )
        return text % (said | {"date": _day(rules.open_attempt.started_at)})
    text = _(
        "%(name)s has no attempt left: the last was handed in %(date)s, %(how)s. One more can be "
        "given under “Exceptions”."
    )
    last = rules.last
    return text % (said | {"date": _day(last.done_at), "how": last.get_channel_display()})


def _refuse_too_soon(rules: Standing, written_at: datetime) -> None:
    wait = rules.quiz.wait_minutes
    before = [a.done_at for a in rules.attempts if not a.is_open and a.done_at <= written_at]
    if wait is None or not before:
        return
    first = max(before) + timedelta(minutes=wait)
    if written_at < first:
        text = _("The attempt before was handed in %(last)s: the next counts from %(first)s on.")
        raise Refused(text % {"last": _day(max(before)), "first": _day(first)}, "written")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _begun(sheet: PaperSheet, officer: User, answers: list, written_at, now) -> Attempt:
    version = sheet.paper_version
    attempt = Attempt(
        quiz=sheet.quiz,
        number=_next_number(sheet, officer),
        state=Attempt.State.HANDED_IN,
        channel=Attempt.Channel.PAPER,
        seed=version.seed,
        values=version.values,
        language=version.paper.language,
        pass_mark=version.paper.pass_mark,
        handed_in_at=now,
        hand_in_sequence=1,
    )
    _set_person(attempt, officer, written_at)
    drawn = version.questions.select_related(
        "question", "version", "slot", "story_version"
    ).order_by("position")
    responses = [question.as_response() for question in drawn]
    _set_answers(responses, answers, written_at, now)
    grade_all(attempt, responses)
    sum_up(attempt, responses)
    attempt.save(force_insert=True)
    for response in responses:
        response.attempt = attempt
    Response.objects.bulk_create(responses)
    sheet.attempt = attempt
    sheet.save(update_fields=["attempt"])
    return attempt


def _corrected(attempt: Attempt, officer: User, answers: list, written_at, now) -> Attempt:
    if attempt.officer_id != officer.pk:
        attempt.number = _next_number(attempt.paper_sheet, officer)
        attempt.seen_at = None
    _set_person(attempt, officer, written_at)
    attempt.save(update_fields=PERSON)
    responses = list(attempt.responses.order_by("position"))
    _set_answers(responses, answers, written_at, now)
    changed = ["answer", "sequence", "answered_at", "claimed_at"]
    Response.objects.bulk_update(responses, changed)
    regrade(attempt)
    # The sum of the marks may be what it was: say that the figures rest on other answers.
    QuizFigures.objects.filter(quiz=attempt.quiz_id).update(mark="")
    return attempt


def _set_person(attempt: Attempt, officer: User, written_at: datetime) -> None:
    attempt.officer, attempt.district_id = officer, officer.district_id
    attempt.own_close = as_taken_by(attempt.quiz, officer.pk).own_closes_at
    attempt.started_at = attempt.claimed_at = written_at


def _set_answers(responses: list[Response], answers: list, written_at, now) -> None:
    for response, answer in zip(responses, answers, strict=True):
        response.answer, response.claimed_at, response.answered_at = answer, written_at, now
        response.sequence += 1


def _next_number(sheet: PaperSheet, officer: User) -> int:
    found = Attempt.objects.filter(quiz=sheet.quiz_id, officer=officer)
    return (found.aggregate(last=Max("number"))["last"] or 0) + 1
