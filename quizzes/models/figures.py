"""The statistics of a quiz, kept so that a page need not make them."""

from django.db import models

from .quizzes import Quiz


class QuizFigures(models.Model):
    """Figures of one quiz in one scope, with the time and what they were made of.

    `mark` names the attempts that were there (quizzes/figures/keeping.py); when it is another by
    now, the figures are behind.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="figures")
    scope = models.CharField(max_length=60)
    mark = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "figures of a quiz"
        verbose_name_plural = "figures of quizzes"
        constraints = [
            models.UniqueConstraint(fields=["quiz", "scope"], name="one_set_of_figures_a_scope"),
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.scope}"
