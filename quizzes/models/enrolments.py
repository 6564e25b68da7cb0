"""Who takes part in which workshop, and how they came to be on its list."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sop_site.officers import roles

from .workshops import Workshop, sees_all


class EnrolmentQuerySet(models.QuerySet):
    def known_to(self, user):
        """The enrolments that this person may see as staff: a trainer those of the own workshops,
        a coordinator those of people of the own province, reviewers and administrators all."""
        if sees_all(user):
            return self
        mine = Q(pk__in=[])
        if user.has_role(roles.TRAINER):
            led = Workshop.trainers.through.objects.filter(workshop=OuterRef("workshop"), user=user)
            mine |= Q(Exists(led))
        if user.has_role(roles.COORDINATOR) and user.province_id:
            mine |= Q(officer__province=user.province_id)
        return self.filter(mine)


class Enrolment(models.Model):
    """One officer in one workshop."""

    class How(models.TextChoices):
        HAND = "hand", _("by hand")
        FILE = "file", _("from a file")
        CODE = "code", _("by the join code")

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="enrolments")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    how = models.CharField(max_length=4, choices=How.choices)
    # Whoever put the officer on the list: a trainer, or the officer with the code.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["workshop", "officer__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "officer"], name="one_enrolment_a_workshop_and_officer"
            )
        ]

    def __str__(self):
        return f"{self.workshop_id} {self.officer_id}"
