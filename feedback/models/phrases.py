from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .words import State


class Phrase(models.Model):
    """A saved reply in both languages. {braces} are filled in before it is sent."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    state = models.CharField(
        _("goes with the state"), max_length=20, choices=State.choices, blank=True
    )
    title_lo = models.CharField(_("title in Lao"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_lo = models.TextField(_("text in Lao"))
    text_en = models.TextField(_("text in English"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("saved phrase")
        verbose_name_plural = _("saved phrases")
        ordering = ["order", "key"]

    def __str__(self):
        return self.title_en if get_language() == "en" else self.title_lo

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_lo
