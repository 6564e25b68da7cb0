import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reports import Report


def random_name(recording, filename: str) -> str:
    """A name that says nothing and can't be guessed."""
    name = secrets.token_urlsafe(24)
    return f"reports/{name[:2]}/{name}.{recording.type.partition('/')[2]}"


class Recording(models.Model):
    """A voice note of a report: Opus in WebM or Ogg, as the phone made it; one a report."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="recording")
    type = models.CharField(max_length=20)
    sound = models.FileField(upload_to=random_name)
    seconds = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("voice note")
        verbose_name_plural = _("voice notes")
        default_permissions = ()

    def __str__(self):
        return self.sound.name
