from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RemovalRequest(models.Model):
    """A person's wish to be removed; gone when it was taken back or done (the log knows)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="removal_request"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("wish to be removed")
        verbose_name_plural = _("wishes to be removed")
        ordering = ["asked_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.person_id}"
