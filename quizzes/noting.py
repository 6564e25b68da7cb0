"""Noting the receipt that an officer's phone showed: what `quiz.receipt` does."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from sop_site.officers.numbers import normalised
from sop_site.offline.inbox import Incoming, Rejected

from .hand_in_codes import claimed_code, code_typed
from .models import Attempt, NotedReceipt, Quiz

KIND = "quiz.receipt"
MAY_NOTE = "quizzes.view_results"
LONGEST = 300  # what a QR may say
IN_PATH = re.compile(r"/quizzes/receipt/(?P<code>[^/?#]+)/")


def note(incoming: Incoming) -> dict:
    """Handles {code, attempt?, quiz?, officer?}: `code` is the code, or all that its QR says;
    `quiz` a slug and `officer` a name or number help where no QR was scanned. Our own code, of
    what has arrived, is noted as well; one that nobody showed yet must be of a phone's kind.

    The same code noted by the same person again is one note. Raises Rejected.
    """
    if not incoming.owner.has_perm(MAY_NOTE):
        raise Rejected("not_allowed", _("Receipts are noted by trainers."))
    payload = incoming.payload
    code, scanned = read(payload.get("code"))
    who = _text(payload.get("officer"))[:80]
    quiz = Quiz.objects.filter(slug=_text(payload.get("quiz"))).first()
    attempt = _arrived(incoming.owner, code)
    if attempt is None and not claimed_code({"code": code}):
        said = _(
            "No hand-in with this code is known. The code that a phone shows has 8 characters."
        )
        raise Rejected("bad_code", said, "code")
    if attempt is None:
        attempt = _attempt(incoming.owner, scanned or payload.get("attempt"), quiz, who)
    NotedReceipt.objects.get_or_create(
        code=code,
        noted_by=incoming.owner,
        defaults={
            "noted_at": incoming.happened_at,
            "received_at": incoming.received_at,
            "time_trust": incoming.time_trust,
            "quiz": attempt.quiz if attempt else quiz,
            "attempt": attempt,
            "who": who,
        },
    )
    return {"code": code}


def read(typed) -> tuple[str, str]:
    """(code, attempt) of what was typed or scanned; each is "" when it isn't there."""
    text = _text(typed)[:LONGEST]
    code, attempt = text, ""
    if "/" in text:
        parts = urlsplit(text)
        asked = parse_qs(parts.query)
        in_path = IN_PATH.search(parts.path)
        code = in_path["code"] if in_path else asked.get("code", [""])[0]
        attempt = asked.get("attempt", [""])[0]
    return code_typed(code), attempt


def _text(value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _arrived(person, code: str) -> Attempt | None:
    """The attempt with this code, among those whose results this person may see."""
    seen = Attempt.objects.results_for(person).with_codes([code])
    return seen.select_related("quiz").first()


def _attempt(person, uuid, quiz: Quiz | None, who: str) -> Attempt | None:
    """The attempt that is meant where none has the code yet, among those that this person sees."""
    seen = Attempt.objects.results_for(person).select_related("quiz")
    try:
        return seen.filter(uuid=UUID(uuid)).first()
    except (AttributeError, TypeError, ValueError):
        pass
    if quiz is None or not who:
        return None
    named = get_user_model().objects.filter(username=normalised(who))
    return seen.filter(quiz=quiz, officer__in=named).order_by("-number").first()
