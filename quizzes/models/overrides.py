"""Other rules of a quiz for a person or a cohort: more time, another close, more attempts."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .quizzes import MOST_MINUTES, Quiz
from .workshops import Cohort

GIVES_SOMETHING = (
    # Each with its "not null": a check that comes to null is passed.
    Q(extra_minutes__isnull=False, extra_minutes__gte=1)
    | Q(extra_attempts__isnull=False, extra_attempts__gte=1)
    | Q(closes_at__isnull=False)
)


class Gift(models.Model):
    """What is given at a quiz, why, by whom and when."""

    extra_minutes = models.PositiveIntegerField(
        _("minutes more for an attempt"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
    )
    extra_attempts = models.PositiveSmallIntegerField(
        _("attempts more"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    closes_at = models.DateTimeField(_("closes instead"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        abstract = True


class Override(Gift):
    """What a trainer gave one person at one quiz; the newest gift takes the place of the one
    before, which the audit log still names."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="overrides")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_overrides"
    )

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["officer__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "officer"], name="one_override_a_quiz_and_officer"
            ),
            models.CheckConstraint(
                condition=GIVES_SOMETHING,
                name="override_gives_something",
                violation_error_message=_("Give more time, more attempts or another close."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.officer_id}"


class CohortOverride(Gift):
    """What a trainer gave a cohort at one quiz: the trainer's officers who are enrolled later get
    it then, one row each (quizzes/overriding.py). Each trainer of a cohort may give something."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="cohort_overrides")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="quiz_overrides")

    class Meta:
        verbose_name = _("exception of a cohort")
        verbose_name_plural = _("exceptions of cohorts")
        ordering = ["cohort__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "cohort", "given_by"], name="one_override_a_quiz_cohort_trainer"
            ),
            models.CheckConstraint(condition=GIVES_SOMETHING, name="cohort_override_gives"),
            models.CheckConstraint(condition=~Q(reason=""), name="cohort_override_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.cohort_id}"
