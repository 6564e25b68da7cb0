from django.db import models
from django.utils.translation import gettext_lazy as _


class Pool(models.Model):
    """A heap of questions that belong together, usually those of one module."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("question pool")
        verbose_name_plural = _("question pools")
        ordering = ["name"]

    def __str__(self):
        return self.name
