"""Starting an attempt, or finding the one that is open."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from .drawing import Drawn, draw
from .models import Attempt, QuestionVersion, Quiz, Response
from .values import values_today


class CannotStart(Exception):
    """Why no attempt can begin: a translated sentence."""


def start(quiz: Quiz, *, officer, language: str) -> Attempt:
    """The officer's open attempt at this quiz, drawn now if there was none.

    Safe to repeat, and from two tabs at once: the database allows one open attempt. Raises
    CannotStart.
    """
    found = open_attempt(quiz, officer)
    if found:
        return found
    refuse_start(quiz, attempts_made(quiz, officer))
    try:
        with transaction.atomic():
            return _begin(quiz, officer, language)
    except IntegrityError:
        # The other tab was faster: go on with what it drew.
        found = open_attempt(quiz, officer)
        if found is None:
            raise
        return found


def open_attempt(quiz: Quiz, officer) -> Attempt | None:
    return Attempt.objects.open().filter(quiz=quiz, officer=officer).first()


def attempts_made(quiz: Quiz, officer) -> int:
    return Attempt.objects.filter(quiz=quiz, officer=officer).count()


def refuse_start(quiz: Quiz, made: int) -> None:
    """Raises CannotStart when the quiz takes no new attempt of someone who made so many."""
    if quiz.has_closed() or quiz.state != Quiz.State.READY:
        raise CannotStart(_("This quiz is closed."))
    if not quiz.has_opened():
        raise CannotStart(_("This quiz has not opened yet."))
    if quiz.attempts_allowed is not None and made >= quiz.attempts_allowed:
        raise CannotStart(_("You have used all attempts at this quiz."))


def _begin(quiz: Quiz, officer, language: str) -> Attempt:
    seed = secrets.randbits(48)
    drawn = draw(quiz, seed)
    if not drawn:
        raise CannotStart(_("This quiz has no questions yet. Your trainer can add some."))
    last = Attempt.objects.filter(quiz=quiz, officer=officer).aggregate(last=Max("number"))["last"]
    attempt = Attempt.objects.create(
        quiz=quiz,
        officer=officer,
        number=(last or 0) + 1,
        district_id=officer.district_id,
        seed=seed,
        values=values_today([entry.version.content for entry in drawn]),
        language=language,
        pass_mark=quiz.pass_mark,
        started_at=timezone.now(),
    )
    Response.objects.bulk_create(_responses(attempt, drawn))
    _freeze([entry.version.pk for entry in drawn], attempt.started_at)
    return attempt


def _responses(attempt: Attempt, drawn: list[Drawn]) -> list[Response]:
    return [
        Response(
            attempt=attempt,
            position=position,
            slot=entry.slot,
            question=entry.question,
            version=entry.version,
            option_order=entry.option_order,
            critical=entry.question.critical,
            out_of=entry.marks,
        )
        for position, entry in enumerate(drawn, 1)
    ]


def _freeze(versions: list[int], when) -> None:
    """From now on these versions are what someone was asked."""
    QuestionVersion.objects.filter(pk__in=versions, asked_at__isnull=True).update(asked_at=when)
