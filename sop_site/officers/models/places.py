from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A place with an official code and a name in each language."""

    name_en = models.CharField(_("name in English"), max_length=80)
    name_lo = models.CharField(_("name in Lao"), max_length=80)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the language that is being shown."""
        return self.name_en if get_language() == "en" else self.name_lo


class Province(Place):
    """One of the 18 provinces; its code is two digits, "01" to "18"."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    class Meta(Place.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


class District(Place):
    """A district; its code is four digits, those of its province first."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="districts", verbose_name=_("province")
    )

    class Meta(Place.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")
