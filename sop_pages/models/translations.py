"""From which text a passage was translated: what "behind" is computed from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .sops import Step


class StepTranslation(models.Model):
    """One passage in a language that is not its SOP's source language.

    `source_hash` is the content.passage_hash of the source as it was when this text was published
    or last changed; `own_hash` that of the translated text, so that publishing it again unchanged
    doesn't call it up to date.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=2)
    source_hash = models.CharField(max_length=64, blank=True)
    own_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("translated passage")
        verbose_name_plural = _("translated passages")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "language"], name="one_translation_a_step_and_language"
            ),
        ]

    def __str__(self):
        return f"{self.step} ({self.language})"
