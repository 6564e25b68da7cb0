"""When an SOP is to be looked at again, by whom, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .sops import SOP


class ReviewPlanQuerySet(models.QuerySet):
    def read(self):
        """Of SOPs that officers read now."""
        return self.filter(sop__pages__live=True).distinct()

    def due_by(self, day):
        """Those whose day comes up to this one, the earliest first."""
        return self.filter(review_on__lte=day).order_by("review_on", "sop__code")


class ReviewPlan(models.Model):
    """Who answers for an SOP, and the day by which they look at it again."""

    sop = models.OneToOneField(SOP, on_delete=models.CASCADE, related_name="review_plan")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who is reminded. If this person leaves, LSSO's lead is."),
    )
    review_on = models.DateField(
        _("look at it again by"), null=True, blank=True, help_text=_("Officers don't see this.")
    )

    objects = ReviewPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("review plan")
        verbose_name_plural = _("review plans")

    def __str__(self):
        return f"{self.sop_id}: {self.review_on}"

    @property
    def owner_is_there(self) -> bool:
        return bool(self.owner and self.owner.is_active and self.owner.enters_cms)


class Review(models.Model):
    """Somebody read the SOP and found that nothing is to be changed."""

    sop = models.ForeignKey(SOP, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(_("read"), auto_now_add=True)
    due_on = models.DateField(_("was due"), null=True)
    next_on = models.DateField(_("next"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-read_at", "-pk"]

    def __str__(self):
        return f"{self.sop_id}: {self.read_at}"


class ReviewReminder(models.Model):
    """A reminder of one day, `days` before it; `mailed_at` is None while no mail has left."""

    plan = models.ForeignKey(ReviewPlan, on_delete=models.CASCADE, related_name="reminders")
    review_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("review reminder")
        verbose_name_plural = _("review reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "review_on", "days"], name="one_reminder_a_day_and_distance"
            ),
            models.CheckConstraint(
                condition=Q(days__in=[60, 30, 7]), name="reminder_60_30_or_7_days_before"
            ),
        ]

    def __str__(self):
        return f"{self.plan_id}: {self.days}"
