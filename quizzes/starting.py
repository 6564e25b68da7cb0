"""Starting an attempt, or finding the one that is open."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .drawing import Drawn, asked, draw
from .models import Attempt, QuestionVersion, Quiz, Response, StoryVersion
from .standing import Standing, standing_of
from .values import values_today


class CannotStart(Exception):
    """Why no attempt can begin: a translated sentence."""


def start(quiz: Quiz, *, officer, language: str) -> Attempt:
    """The officer's open attempt at this quiz, drawn now if there was none.

    Safe to repeat, and from two tabs at once: the database allows one open attempt. Raises
    CannotStart.
    """
    standing = standing_of(quiz, officer)
    if standing.open_attempt:
        return standing.open_attempt
    refuse_start(standing)
    try:
        with transaction.atomic():
            return _begin(standing.quiz, officer, language)
    except IntegrityError:
        # The other tab was faster: go on with what it drew.
        found = open_attempt(quiz, officer)
        if found is None:
            raise
        return found


def open_attempt(quiz: Quiz, officer) -> Attempt | None:
    return Attempt.objects.open().filter(quiz=quiz, officer=officer).first()


def refuse_start(standing: Standing) -> None:
    """Raises CannotStart when the quiz takes no new attempt of this person now."""
    quiz = standing.quiz
    if quiz.has_closed() or quiz.state != Quiz.State.READY:
        raise CannotStart(_("This quiz is closed."))
    if not quiz.has_opened():
        raise CannotStart(_("This quiz has not opened yet."))
    if standing.attempts_left == 0:
        raise CannotStart(_("You have used all attempts at this quiz."))
    if standing.waits():
        date = date_format(timezone.localtime(standing.next_at), "DATETIME_FORMAT")
        raise CannotStart(_("You can begin the next attempt from %(date)s on.") % {"date": date})


def _begin(quiz: Quiz, officer, language: str) -> Attempt:
    seed = secrets.randbits(48)
    drawn = draw(quiz, seed)
    if not drawn:
        raise CannotStart(_("This quiz has no questions yet. Your trainer can add some."))
    last = Attempt.objects.filter(quiz=quiz, officer=officer).aggregate(last=Max("number"))["last"]
    now = timezone.now()
    attempt = Attempt.objects.create(
        quiz=quiz,
        officer=officer,
        number=(last or 0) + 1,
        district_id=officer.district_id,
        seed=seed,
        values=values_today([content for entry in drawn for content in entry.contents]),
        language=language,
        pass_mark=quiz.pass_mark,
        started_at=now,
        ends_at=quiz.ends_at(now),
        own_close=quiz.own_closes_at,
        ends_hard=quiz.after_time == Quiz.AfterTime.NOTHING,
    )
    Response.objects.bulk_create(Response(attempt=attempt, **fields) for fields in asked(drawn))
    freeze(drawn, now)
    return attempt


def freeze(drawn: list[Drawn], when) -> None:
    """From now on these versions of questions and of cases' stories are what someone was asked;
    no query for stories where there are none."""
    stories = {entry.story_version.pk for entry in drawn if entry.story_version}
    _mark(QuestionVersion, {entry.version.pk for entry in drawn}, when)
    if stories:
        _mark(StoryVersion, stories, when)


def _mark(model, versions: set[int], when) -> None:
    model.objects.filter(pk__in=versions, asked_at__isnull=True).update(asked_at=when)
