from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

EACH_YEAR = Q(month__isnull=False, day__isnull=False, on__isnull=True)
ONE_DATE = Q(month__isnull=True, day__isnull=True, on__isnull=False)
NOT_KNOWN = Q(month__isnull=True, day__isnull=True, on__isnull=True)


class Holiday(models.Model):
    """A public holiday: on the same day each year, or on one date as it was announced. With
    neither its day is not known yet, and counts for nothing."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_lo = models.CharField(_("name in Lao"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    month = models.PositiveSmallIntegerField(_("month, if each year"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day, if each year"), null=True, blank=True)
    on = models.DateField(_("date, if for one year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["on", "month", "day", "key"]
        constraints = [
            models.CheckConstraint(
                condition=EACH_YEAR | ONE_DATE | NOT_KNOWN, name="holiday_each_year_or_one_date"
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True)
                | Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="holiday_is_a_day_of_a_year",
            ),
        ]

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_lo

    def clean(self):
        each_year = (self.month is not None) + (self.day is not None)
        if each_year == 1 or (each_year and self.on):
            raise ValidationError(
                _("Give a month and a day, or one date; leave all empty while it is not known.")
            )
