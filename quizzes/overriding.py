"""Exceptions: giving somebody more time, another close or more attempts, and taking it back.

Attempts that are running get it too. The rules as one person has them are a copy of the quiz,
read where a quiz is listed, begun or kept on a phone, and never saved.
"""

from collections.abc import Iterable
from copy import copy
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site.officers import audit, roles
from sop_site.officers.models import User

from .ending import end_overdue, reopen
from .models import Attempt, Cohort, CohortOverride, Enrolment, Override, Quiz

GIVEN = "quiz.override_given"
TAKEN_BACK = "quiz.override_taken_back"
GIVEN_COHORT = "quiz.cohort_override_given"
TAKEN_BACK_COHORT = "quiz.cohort_override_taken_back"
GIFTS = ("extra_minutes", "extra_attempts", "closes_at")


def as_taken_by(quiz: Quiz, officer_id: int) -> Quiz:
    """The quiz with the rules that hold for this person; one query."""
    return _ruled(quiz, Override.objects.filter(quiz=quiz, officer=officer_id).first())


def own_rules(quiz: Quiz) -> Quiz:
    """The same for a row of Quiz.objects.for_person(): no query."""
    return _ruled(
        quiz,
        Override(
            closes_at=quiz.own_closes_at,
            extra_minutes=quiz.own_minutes,
            extra_attempts=quiz.own_attempts,
        ),
    )


def _ruled(quiz: Quiz, override: Override | None) -> Quiz:
    """More of what is not limited stays without a limit."""
    own, given = copy(quiz), override or Override()
    own.own_closes_at = given.closes_at
    own.closes_at = given.closes_at or quiz.closes_at
    if quiz.time_limit is not None:
        own.time_limit = quiz.time_limit + (given.extra_minutes or 0)
    if quiz.attempts_allowed is not None:
        own.attempts_allowed = quiz.attempts_allowed + (given.extra_attempts or 0)
    return own


def people_for(user, quiz: Quiz):
    """Whose exceptions this person may see, and a trainer give: as it is with results."""
    if user.is_superuser or user.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN):
        return User.objects.all()
    seen = Q(pk__in=[])
    if user.has_role(roles.TRAINER, roles.COORDINATOR) and user.province_id:
        seen |= Q(province=user.province_id)
    if user.has_role(roles.TRAINER) and quiz.module_id:
        enrolled = Enrolment.objects.filter(
            officer=OuterRef("pk"),
            workshop__programme=quiz.module.programme_id,
            workshop__trainers=user,
        )
        seen |= Q(Exists(enrolled))
    return User.objects.filter(seen)


@transaction.atomic
def give(quiz: Quiz, officers: Iterable[User], *, actor, reason: str, **given) -> int:
    """Gives all of them the same: `given` are extra_minutes, extra_attempts and closes_at, each
    may be None. It takes the place of what they had. Returns how many they are."""
    officers = sorted(officers, key=lambda officer: officer.pk)
    for officer in officers:
        before = Override.objects.select_for_update().filter(quiz=quiz, officer=officer).first()
        _stretch(quiz, officer.pk, before, **given)
        Override.objects.update_or_create(
            quiz=quiz,
            officer=officer,
            defaults=given | {"reason": reason, "given_by": actor, "given_at": timezone.now()},
        )
        facts = given | {"closes_at": given["closes_at"] and given["closes_at"].isoformat()}
        audit.record(actor, GIVEN, officer, quiz=quiz.pk, **facts)
    return len(officers)


@transaction.atomic
def give_cohort(quiz: Quiz, cohort: Cohort, *, actor, reason: str, **given) -> None:
    """The same for those who will be enrolled in this cohort later, as far as `actor` is their
    trainer then; give() is for those who are enrolled."""
    CohortOverride.objects.update_or_create(
        quiz=quiz,
        cohort=cohort,
        given_by=actor,
        defaults=given | {"reason": reason, "given_at": timezone.now()},
    )
    facts = given | {"closes_at": given["closes_at"] and given["closes_at"].isoformat()}
    audit.record(actor, GIVEN_COHORT, cohort, quiz=quiz.pk, **facts)


def reach(cohort: Cohort | None, officers: Iterable[int]) -> None:
    """Gives officers who were enrolled just now what their cohort has. What somebody has of their
    own stays. One query where the cohort has nothing."""
    rules = CohortOverride.objects.filter(cohort=cohort).order_by("given_at", "pk")
    for rule in rules.select_related("quiz__module", "given_by"):
        people = people_for(rule.given_by, rule.quiz).filter(pk__in=officers)
        people = people.exclude(quiz_overrides__quiz=rule.quiz)
        given = {name: getattr(rule, name) for name in GIFTS}
        give(rule.quiz, people, actor=rule.given_by, reason=rule.reason, **given)


@transaction.atomic
def take_back_cohort(rule: CohortOverride, *, actor) -> None:
    """Who is enrolled from now on gets nothing; those who got it keep theirs."""
    audit.record(actor, TAKEN_BACK_COHORT, rule.cohort, quiz=rule.quiz_id)
    rule.delete()


@transaction.atomic
def take_back(override: Override, *, actor) -> None:
    """The quiz's own rules hold again, for an attempt that is running too."""
    nothing = dict.fromkeys(GIFTS)
    _stretch(override.quiz, override.officer_id, override, **nothing)
    audit.record(actor, TAKEN_BACK, override.officer, quiz=override.quiz_id)
    override.delete()


def _stretch(quiz: Quiz, officer_id: int, before: Override | None, **given) -> None:
    """What is begun already: the close of all attempts, and the end of the one that is open."""
    attempts = Attempt.objects.filter(quiz=quiz, officer=officer_id)
    attempts.update(own_close=given["closes_at"])
    # What had its time up before this moment stays as it is, unless this gives it more.
    end_overdue(attempts)
    had = (before and before.extra_minutes) or 0
    more = timedelta(minutes=(given["extra_minutes"] or 0) - had)
    if more:
        unfinished = attempts.unfinished().filter(ends_at__isnull=False)
        unfinished.update(ends_at=F("ends_at") + more)
        reopen(attempts)


def in_words(override: Override | CohortOverride) -> str:
    """What it gives: "10 minutes more, 1 attempt more, closes on …"."""
    said = []
    if override.extra_minutes:
        text = ngettext("%(n)d minute more", "%(n)d minutes more", override.extra_minutes)
        said.append(text % {"n": override.extra_minutes})
    if override.extra_attempts:
        text = ngettext("%(n)d attempt more", "%(n)d attempts more", override.extra_attempts)
        said.append(text % {"n": override.extra_attempts})
    if override.closes_at:
        date = date_format(timezone.localtime(override.closes_at), "SHORT_DATETIME_FORMAT")
        said.append(_("closes on %(date)s") % {"date": date})
    return ", ".join(said)
