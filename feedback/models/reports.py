from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .queries import ReportQuerySet
from .words import (
    ANSWERED,
    CLOSED,
    OUR_TURN,
    Category,
    Channel,
    HowOften,
    Severity,
    State,
    Visibility,
)


class Report(models.Model):
    """What an officer met in the field, and what became of it.

    `sop_code`, `step_key`, `step_title`, `release` and `shown` tell what was read when it was
    written; `sop` and `step` lead to what stands there today, if it still does. `version` grows
    with each deed, so that two reviewers can't act on one state unawares.
    """

    Category, Severity, HowOften = Category, Severity, HowOften
    Visibility, Channel, State = Visibility, Channel, State

    code = models.CharField(_("receipt code"), max_length=12, unique=True)
    item = models.OneToOneField(
        "offline.InboxItem",
        on_delete=models.SET_NULL,
        null=True,
        related_name="report",
        editable=False,
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("sent by"),
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.APP
    )
    category = models.CharField(_("category"), max_length=10, choices=Category.choices)
    severity = models.CharField(_("how bad"), max_length=10, choices=Severity.choices, blank=True)
    how_often = models.CharField(
        _("how often"), max_length=10, choices=HowOften.choices, blank=True
    )
    text = models.TextField(_("what happened"))
    proposal = models.TextField(_("what worked"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    searched = models.CharField(_("searched for"), max_length=200, blank=True)

    sop = models.ForeignKey(
        "sop_pages.SOP",
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("SOP"),
    )
    step = models.ForeignKey(
        "sop_pages.Step",
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("step"),
    )
    sop_code = models.CharField(max_length=20, blank=True)
    step_key = models.CharField(max_length=60, blank=True)
    step_title = models.CharField(max_length=300, blank=True)
    release = models.CharField(max_length=20, blank=True)
    shown = models.JSONField(default=dict)

    district = models.ForeignKey(
        "officers.District",
        on_delete=models.PROTECT,
        null=True,
        related_name="reports",
        verbose_name=_("district"),
    )
    province = models.ForeignKey(
        "officers.Province",
        on_delete=models.PROTECT,
        null=True,
        related_name="reports",
        verbose_name=_("province"),
    )
    theme = models.ForeignKey(
        "feedback.Theme",
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("theme"),
    )
    tags = models.ManyToManyField("feedback.Tag", related_name="reports", verbose_name=_("tags"))
    # The words, folded (sop_site.lao): what the desk searches.
    folded = models.TextField(blank=True, editable=False)
    visibility = models.CharField(
        _("who sees the name"),
        max_length=20,
        choices=Visibility.choices,
        default=Visibility.NORMAL,
    )
    sensitive = models.BooleanField(_("for the feedback lead only"), default=False)

    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.RECEIVED
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="assigned_reports",
        verbose_name=_("who has it"),
    )
    passed_to = models.CharField(_("passed on to"), max_length=120, blank=True)
    due = models.DateField(_("answer due"))
    paused_on = models.DateField(null=True)
    sent_at = models.DateTimeField(_("written"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    first_reply_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    news_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    # When name, words and photos went (feedback/forgetting.py).
    forgotten_at = models.DateTimeField(null=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    sample_key = models.CharField(max_length=20, blank=True)

    objects = ReportQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at"]
        default_permissions = ()
        permissions = [
            ("read_report", "Read reports of others"),
            ("answer_report", "Answer what the province can"),
            ("triage_report", "Answer, assign and close reports"),
            ("read_sensitive", "Read sensitive reports"),
            ("open_name", "Open a name that the sender keeps back"),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="report_queue"),
            models.Index(fields=["sender", "-received_at"], name="report_of_sender"),
            models.Index(fields=["step", "state"], name="report_of_step"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sample_key"],
                condition=~models.Q(sample_key=""),
                name="one_report_a_sample",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="report_state_is_known"
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("feedback:report", args=[self.code.lower()])

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def is_our_turn(self) -> bool:
        return self.state in OUR_TURN

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which an answer was due is gone by, whoever has the next word."""
        return self.due < timezone.localdate()

    @property
    def asks_sender(self) -> bool:
        return self.state == State.NEED_INFO

    @property
    def may_be_judged(self) -> bool:
        """Whether the sender can say if the answer helped."""
        return self.state in ANSWERED

    @property
    def has_news(self) -> bool:
        """Whether something happened that the sender has not opened yet."""
        return bool(self.news_at and (self.seen_at is None or self.seen_at < self.news_at))

    def step_name_in(self, language: str) -> str:
        """What the step was called when the report was written, in this language as far as known.
        No query where `shown` is there, or the step was read along."""
        read = self.shown.get(language)
        return read or (self.step.title(language) if self.step else "") or self.step_title

    @property
    def step_name(self) -> str:
        return self.step_name_in(get_language())

    @property
    def place(self) -> str:
        """Where it was met, down to the district."""
        names = [place.name for place in (self.district, self.province) if place]
        return ", ".join(names)
