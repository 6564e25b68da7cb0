"""Translations: what each text of a release was made from, and where it is behind its source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..staleness import Behind, Made
from .releases import Release
from .sops import SOP


class ReleaseTranslation(models.Model):
    """A release's text in a language that is not its SOP's source language.

    `made` holds a staleness.Made for each passage, {block id: {source, own, release}}; `behind` the
    staleness.Behind of those that don't say what their source says in this release. Both are
    computed when the release is issued, from its own texts, so an old release tells of itself.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=2)
    made = models.JSONField(default=dict)
    behind = models.JSONField(default=list)

    class Meta:
        verbose_name = _("translation of a release")
        verbose_name_plural = _("translations of releases")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language"], name="one_translation_a_release_and_language"
            ),
        ]

    def __str__(self):
        return f"{self.release_id} {self.language}"

    def made_of(self) -> dict[str, Made]:
        return {block_id: Made(**kept) for block_id, kept in self.made.items()}

    def passages_behind(self) -> list[Behind]:
        """As computed then; what a person said since is RightTranslation's."""
        return [Behind(**kept) for kept in self.behind]


class RightTranslation(models.Model):
    """LSSO's word that a passage needs no change: these words (hash) say what those of the source
    (hash) say, though the source was changed since they were written."""

    sop = models.ForeignKey(SOP, on_delete=models.CASCADE, related_name="right_translations")
    language = models.CharField(max_length=2)
    block_id = models.CharField(max_length=36)
    source = models.CharField(max_length=64)
    own = models.CharField(max_length=64)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("said by"),
    )
    said_at = models.DateTimeField(_("said"), auto_now_add=True)

    class Meta:
        verbose_name = _("translation said to be right")
        verbose_name_plural = _("translations said to be right")
        constraints = [
            models.UniqueConstraint(
                fields=["sop", "language", "block_id", "source", "own"],
                name="one_word_on_a_pair_of_texts",
            ),
        ]

    def __str__(self):
        return f"{self.sop} {self.language} {self.block_id}"
