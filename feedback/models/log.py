from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Report
from .words import State


class StateChange(models.Model):
    """One change of a report's state or holder. Database triggers refuse change and deletion.

    Who did it is a number, not a foreign key: entries outlive people.
    """

    report = models.ForeignKey(Report, on_delete=models.DO_NOTHING, related_name="changes")
    before = models.CharField(max_length=20, choices=State.choices, blank=True)
    after = models.CharField(max_length=20, choices=State.choices)
    actor_id = models.BigIntegerField(null=True)
    assigned_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id} {self.before} {self.after}"
