import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def hash_of(code: str) -> str:
    """What is stored of a slip's code. The code holds 80 random bits, so a plain hash suffices."""
    return hashlib.sha256(code.encode()).hexdigest()


class SlipQuerySet(models.QuerySet):
    def open(self):
        """Slips with which a password can still be set."""
        return self.filter(
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )

    def with_code(self, code: str):
        return self.filter(code_hash=hash_of(code))


class Slip(models.Model):
    """A printed first sign-in: valid once, for 14 days. Only the hash of its code is stored."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="slips"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in slip")
        verbose_name_plural = _("sign-in slips")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_slip_a_person",
            )
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def state(self) -> str:
        """ "open", "used", "withdrawn" or "expired"."""
        if self.used_at:
            return "used"
        if self.withdrawn_at or not self.user.is_active:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "open"
