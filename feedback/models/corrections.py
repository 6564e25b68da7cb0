from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Report


class Correction(models.Model):
    """Category, SOP and step of a report as they were and as LSSO put them: {category, sop_code,
    step_key, step_title, release, shown}. The first one of a report holds what the sender chose.

    Who did it is a number, not a foreign key: entries outlive people.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="corrections")
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id} {self.became.get('category')}"
