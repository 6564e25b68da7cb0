"""Whose attempts a quiz's figures are made of."""

from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from sop_site.officers import roles
from sop_site.officers.models import Province

from ..content import LANGUAGES
from ..models import Attempt, Cohort, Enrolment, Quiz, Workshop
from ..statistics.sitting import WHICH


@dataclass(frozen=True)
class Scope:
    """`which` is one of statistics.sitting.WHICH; `province` a code, `language` "lo" or "en",
    `channel` one of Attempt.Channel, `cohort` a primary key as text; "" means all.

    `reader` is the primary key, as text, of the person beyond whose sight nothing lies in it; ""
    where the rest of the scope lies within it anyway.
    """

    which: str = "highest"
    province: str = ""
    language: str = ""
    channel: str = ""
    cohort: str = ""
    reader: str = ""

    @property
    def key(self) -> str:
        """Its name in the database, "highest:06:lo"; "highest:06:lo:paper:3:17" with all parts."""
        more = ":".join(("", self.channel, self.cohort, self.reader)).rstrip(":")
        return f"{self.which}:{self.province}:{self.language}{more}"

    @classmethod
    def of_key(cls, key: str) -> "Scope":
        return cls(*key.split(":"))

    def attempts(self, quiz: Quiz) -> QuerySet[Attempt]:
        """The handed-in attempts at this quiz that lie in the scope; `which` is not applied."""
        return self.within(quiz.attempts.handed_in())

    def within(self, attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
        if self.reader:
            reader = get_user_model().objects.filter(pk=self.reader).first()
            attempts = attempts.results_for(reader) if reader else attempts.none()
        if self.province:
            attempts = attempts.filter(officer__province=self.province)
        if self.channel:
            attempts = attempts.filter(channel=self.channel)
        if self.cohort:
            attempts = attempts.filter(_of_cohort(self.cohort))
        return attempts.filter(language=self.language) if self.language else attempts


def _of_cohort(cohort: str) -> Q:
    """Attempts of those enrolled in its workshops, each begun for the run; one query."""
    found = Q(pk__in=[])
    for workshop in Workshop.objects.filter(cohort=cohort):
        enrolled = Enrolment.objects.filter(workshop=workshop).order_by().values("officer")
        begun = Attempt.objects.within(workshop).order_by().values("pk")
        found |= Q(officer__in=enrolled, pk__in=begun)
    return found


def sees_all(user) -> bool:
    """Whether they see the results of all provinces, as Attempt.objects.results_for has it."""
    return user.is_superuser or user.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN)


def provinces_for(user) -> list[Province]:
    """Those among which this person may choose; for most their own, and "all that I may see"."""
    if sees_all(user):
        return list(Province.objects.all())
    return list(Province.objects.filter(pk=user.province_id))


def cohorts_for(user, quiz: Quiz) -> list[Cohort]:
    """Those of the workshops that this person may see, in which this quiz may be taken."""
    workshops = Workshop.objects.known_to(user)
    if quiz.module_id:
        workshops = workshops.filter(programme=quiz.module.programme_id)
    return list(Cohort.objects.filter(pk__in=workshops.order_by().values("cohort")))


def asked(request, quiz: Quiz) -> Scope | None:
    """The scope that an address asks for, within what the person may see; None if they see none.
    What can't be read is as if it weren't there."""
    wished, user = request.GET, request.user
    own = [province.pk for province in provinces_for(user)]
    if not own:
        return None
    which, language = wished.get("which", ""), wished.get("language", "")
    channel, cohort = wished.get("channel", ""), wished.get("cohort", "")
    scope = Scope(
        which if which in WHICH else Scope.which,
        wished.get("province", ""),
        language if language in LANGUAGES else "",
        channel if channel in Attempt.Channel.values else "",
        cohort if cohort in {str(one.pk) for one in cohorts_for(user, quiz)} else "",
    )
    # A trainer's own are those of the workshops, wherever they come from.
    unasked = "" if user.has_role(roles.TRAINER) else None
    return _within_sight(scope, user, own, wants_all=wished.get("province", unasked) == "")


def _within_sight(scope: Scope, user, own: list[str], *, wants_all: bool) -> Scope:
    """One who doesn't see all has the own province, unless all that they may see is asked for."""
    if scope.province in own:
        return scope
    if sees_all(user):
        return replace(scope, province="")
    if wants_all:
        return replace(scope, province="", reader=str(user.pk))
    return replace(scope, province=own[0])
