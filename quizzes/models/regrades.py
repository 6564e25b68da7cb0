"""Marks given anew after a key was corrected: who did it, why, and every mark that it changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attempts import MARK, Attempt, Response
from .quizzes import Quiz
from .versions import QuestionVersion


class Regrade(models.Model):
    """One recorded act. Its rows are only added to (triggers hold them on both engines)."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="regrades")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=600)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.quiz_id} {self.made_at}"


class RegradedResponse(models.Model):
    """One answer's mark before and after, and by which version's key."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="responses")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="regrades")
    old_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    new_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    old_mark = models.DecimalField(**MARK)
    new_mark = models.DecimalField(**MARK)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regrade", "response"], name="one_change_of_a_response_a_regrade"
            )
        ]

    def __str__(self):
        return f"{self.regrade_id} {self.response_id}"


class RegradedAttempt(models.Model):
    """One attempt's mark before and after, and whether it was and is passed."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="attempts")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="regrades")
    old_mark = models.DecimalField(**MARK)
    new_mark = models.DecimalField(**MARK)
    old_passed = models.BooleanField()
    new_passed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regrade", "attempt"], name="one_change_of_an_attempt_a_regrade"
            )
        ]

    def __str__(self):
        return f"{self.regrade_id} {self.attempt_id}"
