"""Whose attempts a quiz's figures are made of."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sop_site.officers import roles
from sop_site.officers.models import Province

from ..content import LANGUAGES
from ..models import Attempt, Quiz
from ..statistics.sitting import WHICH


@dataclass(frozen=True)
class Scope:
    """`which` is one of statistics.sitting.WHICH; `province` a code, `language` "lo" or "en",
    `channel` one of Attempt.Channel; "" means all."""

    which: str = "highest"
    province: str = ""
    language: str = ""
    channel: str = ""

    @property
    def key(self) -> str:
        """Its name in the database, "highest:06:lo"; "highest:06:lo:paper" of one channel."""
        channel = f":{self.channel}" if self.channel else ""
        return f"{self.which}:{self.province}:{self.language}{channel}"

    @classmethod
    def of_key(cls, key: str) -> "Scope":
        return cls(*key.split(":"))

    def attempts(self, quiz: Quiz) -> QuerySet[Attempt]:
        """The handed-in attempts at this quiz that lie in the scope; `which` is not applied."""
        found = quiz.attempts.handed_in()
        if self.province:
            found = found.filter(officer__province=self.province)
        if self.channel:
            found = found.filter(channel=self.channel)
        return found.filter(language=self.language) if self.language else found


def sees_all(user) -> bool:
    """Whether they see the results of all provinces, as Attempt.objects.results_for has it."""
    return user.is_superuser or user.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN)


def provinces_for(user) -> list[Province]:
    """Those among which this person may choose; their own is the only one for most."""
    if sees_all(user):
        return list(Province.objects.all())
    return list(Province.objects.filter(pk=user.province_id))


def asked(request) -> Scope | None:
    """The scope that an address asks for, within what the person may see; None if they see none.
    What can't be read is as if it weren't there."""
    wished = request.GET
    which = wished.get("which", "")
    language = wished.get("language", "")
    channel = wished.get("channel", "")
    codes = [province.pk for province in provinces_for(request.user)]
    province = wished.get("province", "")
    if province not in codes:
        province = "" if sees_all(request.user) else next(iter(codes), None)
    if province is None:
        return None
    return Scope(
        which if which in WHICH else Scope.which,
        province,
        language if language in LANGUAGES else "",
        channel if channel in Attempt.Channel.values else "",
    )
