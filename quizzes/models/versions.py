"""What a question says. Once someone was asked, a version never changes again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .frozen import FrozenQuerySet, Wording
from .questions import Question


class QuestionVersionQuerySet(FrozenQuerySet):
    FROZEN_FIELDS = {*FrozenQuerySet.FROZEN_FIELDS, "question", "question_id"}


class QuestionVersion(Wording):
    """One wording of a question, all its languages side by side.

    `content` (quizzes/content.py checks it) holds, each text as {"lo", "en"}: stem, explanation,
    hint; options [{key, text, weight, feedback}] and right_count for choices; answer, tolerance,
    unit, known_wrong [{value, feedback}] for numbers; accepted {lo: [], en: []}, known_wrong
    [{text, feedback}] for short texts; pairs and distractors (quizzes/pairing.py) for matching;
    items and order (quizzes/ordering.py) for ordering;
    parameters, formula, tolerance, unit, known_wrong (quizzes/computing.py) for computed ones;
    reference_keys for all, picture {file, width, height, alt} and sound {file, said}
    (quizzes/files.py) where there is one. Numbers are strings (decimals).
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(asked_at__isnull=True),
                name="one_version_not_yet_asked",
            ),
        ]

    def __str__(self):
        return f"{self.question.key} v{self.number}"
