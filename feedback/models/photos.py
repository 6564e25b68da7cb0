import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from .reports import Report


def random_name(photo, filename: str) -> str:
    """A name that says nothing and can't be guessed; never what the sender called the file."""
    name = secrets.token_urlsafe(24)
    return f"reports/{name[:2]}/{name}.jpg"


class ReportPhoto(models.Model):
    """A photo of a report, cleaned: JPEG, at most 2,048 px, without what the camera noted."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    image = models.FileField(upload_to=random_name)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("photo of a report")
        verbose_name_plural = _("photos of reports")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "sha256"], name="one_photo_a_hash")
        ]

    def __str__(self):
        return self.image.name
