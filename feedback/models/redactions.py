from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .photos import ReportPhoto, random_name
from .reports import Report


class Redaction(models.Model):
    """What stood in one text of a report before words in it were blacked out, or a photo before
    parts of it were. Leads alone see it, and each look is logged.

    `where` is "text", "proposal", "message:12" or "vote:3"; who did it is a number, as in a log.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="redactions")
    where = models.CharField(max_length=40)
    original = models.TextField(blank=True)
    photo = models.ForeignKey(
        ReportPhoto, on_delete=models.CASCADE, null=True, related_name="redactions"
    )
    image = models.FileField(upload_to=random_name, blank=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("blacked out words or photo")
        verbose_name_plural = _("blacked out words and photos")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id} {self.where}"
