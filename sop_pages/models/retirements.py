"""How an SOP, or one release of it, ceases to hold: three different acts, in a log that nobody
changes (database triggers refuse it)."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .releases import Release
from .sops import SOP


class RetirementQuerySet(models.QuerySet):
    def ending(self):
        """Those that end an SOP, not only one release of it."""
        return self.filter(act__in=Retirement.ENDING)

    def standing(self):
        """Of those the ones after which nothing was released: an SOP has at most one."""
        later = Release.objects.filter(sop=OuterRef("sop"), pk__gt=OuterRef("release")).standing()
        return self.ending().exclude(Exists(later))

    def on(self, day: date):
        """Those that hold on this day, until the day of a release that was issued afterwards."""
        later = Release.objects.filter(
            sop=OuterRef("sop"), pk__gt=OuterRef("release"), effective_from__lte=day
        ).standing()
        return self.ending().filter(holds_from__lte=day).exclude(Exists(later))

    def ending_release(self, release: Release, day: date):
        """The act by which this release holds no more on this day, or None: it is void, or its SOP
        was retired and nothing of it holds."""
        if release.ended:
            return self.filter(release=release, act=Retirement.Act.ERROR).first()
        act = self.standing_of(release.sop_id, day)
        return act if act and release.pk <= act.release_id else None

    def latest_of(self, sop_id: int):
        """The last act that ended this SOP, whether or not it came back since; or None."""
        return self.ending().filter(sop=sop_id).select_related("successor").order_by("-pk").first()

    def standing_of(self, sop_id: int, day: date):
        """What holds of this SOP on this day, or None."""
        return self.on(day).filter(sop=sop_id).select_related("successor").order_by("-pk").first()


class Retirement(models.Model):
    """One act. `release` is the void one, or for an SOP the newest that was issued by then: it and
    all before it hold no more from `holds_from` on; what is issued later brings the SOP back.

    `actor` is a number, not a relation: a person can be removed, the entry stays.
    """

    class Act(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced by another SOP")
        ERROR = "error", _("released in error")

    ENDING = (Act.WITHDRAWN, Act.REPLACED)

    sop = models.ForeignKey(SOP, on_delete=models.PROTECT, related_name="retirements")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="retirements")
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    successor = models.ForeignKey(
        SOP, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    holds_from = models.DateField(_("holds from"))
    reason_lo = models.CharField(_("reason in Lao"), max_length=300)
    reason_en = models.CharField(_("reason in English"), max_length=300)
    actor = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = RetirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("retirement")
        verbose_name_plural = _("retirements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "act"], name="one_act_a_release"),
            models.CheckConstraint(
                condition=Q(act="replaced", successor__isnull=False)
                | Q(~Q(act="replaced"), successor__isnull=True),
                name="successor_of_what_is_replaced",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("sop")),
                name="nothing_replaces_itself",
            ),
            models.CheckConstraint(
                condition=~Q(reason_lo="") & ~Q(reason_en=""), name="retirement_has_its_reasons"
            ),
        ]

    def __str__(self):
        return f"{self.sop_id} {self.act} {self.holds_from}"

    def reason(self, language: str) -> str:
        return self.reason_en if language == "en" else self.reason_lo
