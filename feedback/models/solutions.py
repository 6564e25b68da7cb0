from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sop_pages.models import RenderedSOP
from sop_site.officers import roles

from .reports import Report


class SolutionQuerySet(models.QuerySet):
    def ruled(self):
        """What officers read: LSSO said yes or no to it, and why."""
        return self.filter(state__in=Solution.RULED)

    def for_reader(self, person):
        """Of SOPs that all may read; LSSO reads all."""
        if person.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN):
            return self
        restricted = RenderedSOP.objects.filter(restricted=True).values("sop")
        return self.exclude(sop__in=restricted)

    def waiting(self):
        return self.filter(state=Solution.State.PROPOSED)

    def with_news(self):
        """Those that were ruled on since their officer last looked."""
        unseen = Q(seen_at=None) | Q(seen_at__lt=F("news_at"))
        return self.filter(unseen, news_at__isnull=False)

    def for_rows(self):
        return self.select_related("sop", "step", "district__province", "province", "author")


class Solution(models.Model):
    """What an officer tried that worked: sent alone or with a report, ruled on by a reviewer.

    `text` is the officer's own; `title_*` and `text_*` are LSSO's words, which all read once it is
    ruled. `is_named` is the officer's wish to be named with it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for LSSO")
        ALLOWED = "allowed", _("allowed")
        NOT_ALLOWED = "not_allowed", _("not allowed")
        ADOPTED = "adopted", _("taken into the SOP")
        ASIDE = "aside", _("set aside")

    RULED = (State.ALLOWED, State.NOT_ALLOWED, State.ADOPTED)

    report = models.OneToOneField(
        Report, on_delete=models.SET_NULL, null=True, related_name="solution"
    )
    item = models.UUIDField(null=True, unique=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="solutions",
        verbose_name=_("sent by"),
    )
    is_named = models.BooleanField(_("may be named"), default=False)
    text = models.TextField(_("what worked"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    sop = models.ForeignKey(
        "sop_pages.SOP", on_delete=models.SET_NULL, null=True, related_name="solutions"
    )
    step = models.ForeignKey(
        "sop_pages.Step", on_delete=models.SET_NULL, null=True, related_name="solutions"
    )
    district = models.ForeignKey(
        "officers.District", on_delete=models.PROTECT, null=True, related_name="+"
    )
    province = models.ForeignKey(
        "officers.Province", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PROPOSED
    )
    title_lo = models.CharField(_("title in Lao"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_lo = models.TextField(_("text in Lao"), max_length=600, blank=True)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    reason_lo = models.CharField(_("reason in Lao"), max_length=300, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=300, blank=True)
    note = models.ForeignKey(
        "sop_pages.LocalNote", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    news_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    sample_key = models.CharField(max_length=20, blank=True)

    objects = SolutionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sample_key"],
                condition=~Q(sample_key=""),
                name="one_solution_a_sample",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "aside"])
                | (~Q(title_lo="") & ~Q(title_en="") & ~Q(text_lo="") & ~Q(text_en="")),
                name="ruled_solution_has_both_languages",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_allowed") | (~Q(reason_lo="") & ~Q(reason_en="")),
                name="solution_not_allowed_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["sop", "state"], name="solution_of_sop")]

    def __str__(self):
        return self.title or f"{self.sop_id} {self.pk}"

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_lo

    @property
    def words(self) -> str:
        """LSSO's words in the reader's language, else the officer's own."""
        return (self.text_en if get_language() == "en" else self.text_lo) or self.text

    @property
    def reason(self) -> str:
        return self.reason_en if get_language() == "en" else self.reason_lo

    @property
    def has_news(self) -> bool:
        return self.news_at is not None and (self.seen_at is None or self.seen_at < self.news_at)


class Trial(models.Model):
    """ "Worked for me" or "didn't": one a person and solution, with a place."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="trials")
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    district = models.ForeignKey(
        "officers.District", on_delete=models.PROTECT, null=True, related_name="+"
    )
    worked = models.BooleanField(_("worked"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("trial of a solution")
        verbose_name_plural = _("trials of solutions")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["solution", "voter"], name="one_trial_a_person")
        ]

    def __str__(self):
        return f"{self.solution_id} {self.worked}"
