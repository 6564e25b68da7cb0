from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .releases import Release
from .sops import Step

BANDS = (5, 10, 20, 50, 100)


class ReleaseCause(models.Model):
    """What led to a release, as it was named when the release was approved: the words that all may
    read, and how many reports stood behind them. Database triggers refuse change and deletion.

    `source` and `key` lead to where it came from (causes.py). Without titles it is a report whose
    words nobody has put into others: readers see the step alone.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="causes")
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    step = models.ForeignKey(Step, on_delete=models.DO_NOTHING, null=True, related_name="+")
    title_lo = models.CharField(_("title in Lao"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    number = models.PositiveIntegerField(_("reports"), default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cause of a release")
        verbose_name_plural = _("causes of releases")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["release", "source", "key"], name="one_cause_a_release_and_key"
            )
        ]

    def __str__(self):
        return f"{self.release_id} {self.source}:{self.key}"

    @property
    def said(self) -> str:
        """For everybody, in the reader's language: the title, else the step's, else the SOP."""
        language = get_language()
        title = self.title_en if language == "en" else self.title_lo
        return title or (self.step.title(language) if self.step else str(_("The SOP as a whole")))

    @property
    def told_number(self) -> int:
        """How many reports at least, 0 where so few would tell who it was. Never exactly: beside
        the month's table it would tell of those that were about something else."""
        return max((band for band in BANDS if band <= self.number), default=0)
