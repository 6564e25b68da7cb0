"""What a question says. Once someone was asked, a version never changes again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .questions import Question


class FrozenVersion(Exception):
    """Someone was asked this version: it can't be changed or removed, only followed by the next."""

    def __init__(self):
        super().__init__(_("This version has been asked and can't be changed; write the next one."))


class QuestionVersionQuerySet(models.QuerySet):
    """Refuses what would pass by save() and delete()."""

    FROZEN_FIELDS = {"content", "number", "question", "question_id"}

    def asked(self):
        return self.filter(asked_at__isnull=False)

    def update(self, **values):
        if self.FROZEN_FIELDS & set(values) and self.asked().exists():
            raise FrozenVersion
        if values.get("asked_at", True) is None and self.asked().exists():
            raise FrozenVersion
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        if self.filter(pk__in=[obj.pk for obj in objs]).asked().exists():
            raise FrozenVersion
        return super().bulk_update(objs, fields, batch_size)

    def delete(self):
        if self.asked().exists():
            raise FrozenVersion
        return super().delete()


class QuestionVersion(models.Model):
    """One wording of a question, all its languages side by side.

    `content` (quizzes/content.py checks it) holds, each text as {"lo", "en"}: stem, explanation,
    hint; options [{key, text, weight, feedback}] and right_count for choices; answer, tolerance,
    unit, known_wrong [{value, feedback}] for numbers; accepted {lo: [], en: []}, known_wrong
    [{text, feedback}] for short texts; pairs and distractors (quizzes/pairing.py) for matching;
    items and order (quizzes/ordering.py) for ordering;
    parameters, formula, tolerance, unit, known_wrong (quizzes/computing.py) for computed ones;
    reference_keys for all. Numbers are strings (decimals).
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    asked_at = models.DateTimeField(_("first asked"), null=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        "officers.User", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

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

    def save(self, *args, **kwargs):
        if self.pk and type(self).objects.asked().filter(pk=self.pk).exists():
            raise FrozenVersion
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.pk and type(self).objects.asked().filter(pk=self.pk).exists():
            raise FrozenVersion
        return super().delete(*args, **kwargs)
