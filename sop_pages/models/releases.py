"""Releases: what LSSO stands behind, with its number, its day and its frozen texts."""

import re
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..content import Document
from .sops import SOP

NUMBER = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)


class ReleaseQuerySet(models.QuerySet):
    def standing(self):
        """All but those released in error: these never were in force."""
        return self.exclude(ended=Release.Ended.ERROR)

    def in_order(self):
        """The latest first: by the day from which they hold, then by number."""
        return self.order_by("-effective_from", "-major", "-minor")

    def holding(self, day: date):
        """Those whose day has come, less those of SOPs that were retired by this day. The latest
        of an SOP is the one that holds."""
        from .retirements import Retirement

        ended = Retirement.objects.ending().filter(
            sop=OuterRef("sop"), holds_from__lte=day, release__gte=OuterRef("pk")
        )
        return self.standing().filter(effective_from__lte=day).exclude(Exists(ended))

    def in_force(self, code: str, day: date):
        """The release of this SOP that holds on this day, or None. One query."""
        return self.holding(day).filter(sop__code=code).in_order().first()

    def to_confirm(self):
        """Those that nobody at LSSO has approved: issued by import, or in an emergency."""
        return self.standing().exclude(way=Release.Way.APPROVAL).filter(confirmed_by=None)


class Release(models.Model):
    """An issued version of an SOP in all its languages.

    It holds from `effective_from`, at midnight in Vientiane, until the next one of its SOP does.
    What was issued never changes; `ended` and `confirmed_by` say what became of it.
    """

    class Way(models.TextChoices):
        APPROVAL = "approval", _("approved by LSSO")
        IMPORT = "import", _("issued by import")
        EMERGENCY = "emergency", _("issued in an emergency")

    class Ended(models.TextChoices):
        NO = "", _("stands")
        ERROR = "error", _("released in error")

    sop = models.ForeignKey(SOP, on_delete=models.PROTECT, related_name="releases")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    effective_from = models.DateField(_("effective from"))
    meaning_unchanged = models.BooleanField(_("minor, meaning unchanged"), default=False)
    note_lo = models.TextField(_("change note in Lao"), blank=True)
    note_en = models.TextField(_("change note in English"), blank=True)
    way = models.CharField(_("how it was issued"), max_length=10, choices=Way.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    behind = models.JSONField(_("languages behind"), default=list, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("last editor"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("approved by"),
    )
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    sha256 = models.CharField(max_length=64)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True, default=Ended.NO)
    ended_reason = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["sop", "-effective_from", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(fields=["sop", "major", "minor"], name="one_release_a_number"),
            # Who approves is never who edited last; a database remembers it when code forgets.
            models.CheckConstraint(
                condition=~Q(way="approval")
                | Q(approved_by__isnull=True)
                | Q(edited_by__isnull=True)
                | ~Q(approved_by=F("edited_by")),
                name="approver_is_not_the_editor",
            ),
            models.CheckConstraint(
                condition=Q(meaning_unchanged=True) | ~Q(note_lo="") | Q(way="import"),
                name="release_says_what_changed",
            ),
        ]
        indexes = [models.Index(fields=["sop", "effective_from"], name="release_by_day")]

    def __str__(self):
        return f"{self.sop.code} {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    def note(self, language: str) -> str:
        """The change note in this language, else in the other."""
        notes = (self.note_lo, self.note_en) if language == "lo" else (self.note_en, self.note_lo)
        return next(filter(None, notes), "")

    def next_one(self):
        """The release that takes or took its place, or None."""
        later = Release.objects.standing().filter(sop_id=self.sop_id).exclude(pk=self.pk)
        after = Q(effective_from__gt=self.effective_from) | Q(
            Q(effective_from=self.effective_from),
            Q(major__gt=self.major) | Q(major=self.major, minor__gt=self.minor),
        )
        return later.filter(after).order_by("effective_from", "major", "minor").first()

    def retirement(self):
        """The act by which its SOP ceased to hold after it, or None."""
        found = self.sop.retirements.ending().filter(release__gte=self.pk)
        return found.order_by("holds_from").first()

    def day_to_read(self, today: date) -> date:
        """The day whose values it shows: today while it is in force, else its last or first day."""
        following, retirement = self.next_one(), self.retirement()
        ends = [following.effective_from] if following else []
        ends += [retirement.holds_from] if retirement else []
        if ends and min(ends) <= today:
            return max(min(ends) - timedelta(days=1), self.effective_from)
        return max(today, self.effective_from)


class ReleaseText(models.Model):
    """A release's frozen copy in one language: what was read, with `{key}` in place of numbers.

    `content` is content.Document.as_json(), `sha256` its Document.hash(). Database triggers refuse
    change and deletion. `revision` is the Wagtail revision to publish once its day has come.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=255)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("text of a release")
        verbose_name_plural = _("texts of releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "language"], name="one_text_a_language")
        ]

    def __str__(self):
        return f"{self.release_id} {self.language}"

    def document(self) -> Document:
        return Document.from_json(self.content)
