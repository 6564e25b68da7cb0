from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DraftPhotoQuerySet(models.QuerySet):
    def of(self, user, item_id):
        return self.filter(owner=user, item_id=item_id)

    def forgotten(self):
        return self.filter(at__lt=timezone.now() - timedelta(days=1))


class DraftPhoto(models.Model):
    """A photo, already cleaned, of a form that came back with a question: a browser can't fill a
    file field again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    objects = DraftPhotoQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("photo of a draft")
        verbose_name_plural = _("photos of drafts")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "item_id", "sha256"], name="one_draft_photo_a_hash"
            )
        ]

    def __str__(self):
        return self.sha256[:12]
