from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Report


class Channel(models.TextChoices):
    MAIL = "mail", _("E-mail")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")


class Reach(models.Model):
    """Where a person wants to hear of news, given by the person for this alone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reach"
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("e-mail or phone number"), max_length=254)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("way to a person")
        verbose_name_plural = _("ways to people")
        default_permissions = ()

    def __str__(self):
        return f"{self.person_id} {self.channel}"


class Notice(models.Model):
    """A line that is to go out, once; the words are made when it goes."""

    class Kind(models.TextChoices):
        SENDER = "sender", _("to the sender")
        VOTER = "voter", _("to who said: here too")
        HOLDER = "holder", _("to who has reports")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        NOT_NEEDED = "not_needed", _("not needed any more")
        GIVEN_UP = "given_up", _("given up")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # What it is about, with its moment: the same news is one notice.
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_a_news"),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="notice_due")]

    def __str__(self):
        return f"{self.person_id} {self.key}"
