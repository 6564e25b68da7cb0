from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .reports import Report
from .themes import Theme


class PublicAnswer(models.Model):
    """An answer that everybody may read, in LSSO's words in both languages: what was said, and what
    became of it. It names nobody. `taken_back_at` takes it off the page."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        NOT_NOW = "not_now", _("Not now")
        PASSED_ON = "passed_on", _("Passed on")

    theme = models.OneToOneField(
        Theme, on_delete=models.SET_NULL, null=True, related_name="public_answer"
    )
    report = models.OneToOneField(
        Report, on_delete=models.SET_NULL, null=True, related_name="public_answer"
    )
    sop = models.ForeignKey("sop_pages.SOP", on_delete=models.SET_NULL, null=True, related_name="+")
    title_lo = models.CharField(_("what was said, in Lao"), max_length=120)
    title_en = models.CharField(_("what was said, in English"), max_length=120)
    text_lo = models.TextField(_("answer in Lao"), max_length=1000)
    text_en = models.TextField(_("answer in English"), max_length=1000)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    taken_back_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public answer")
        verbose_name_plural = _("public answers")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~(Q(title_lo="") | Q(title_en="") | Q(text_lo="") | Q(text_en="")),
                name="public_answer_has_both_languages",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_lo

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_lo
