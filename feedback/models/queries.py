"""The questions that people ask of reports; above all, which of them a person may know of."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from sop_pages.models import SOPPage
from sop_site.officers import roles

from .words import CLOSED, OUR_TURN

NONE = Q(pk__in=[])
ALL = ~NONE  # an empty Q would vanish in "own | all"


class ReportQuerySet(models.QuerySet):
    """| who | reports |
    |---|---|
    | the sender | own, sensitive ones too |
    | lead | all |
    | reviewer, admin | all but sensitive ones |
    | coordinator | those of the own province, but sensitive ones |
    | trainer | those on own SOPs, but sensitive ones |
    | observer, superuser by that alone, anonymous | none |
    """

    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(sender=user) | _in_line_of_duty(user))

    def for_desk_of(self, user):
        """What the person sees on the desk: in the line of duty, not because they sent it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(_in_line_of_duty(user))

    def of_sender(self, user):
        return self.filter(sender=user)

    def open(self):
        return self.exclude(state__in=CLOSED)

    def waiting(self):
        """Those on which LSSO has the next word."""
        return self.filter(state__in=OUR_TURN)

    def late(self, today=None):
        return self.waiting().filter(due__lt=today or timezone.localdate())

    def with_words(self):
        """Those that are not so old that only numbers are left of them."""
        return self.filter(forgotten_at=None)

    def not_sensitive(self):
        return self.filter(sensitive=False)

    def late_first(self):
        """LSSO's turn first, by the day due; then the rest, newest first."""
        turn = Case(
            When(state__in=OUR_TURN, then=Value(0)),
            When(state__in=CLOSED, then=Value(2)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return self.annotate(turn=turn).order_by(
            "turn", Case(When(turn=0, then=F("due"))), "-received_at", "-pk"
        )

    def for_rows(self):
        """With all that a row in a list shows."""
        return self.select_related("sop", "step", "district__province", "province", "assigned_to")

    def for_page(self):
        """With all that the page of one report shows."""
        return self.for_rows().select_related("recording")

    def with_votes(self):
        """Each with `here_too`, how many colleagues said so."""
        votes = apps.get_model("feedback", "Vote").objects.filter(report=OuterRef("pk"))
        counted = votes.order_by().values("report").annotate(n=Count("pk")).values("n")
        return self.annotate(here_too=Coalesce(Subquery(counted), 0))


def _in_line_of_duty(user) -> Q:
    if user.has_role(roles.LEAD):
        return ALL
    if user.has_role(roles.REVIEWER, roles.ADMIN):
        return Q(sensitive=False)
    may = NONE
    if user.has_role(roles.COORDINATOR) and user.province_id:
        may |= Q(sensitive=False, province_id=user.province_id)
    if user.has_role(roles.TRAINER):
        may |= Q(sensitive=False, sop__in=sops_of(user))
    return may


def sops_of(user):
    """The SOPs that are this author's: whose page they own or edited last."""
    mine = Q(owner=user) | Q(latest_revision__user=user)
    return SOPPage.objects.filter(mine).values("sop")
