"""Sittings of a module at a workshop, and who was there."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enrolments import Enrolment
from .programmes import Module
from .workshops import Workshop


class SessionQuerySet(models.QuerySet):
    def running(self, now=None):
        return self.filter(closed_at__isnull=True, ends_at__gt=now or timezone.now())


class Session(models.Model):
    """A sitting in which people note that they are there. The codes that it shows are made from its
    `secret` and the time (quizzes/workshops/session_codes.py); they count from `opened_at` until it
    is closed, at the latest until `ends_at`."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="sessions")
    secret = models.CharField(max_length=64, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "module"],
                condition=Q(closed_at__isnull=True),
                name="one_open_session_a_workshop_and_module",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__lt=F("ends_at")), name="session_opens_before_it_ends"
            ),
        ]

    def __str__(self):
        return f"{self.workshop_id} {self.module_id} {self.opened_at:%Y-%m-%d}"

    @property
    def last_moment(self) -> datetime:
        return min(self.closed_at or self.ends_at, self.ends_at)

    def ran_at(self, moment: datetime) -> bool:
        return self.opened_at <= moment <= self.last_moment


class Attendance(models.Model):
    """One officer was at one module of a workshop: noted once, however often it is sent.

    `noted_at` is ours or the phone's time, as `time_trust` says.
    """

    class How(models.TextChoices):
        CODE = "code", _("by the code")
        QR = "qr", _("by the QR")
        LIST = "list", _("by the trainer's list")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="attendances")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="attendances"
    )
    how = models.CharField(max_length=4, choices=How.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    time_trust = models.CharField(max_length=7, default="server")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"], name="one_attendance_an_enrolment_and_module"
            ),
            models.CheckConstraint(
                condition=Q(how="list", session__isnull=True)
                | (~Q(how="list") & Q(session__isnull=False)),
                name="code_belongs_to_a_session",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.module_id}"
