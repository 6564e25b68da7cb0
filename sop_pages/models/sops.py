"""What an SOP and its steps are, apart from any language: the things that others point at."""

from uuid import UUID, uuid4, uuid5

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_MINUTES = 9999
CODE = RegexValidator(
    r"^[A-Z]{2,4}-[0-9]{2}$",
    _("A code is two to four capital letters, a dash and two digits, such as REG-01."),
)
KEY = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("A key is made of small letters, digits and dashes, such as agree-day."),
)


class SOP(models.Model):
    """One Standard Operating Procedure, whatever its languages.

    Its pages (`SOPPage`, one a language) share this row and, as translation_key, its uuid.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=7, unique=True, validators=[CODE])
    source_language = models.CharField(
        _("written first in"),
        max_length=2,
        choices=[("lo", "ລາວ"), ("en", "English")],
        default="lo",
    )

    class Meta:
        verbose_name = _("SOP")
        verbose_name_plural = _("SOPs")
        ordering = ["code"]

    def __str__(self):
        return self.code

    def block_id(self, key: str) -> UUID:
        """The id of the block with this key, the same in each language's file."""
        return uuid5(self.uuid, key)


class Step(models.Model):
    """A step, or another keyed passage of an SOP: what reports, questions and notes point at.

    Identity is (SOP, block id); the key is its readable name. A row outlives the passage: what
    was taken out of the SOP is `present = False`, so that old reports still know where they were.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("step")
        OBJECTION = "objection", _("objection")
        BRING = "bring", _("to bring")
        CONDITION = "condition", _("condition")
        BENEFIT = "benefit", _("benefit")
        CHECK = "check", _("check")

    sop = models.ForeignKey(SOP, on_delete=models.CASCADE, related_name="steps")
    block_id = models.UUIDField()
    key = models.CharField(_("key"), max_length=60, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"), default=0)
    title_lo = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    present = models.BooleanField(_("still in the SOP"), default=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["sop", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sop", "block_id"], name="one_step_a_block"),
            models.UniqueConstraint(fields=["sop", "key"], name="one_step_a_key"),
        ]

    def __str__(self):
        return f"{self.sop.code} {self.key}"

    def title(self, language: str) -> str:
        """The title in this language, else in the other."""
        first, second = (self.title_lo, self.title_en)
        if language == "en":
            first, second = second, first
        return first or second
