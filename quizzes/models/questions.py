"""A question's lasting identity: what it is about and how it stands, apart from its wording."""

import uuid
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from sop_pages.models import SOP, Step

from .keys import KEY
from .pools import Pool
from .stories import Story


class QuestionType(models.TextChoices):
    SINGLE = "single", _("single choice")
    MULTIPLE = "multiple", _("multiple choice")
    TRUEFALSE = "truefalse", _("true or false")
    NUMERIC = "numeric", _("number")
    SHORT = "short", _("short text")
    MATCHING = "matching", _("matching")
    ORDERING = "ordering", _("ordering")
    COMPUTED = "computed", _("computed")


class QuestionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    READY = "ready", _("ready")
    RETIRED = "retired", _("retired")


class QuestionQuerySet(models.QuerySet):
    def ready(self):
        """Those that may be drawn for an attempt."""
        return self.filter(state=QuestionState.READY)

    def readable_by(self, user):
        """Those whose keys this person may read, by their pools."""
        return self.filter(pool__in=Pool.objects.readable_by(user))

    def written_by(self, user):
        """Those of the pools in which this trainer writes."""
        return self.filter(pool__in=Pool.objects.for_trainer(user))

    def alone(self):
        """Those that can be asked without a case's story."""
        return self.filter(story__isnull=True)

    def with_newest(self):
        """Adds `newest_id`, the primary key of the version with the highest number."""
        from .versions import QuestionVersion

        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        return self.annotate(newest_id=Subquery(newest.values("pk")[:1]))


class Question(models.Model):
    """One question through all its versions.

    `key` is its name in files and in what phones send; it says nothing about the answer.
    """

    class Difficulty(models.TextChoices):
        EASY = "easy", _("easy")
        MEDIUM = "medium", _("medium")
        HARD = "hard", _("hard")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=40, unique=True, validators=[KEY])
    pool = models.ForeignKey(
        Pool,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("question pool"),
    )
    type = models.CharField(_("type"), max_length=10, choices=QuestionType.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=QuestionState.choices, default=QuestionState.DRAFT
    )
    difficulty = models.CharField(
        _("difficulty as meant"),
        max_length=6,
        choices=Difficulty.choices,
        default=Difficulty.MEDIUM,
    )
    critical = models.BooleanField(
        _("critical"),
        default=False,
        help_text=_("Who answers it wrong doesn't pass, whatever the mark."),
    )
    sop = models.ForeignKey(
        SOP,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("SOP"),
    )
    step = models.ForeignKey(
        Step,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("step to read again"),
    )
    tags = TaggableManager(_("tags"), blank=True)
    # Of a case: which story it is about, where it stands among the questions of it, and which part
    # of the case's marks it is worth beside the others' parts.
    story = models.ForeignKey(
        Story,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="questions",
        verbose_name=_("case"),
    )
    story_position = models.PositiveSmallIntegerField(
        _("place in the case"), null=True, editable=False
    )
    share = models.DecimalField(
        _("share of the case's marks"),
        max_digits=9,
        decimal_places=7,
        null=True,
        editable=False,
        validators=[MinValueValidator(Decimal("0.0000001"))],
    )
    title_lo = models.CharField(max_length=120, blank=True, editable=False)
    title_en = models.CharField(max_length=120, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=True, story_position__isnull=True, share__isnull=True)
                | Q(
                    story__isnull=False,
                    story_position__isnull=False,
                    share__isnull=False,
                    share__gt=0,
                ),
                name="question_of_a_case_has_place_and_share",
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.title}".strip()

    @property
    def title(self) -> str:
        """The beginning of its newest wording, in the language shown, else in the other."""
        first, second = self.title_lo, self.title_en
        if get_language() == "en":
            first, second = second, first
        return first or second
