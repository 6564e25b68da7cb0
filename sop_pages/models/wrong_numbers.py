"""What officers said of a contact: its number is wrong. Open until it is mended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .contacts import Contact


class WrongNumberQuerySet(models.QuerySet):
    def open(self):
        return self.filter(mended_at__isnull=True)

    def for_editor(self, person):
        """The open ones of contacts that this person may edit, the oldest first."""
        editable = Contact.objects.editable_by(person).values("pk")
        return self.open().filter(contact__in=editable).order_by("reported_at", "pk")

    def mend(self) -> int:
        """Closes these; returns how many were open."""
        return self.open().update(mended_at=timezone.now())


class WrongNumber(models.Model):
    """One person's word that the number shown for a contact (`phone`) is wrong."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="wrong_numbers")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    phone = models.CharField(_("phone"), max_length=30)
    reported_at = models.DateTimeField(_("reported"))
    mended_at = models.DateTimeField(_("mended"), null=True)

    objects = WrongNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("wrong number")
        verbose_name_plural = _("wrong numbers")
        ordering = ["reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "reporter"],
                condition=Q(mended_at__isnull=True),
                name="one_open_word_a_person_and_contact",
            )
        ]

    def __str__(self):
        return f"{self.contact_id}: {self.phone}"
