"""A case: one story that several questions are about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .frozen import FrozenQuerySet, Wording
from .keys import KEY
from .pools import Pool


class StoryQuerySet(models.QuerySet):
    def ready(self):
        """Those that may be drawn for an attempt."""
        return self.filter(state=Story.State.READY)

    def readable_by(self, user):
        """Those whose keys this person may read, by their pools."""
        return self.filter(pool__in=Pool.objects.readable_by(user))


class Story(models.Model):
    """One story through all its versions; its questions name it (`Question.story`).

    `key` is its name in files, as a question's is.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")

    key = models.CharField(_("key"), max_length=36, unique=True, validators=[KEY])
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, related_name="stories", verbose_name=_("question pool")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    title_lo = models.CharField(max_length=120, blank=True, editable=False)
    title_en = models.CharField(max_length=120, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["key"]

    def __str__(self):
        return f"{self.key} {self.title}".strip()

    @property
    def title(self) -> str:
        """The beginning of its newest wording, in the language shown, else in the other."""
        first, second = self.title_lo, self.title_en
        if get_language() == "en":
            first, second = second, first
        return first or second


class StoryVersionQuerySet(FrozenQuerySet):
    FROZEN_FIELDS = {*FrozenQuerySet.FROZEN_FIELDS, "story", "story_id"}


class StoryVersion(Wording):
    """One wording of a story. `content` holds, each as {"lo", "en"}: `story`, read before the
    answers, and `explanation`, read after them (quizzes/stories.py checks it)."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="versions")

    objects = StoryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("case version")
        verbose_name_plural = _("case versions")
        ordering = ["story", "number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_story_version_a_number"),
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(asked_at__isnull=True),
                name="one_story_version_not_yet_asked",
            ),
        ]

    def __str__(self):
        return f"{self.story.key} v{self.number}"
