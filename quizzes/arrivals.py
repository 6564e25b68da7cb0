"""How attempts came: late, by hand, or so far known by a receipt alone; in words, for trainers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site.offline.models import InboxItem

from . import refused
from .models import Attempt, NotedReceipt, Override, PaperEntry, PaperSheet, Quiz, Response
from .overriding import in_words
from .reports import district_names

KINDS = ("quiz.answer", "quiz.hand_in")
MOST_NOTES = 200


@dataclass
class Arrival:
    """An attempt that was handed in. `marks` say what was unusual, a phrase each."""

    attempt: Attempt
    place: str
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """An attempt of which items wait for a trainer's yes: `brought_by` names in a file, or late."""

    attempt: Attempt
    items: int
    brought_by: str


def in_order(attempts):
    """Handed-in attempts, the newest first, with `late_answers`: how many came after the close,
    and `over_time`: how many were made after the attempt's time was up."""
    late = Q(responses__answered_at__gt=Coalesce(F("own_close"), F("quiz__closes_at")))
    found = attempts.select_related("officer", "quiz").annotate(
        late_answers=Count("responses", filter=late),
        over_time=Count("responses", filter=Q(responses__over_time=True)),
    )
    return found.order_by("-handed_in_at", "-pk")


def of(attempts: Iterable[Attempt]) -> list[Arrival]:
    """With their marks; seven queries, however many there are."""
    attempts = list(attempts)
    names = district_names({attempt.district_id for attempt in attempts})
    by_hand = _by_hand(attempts)
    notes = _notes(attempts)
    given = _given(attempts)
    not_counted = refused.of(attempts)
    sheets = _sheets(attempts)
    return [
        Arrival(
            attempt,
            names.get(attempt.district_id, ""),
            [
                *_on_paper(sheets.get(attempt.pk)),
                *_late(attempt),
                *_not_counted(len(not_counted[attempt.uuid])),
                *given.get((attempt.quiz_id, attempt.officer_id), []),
                *by_hand.get(attempt.pk, []),
                *[_noted(note) for code in attempt.codes for note in notes.get(code, [])],
            ],
        )
        for attempt in attempts
    ]


def _sheets(attempts: list[Attempt]) -> dict[int, tuple[PaperSheet, PaperEntry]]:
    """{attempt: its sheet, and what was typed in from it last}."""
    keys = [attempt.pk for attempt in attempts if attempt.is_on_paper]
    entries = PaperEntry.objects.filter(sheet__attempt__in=keys).select_related("sheet", "typed_by")
    return {e.sheet.attempt_id: (e.sheet, e) for e in entries.order_by("number")}


def _on_paper(found: tuple[PaperSheet, PaperEntry] | None) -> Iterator[str]:
    if found is None:
        return
    sheet, entry = found
    text = _("on paper: sheet %(n)d, typed in %(date)s by %(name)s")
    if entry.number > 1:
        text = _("on paper: sheet %(n)d, corrected %(date)s by %(name)s")
    date = date_format(timezone.localtime(entry.typed_at), "SHORT_DATETIME_FORMAT")
    yield text % {"n": sheet.number, "date": date, "name": entry.typed_by.name}


def _late(attempt: Attempt) -> Iterator[str]:
    if attempt.awaits_hand_in:
        yield _("the time ended it; its holder has not handed in")
    elif attempt.ended_by_time:
        yield _("the time ended it; the hand-in came later")
    closes = attempt.closes_at
    if attempt.is_on_paper:
        return  # typed in later than it was written, as all of paper
    if closes and attempt.handed_in_at > closes:
        yield _("late: it arrived after the close")
    elif attempt.late_answers:
        text = ngettext(
            "late: %(n)d answer arrived after the close",
            "late: %(n)d answers arrived after the close",
            attempt.late_answers,
        )
        yield text % {"n": attempt.late_answers}
    if attempt.over_time:
        text = ngettext(
            "late: %(n)d answer after the time was up",
            "late: %(n)d answers after the time was up",
            attempt.over_time,
        )
        yield text % {"n": attempt.over_time}
    if attempt.time_trust == InboxItem.TimeTrust.LOW:
        yield _("the phone's clock did not agree with ours")


def _not_counted(count: int) -> Iterator[str]:
    if count:
        text = ngettext(
            "%(n)d answer came too late and is not counted",
            "%(n)d answers came too late and are not counted",
            count,
        )
        yield text % {"n": count}


def _given(attempts: list[Attempt]) -> dict[tuple[int, int], list[str]]:
    found = Override.objects.filter(
        quiz__in={attempt.quiz_id for attempt in attempts},
        officer__in={attempt.officer_id for attempt in attempts},
    ).select_related("given_by")
    text = _("exception: %(what)s (%(name)s: %(reason)s)")
    return {
        (row.quiz_id, row.officer_id): [
            text % {"what": in_words(row), "name": row.given_by.name, "reason": row.reason}
        ]
        for row in found
    }


def _by_hand(attempts: list[Attempt]) -> dict[int, list[str]]:
    """{attempt: [phrase]} of those of which something was brought in a file."""
    receipts = {attempt.receipt: attempt.pk for attempt in attempts if attempt.receipt}
    answers = dict(
        Response.objects.filter(attempt__in=attempts, item_id__isnull=False).values_list(
            "item_id", "attempt"
        )
    )
    brought = InboxItem.objects.filter(imported_by__isnull=False, kind__in=KINDS).filter(
        Q(receipt__in=receipts) | Q(pk__in=answers)
    )
    found: dict[int, set[str]] = {}
    for pk, receipt, name in brought.values_list("pk", "receipt", "imported_by__name"):
        found.setdefault(answers.get(pk) or receipts[receipt], set()).add(name)
    said = _("by hand: brought in a file by %(name)s")
    return {pk: [said % {"name": name} for name in sorted(names)] for pk, names in found.items()}


def _notes(attempts: list[Attempt]) -> dict[str, list[NotedReceipt]]:
    codes = {code for attempt in attempts for code in attempt.codes}
    found: dict[str, list[NotedReceipt]] = {}
    for note in NotedReceipt.objects.filter(code__in=codes).select_related("noted_by"):
        found.setdefault(note.code, []).append(note)
    return found


def _noted(note: NotedReceipt) -> str:
    date = date_format(timezone.localtime(note.noted_at), "SHORT_DATETIME_FORMAT")
    said = {"date": date, "name": note.noted_by.name}
    return _("receipt noted %(date)s by %(name)s") % said


def waiting(quiz: Quiz, user) -> list[Waiting]:
    """Attempts of this quiz whose items wait for a yes, as far as this person may see."""
    seen = quiz.attempts.results_for(user).select_related("officer")
    held = InboxItem.objects.held().filter(kind__in=KINDS, owner__in=seen.values("officer"))
    counts: Counter[UUID | None] = Counter()
    names: dict[UUID | None, set[str]] = {}
    for payload, name in held.values_list("payload", "imported_by__name"):
        uuid = refused.attempt_of(payload)
        counts[uuid] += 1
        names.setdefault(uuid, set()).add(name or "")
    attempts = seen.filter(uuid__in=[uuid for uuid in counts if uuid])
    return [
        Waiting(attempt, counts[attempt.uuid], ", ".join(sorted(names[attempt.uuid] - {""})))
        for attempt in attempts.order_by("officer__name", "pk")
    ]


def not_arrived(quiz: Quiz, user) -> list[NotedReceipt]:
    """Receipts of this quiz that somebody noted and whose hand-in has not come."""
    notes = NotedReceipt.objects.known_to(user).not_arrived(user).filter(quiz=quiz)
    return list(notes.select_related("attempt__officer", "noted_by").distinct()[:MOST_NOTES])
