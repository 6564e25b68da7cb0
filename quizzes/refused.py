"""Answers that came and don't count, for being late: the inbox keeps them, trainers read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from sop_site.offline.inbox import Rejected
from sop_site.offline.models import NO_CONSENT, InboxItem

from .answers import cleaned
from .models import Attempt, Response
from .reviewing import in_texts

LATE = ("time_is_up", "quiz_closed", "handed_in", "already_shown", NO_CONSENT)


@dataclass(frozen=True)
class Refused:
    """One answer that was refused: what was given, as HTML, and the item that says when and why."""

    given: list[SafeString]
    item: InboxItem


def of(attempts: Iterable[Attempt]) -> dict[UUID, list[InboxItem]]:
    """{attempt's uuid: its refused answers, the first that came first}; one query."""
    attempts = {attempt.uuid: attempt for attempt in attempts}
    owners = {attempt.officer_id for attempt in attempts.values()}
    found: dict[UUID, list[InboxItem]] = defaultdict(list)
    items = InboxItem.objects.filter(
        kind="quiz.answer", state=InboxItem.State.REJECTED, code__in=LATE, owner__in=owners
    )
    for item in items.order_by("received_at", "pk"):
        uuid = attempt_of(item.payload)
        if uuid in attempts and attempts[uuid].officer_id == item.owner_id:
            found[uuid].append(item)
    return found


def attempt_of(payload: dict) -> UUID | None:
    """The attempt that a payload names, as far as it can be read."""
    try:
        return UUID(payload.get("attempt"))
    except (AttributeError, TypeError, ValueError):
        return None


def by_question(attempt: Attempt, responses: Iterable[Response], language: str) -> dict:
    """{question's key: [Refused]}; one query."""
    items = of([attempt])[attempt.uuid]
    known = {response.question.key: response for response in responses}
    found: dict[str, list[Refused]] = defaultdict(list)
    for item in items:
        key = item.payload.get("question")
        response = known.get(key) if isinstance(key, str) else None
        if response:
            given = _given(response, item.payload.get("response"), attempt.values, language)
            found[key].append(Refused(given, item))
    return found


def _given(response: Response, answer, values: dict, language: str) -> list[SafeString]:
    try:
        answer = cleaned(response.question.type, response.version.content, answer)
    except Rejected:
        return []  # brought by hand and turned down before anybody looked into it
    return in_texts(response, answer, values, language)
