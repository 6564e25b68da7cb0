from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .reports import Report
from .words import State


class Theme(models.Model):
    """What several reports are about, in LSSO's words. A report keeps all that is its own, so one
    that is taken out again is as it was."""

    title_lo = models.CharField(_("title in Lao"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_lo = models.TextField(_("text in Lao"), blank=True, max_length=1000)
    text_en = models.TextField(_("text in English"), blank=True, max_length=1000)
    sop = models.ForeignKey(
        "sop_pages.SOP", on_delete=models.SET_NULL, null=True, related_name="themes"
    )
    step = models.ForeignKey(
        "sop_pages.Step", on_delete=models.SET_NULL, null=True, related_name="themes"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    sample_key = models.CharField(max_length=20, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sample_key"],
                condition=~models.Q(sample_key=""),
                name="one_theme_a_sample",
            ),
            models.CheckConstraint(
                condition=~models.Q(title_lo="") & ~models.Q(title_en=""),
                name="theme_has_both_titles",
            ),
        ]

    def __str__(self):
        return self.title(get_language())

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_lo

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_lo


def _last_of(rows) -> Coalesce:
    """When the last of these rows of a vote's report was written; long ago for none."""
    last = rows.filter(report=OuterRef("report")).order_by("-at").values("at")[:1]
    never = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=models.DateTimeField())
    return Coalesce(Subquery(last), never)


class VoteQuerySet(models.QuerySet):
    def of(self, user):
        """This person's, with all that a row shows."""
        mine = self.filter(voter=user).with_answers()
        return mine.select_related("report__theme", "report__assigned_to")

    def with_answers(self):
        """Each with `answered_at`: when LSSO last said or did something that the voter may know.
        What it asks the sender back, what that brings, and that a category was corrected is
        between the two."""
        said = apps.get_model("feedback", "Message").objects.replies()
        done = apps.get_model("feedback", "StateChange").objects.exclude(after=F("before"))
        asked = State.NEED_INFO
        last = Greatest(
            _last_of(said.exclude(state=asked)),
            _last_of(done.exclude(before=asked).exclude(after=asked)),
        )
        return self.annotate(answered_at=last)

    def with_news(self):
        """Of those of a person, the ones whose answer the voter has not opened."""
        unseen = Q(seen_at=None) | Q(seen_at__lt=F("answered_at"))
        return self.filter(unseen, answered_at__gt=F("at"))


class Vote(models.Model):
    """ "This happens here too": one a person and report, with a place and perhaps a line.
    Of an old report only the place is left."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="votes"
    )
    district = models.ForeignKey(
        "officers.District", on_delete=models.PROTECT, null=True, related_name="+"
    )
    line = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    objects = VoteQuerySet.as_manager()
    answered_at = None  # see VoteQuerySet.with_answers

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "voter"], name="one_vote_a_person"),
        ]
        indexes = [models.Index(fields=["voter", "-at"], name="vote_of_person")]

    def __str__(self):
        return f"{self.report_id} {self.district_id}"

    @property
    def has_news(self) -> bool:
        """Whether an answer came that the voter has not opened; for votes found `with_answers`."""
        news = self.answered_at
        return bool(news and news > self.at and (self.seen_at is None or self.seen_at < news))


class Gram(models.Model):
    """A pair of neighbouring syllables in a report, as a number: what is alike is found by it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="grams")
    gram = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["gram", "report"], name="one_gram_a_report"),
        ]

    def __str__(self):
        return f"{self.report_id} {self.gram}"
