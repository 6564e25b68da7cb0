"""A hand-in's receipt as a trainer saw it on an officer's phone."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .attempts import Attempt
from .quizzes import Quiz


class NotedReceiptQuerySet(models.QuerySet):
    def known_to(self, user):
        """The notes that this person may see: the own ones, and those on attempts whose results
        they may see as staff."""
        seen = Attempt.objects.results_for(user)
        return self.filter(Q(noted_by=user) | Q(attempt__in=seen))

    def not_arrived(self, user):
        """Those of which nothing has arrived: no hand-in that this person may see has the code."""
        seen = Attempt.objects.results_for(user)
        has_code = Q(phone_code=OuterRef("code")) | Q(receipt=OuterRef("code"))
        return self.exclude(Exists(seen.filter(has_code)))


class NotedReceipt(models.Model):
    """A code that somebody saw before, or after, its answers arrived.

    `attempt` is known where the QR was scanned, or the quiz and the officer were named; `who` is
    the officer as typed. `noted_at` is ours or the phone's time, as `time_trust` says.
    """

    code = models.CharField(max_length=12, db_index=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="noted_receipts"
    )
    noted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    time_trust = models.CharField(max_length=7)
    quiz = models.ForeignKey(
        Quiz, on_delete=models.PROTECT, null=True, related_name="noted_receipts"
    )
    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, null=True, related_name="noted_receipts"
    )
    who = models.CharField(max_length=80, blank=True)

    objects = NotedReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("noted receipt")
        verbose_name_plural = _("noted receipts")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "noted_by"], name="one_note_a_code_and_person")
        ]

    def __str__(self):
        return self.code
