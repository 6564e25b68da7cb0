"""Wordings that never change again once someone was asked them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrozenVersion(Exception):
    """Someone was asked this version: it can't be changed or removed, only followed by the next."""

    def __init__(self):
        super().__init__(_("This version has been asked and can't be changed; write the next one."))


class FrozenQuerySet(models.QuerySet):
    """Refuses what would pass by save() and delete()."""

    FROZEN_FIELDS = {"content", "number"}

    def asked(self):
        return self.filter(asked_at__isnull=False)

    def update(self, **values):
        if self.FROZEN_FIELDS & set(values) and self.asked().exists():
            raise FrozenVersion
        if values.get("asked_at", True) is None and self.asked().exists():
            raise FrozenVersion
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        if self.filter(pk__in=[obj.pk for obj in objs]).asked().exists():
            raise FrozenVersion
        return super().bulk_update(objs, fields, batch_size)

    def delete(self):
        if self.asked().exists():
            raise FrozenVersion
        return super().delete()


class Wording(models.Model):
    """One wording of something that is asked; `content` is frozen from `asked_at` on."""

    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    asked_at = models.DateTimeField(_("first asked"), null=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        "officers.User", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk and type(self).objects.asked().filter(pk=self.pk).exists():
            raise FrozenVersion
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.pk and type(self).objects.asked().filter(pk=self.pk).exists():
            raise FrozenVersion
        return super().delete(*args, **kwargs)
