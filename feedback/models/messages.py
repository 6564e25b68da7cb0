from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Report
from .words import State


class MessageQuerySet(models.QuerySet):
    def for_sender(self):
        """What the sender reads: never an internal note."""
        return self.exclude(to=Message.To.INTERNAL)

    def replies(self):
        """What was answered; that LSSO corrected a category is told to the sender, but no reply."""
        return self.filter(to=Message.To.SENDER)


class Message(models.Model):
    """One entry of a report's thread, in Markdown. `state` is what the report came to with it."""

    class By(models.TextChoices):
        SENDER = "sender", _("the sender")
        LSSO = "lsso", _("LSSO")
        COORDINATOR = "coordinator", _("the province")

    class To(models.TextChoices):
        SENDER = "sender", _("to the sender")
        # What LSSO did with the report, told to the sender; it answers nothing.
        TOLD = "told", _("to the sender")
        LSSO = "lsso", _("to LSSO")
        INTERNAL = "internal", _("internal note")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by = models.CharField(_("by"), max_length=12, choices=By.choices)
    to = models.CharField(_("to"), max_length=10, choices=To.choices)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    # The release that is the answer.
    release = models.ForeignKey(
        "sop_pages.Release", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id} {self.by} {self.to}"
