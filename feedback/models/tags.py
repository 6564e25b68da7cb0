from django.db import models
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A word by which the desk finds reports again; no sender sees it. One spelling is enough:
    `folded` keeps the same word from standing there twice."""

    name = models.CharField(_("tag"), max_length=40)
    folded = models.CharField(max_length=80, unique=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self):
        return self.name
