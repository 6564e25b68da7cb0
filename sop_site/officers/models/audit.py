from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditQuerySet(models.QuerySet):
    def of_deed(self, deed: str):
        return self.filter(deed=deed)

    def about(self, kind: str, identity):
        """All that was done to one thing, e.g. about("user", 12)."""
        return self.filter(subject_kind=kind, subject_id=str(identity))


class AuditEntry(models.Model):
    """One deed that must stay known: who, what, on what, when. Ids and states, never names.

    The actor is a number, not a foreign key: entries outlive people, and a deleted person's
    number resolves to "removed". Database triggers refuse change and deletion.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True)
    deed = models.CharField(_("deed"), max_length=40)
    subject_kind = models.CharField(_("kind"), max_length=40, blank=True)
    subject_id = models.CharField(_("subject"), max_length=64, blank=True)
    facts = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_subject"),
            models.Index(fields=["deed", "at"], name="audit_deed"),
        ]

    def __str__(self):
        return f"{self.deed} {self.subject_kind} {self.subject_id}".strip()
