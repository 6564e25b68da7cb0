"""Numbers that the law or LSSO sets, each with the day from which it holds and its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

VALUE_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*$",
    _("A key is made of small letters, digits and underlines, such as vol_rate."),
)


@dataclass(frozen=True)
class Figure:
    """A reference value as plain data, for rendering and computing without the database.

    `later` are the values that follow it, each with its day, where a phone has to know them.
    """

    key: str
    value: Decimal
    unit: str
    label_lo: str = ""
    label_en: str = ""
    note_lo: str = ""
    note_en: str = ""
    source: str = ""
    valid_from: date | None = None
    reviewed: bool = False
    later: tuple[tuple[date, Decimal], ...] = ()

    def label(self, language: str) -> str:
        return (self.label_en if language == "en" else self.label_lo) or self.label_lo

    def note(self, language: str) -> str:
        return self.note_en if language == "en" else self.note_lo


class ReferenceValueQuerySet(models.QuerySet):
    def on(self, day: date) -> dict[str, Figure]:
        """What holds on this day: {key: Figure}. One query."""
        held = self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        # A value without a day is the oldest; of the rest the latest wins.
        ordered = held.order_by(F("valid_from").asc(nulls_first=True))
        return {row.key: row.figure() for row in ordered}

    def holding(self, day: date):
        """The rows that hold on this day, one a key."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        latest = self.model.objects.filter(begun, key=OuterRef("key"))
        latest = latest.order_by(F("valid_from").desc(nulls_last=True)).values("pk")[:1]
        return self.filter(pk=Subquery(latest))

    def changes_after(self, day: date, keys) -> list[date]:
        """The days after `day` on which one of these keys gets a new value, in order."""
        later = self.filter(key__in=keys, valid_from__gt=day)
        return sorted(set(later.values_list("valid_from", flat=True)))


class ReferenceValue(models.Model):
    """One value of a key. It holds until the day of the next one."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("percent")
        KIP_MONTH = "kip_month", _("kip a month")
        KIP = "kip", _("kip")
        MONTHS = "months", _("months")
        DAYS = "days", _("days")
        YEARS = "years", _("years")
        PHONE = "phone", _("phone number")
        NUMBER = "number", _("number")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[VALUE_KEY],
        help_text=_("Texts name it between braces: {vol_rate}."),
    )
    label_lo = models.CharField(_("name in Lao"), max_length=150)
    label_en = models.CharField(_("name in English"), max_length=150)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices, default=Unit.NUMBER)
    note_lo = models.CharField(_("of what, in Lao"), max_length=200, blank=True)
    note_en = models.CharField(_("of what, in English"), max_length=200, blank=True)
    valid_from = models.DateField(
        _("valid from"),
        null=True,
        blank=True,
        help_text=_("Left empty: the day is not known. It holds until the next one's day."),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("The document that says so.")
    )
    fact = models.CharField(_("fact"), max_length=10, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=8, choices=Confidence.choices, default=Confidence.LOW
    )
    reviewed = models.BooleanField(
        _("reviewed by LSSO"), default=False, help_text=_("LSSO has confirmed this value.")
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReferenceValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference value")
        verbose_name_plural = _("reference values")
        ordering = ["key", F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                name="one_value_a_day",
                violation_error_message=_("This key has a value from that day already."),
            ),
            # Two unknown days differ to a database; only one row a key may have none.
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(valid_from__isnull=True),
                name="one_value_without_a_day",
                violation_error_message=_("This key has a value without a day already."),
            ),
        ]

    def __str__(self):
        return f"{self.key} = {self.value.normalize():f}"

    def figure(self) -> Figure:
        return Figure(
            self.key,
            self.value,
            self.unit,
            self.label_lo,
            self.label_en,
            self.note_lo,
            self.note_en,
            self.source,
            self.valid_from,
            self.reviewed,
        )


def values_on(day: date) -> dict[str, Figure]:
    """The reference values that hold on this day: {key: Figure}. One query."""
    return ReferenceValue.objects.on(day)
