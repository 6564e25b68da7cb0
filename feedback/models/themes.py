from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .reports import Report


class Theme(models.Model):
    """What several reports are about, in LSSO's words. A report keeps all that is its own, so one
    that is taken out again is as it was."""

    title_lo = models.CharField(_("title in Lao"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_lo = models.TextField(_("text in Lao"), blank=True, max_length=1000)
    text_en = models.TextField(_("text in English"), blank=True, max_length=1000)
    sop = models.ForeignKey(
        "sop_pages.SOP", on_delete=models.SET_NULL, null=True, related_name="themes"
    )
    step = models.ForeignKey(
        "sop_pages.Step", on_delete=models.SET_NULL, null=True, related_name="themes"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    sample_key = models.CharField(max_length=20, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sample_key"],
                condition=~models.Q(sample_key=""),
                name="one_theme_a_sample",
            ),
            models.CheckConstraint(
                condition=~models.Q(title_lo="") & ~models.Q(title_en=""),
                name="theme_has_both_titles",
            ),
        ]

    def __str__(self):
        return self.title(get_language())

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_lo

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_lo


class VoteQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(voter=user).select_related("report__theme", "report__assigned_to")

    def with_news(self):
        """Those whose report got an answer that the voter has not opened."""
        news = models.Q(report__news_at__gt=models.F("at"))
        unseen = models.Q(seen_at__isnull=True) | models.Q(seen_at__lt=models.F("report__news_at"))
        return self.filter(news & unseen)


class Vote(models.Model):
    """ "This happens here too": one a person and report, with a place and perhaps a line.
    Of an old report only the place is left."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="votes"
    )
    district = models.ForeignKey(
        "officers.District", on_delete=models.PROTECT, null=True, related_name="+"
    )
    line = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    objects = VoteQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "voter"], name="one_vote_a_person"),
        ]
        indexes = [models.Index(fields=["voter", "-at"], name="vote_of_person")]

    def __str__(self):
        return f"{self.report_id} {self.district_id}"

    @property
    def has_news(self) -> bool:
        news = self.report.news_at
        return bool(news and news > self.at and (self.seen_at is None or self.seen_at < news))


class Gram(models.Model):
    """A pair of neighbouring syllables in a report, as a number: what is alike is found by it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="grams")
    gram = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["gram", "report"], name="one_gram_a_report"),
        ]

    def __str__(self):
        return f"{self.report_id} {self.gram}"
