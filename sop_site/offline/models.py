"""What phones and forms sent, as it came, and this database's epoch."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The code of an item that was brought by hand and got a no.
NO_CONSENT = "no_consent"


class InboxItemQuerySet(models.QuerySet):
    def waiting(self):
        """What somebody has to look at: refused or failed items, and those with a failed file.

        What a trainer refused is decided.
        """
        failed = InboxFile.objects.filter(item=OuterRef("pk"), state=InboxFile.State.FAILED)
        states = [InboxItem.State.REJECTED, InboxItem.State.FAILED]
        return self.filter(Q(state__in=states) | Exists(failed)).exclude(code=NO_CONSENT)

    def held(self):
        """Items that somebody brought by hand and that wait for a yes."""
        return self.filter(state=InboxItem.State.HELD)

    def open_to_view(self):
        """Items whose payload may be shown to those who look after the inbox."""
        return self.filter(restricted=False)


class InboxItem(models.Model):
    """One thing that was sent. Its id was made by the sender: one row an id, whatever is repeated.

    `claimed_at` is the sender's word, `received_at` ours; `skew` is our clock minus the phone's,
    in seconds. `payload` is what came, unchanged but for NUL signs, until it is emptied some time
    after it was handled (`emptied_at`); id, digest and receipt still tell a duplicate from a
    conflict then. `restricted` rows are shown by id and reason only. `imported_by` is whoever
    brought the item by hand, in a file that the owner's phone had saved.
    """

    class State(models.TextChoices):
        STORED = "stored", _("stored")
        HANDLED = "handled", _("handled")
        REJECTED = "rejected", _("refused")
        FAILED = "failed", _("failed")
        HELD = "held", _("waits for a yes")

    class TimeTrust(models.TextChoices):
        SERVER = "server", _("our clock")
        PHONE = "phone", _("the phone's clock")
        LOW = "low", _("the phone's clock, doubtful")

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inbox_items",
        verbose_name=_("sent by"),
    )
    kind = models.CharField(_("kind"), max_length=40)
    schema = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    receipt = models.CharField(_("receipt code"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STORED)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    field = models.CharField(max_length=60, blank=True)
    result = models.JSONField(default=dict)
    restricted = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    skew = models.FloatField(null=True)
    time_trust = models.CharField(max_length=6, choices=TimeTrust.choices, default=TimeTrust.SERVER)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    handled_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="items_imported",
        verbose_name=_("brought by hand by"),
    )

    objects = InboxItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbox item")
        verbose_name_plural = _("inbox items")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["state", "received_at"], name="inbox_by_state")]
        permissions = [
            ("look_after_inbox", "Can see what the inbox refused, and bring items by hand"),
            ("release_items", "Can say yes to items that were brought by hand"),
        ]

    def __str__(self):
        return self.receipt


class InboxFile(models.Model):
    """A file that belongs to an item, whole once `offset` reaches `size`.

    The bytes lie in the database, so that they are committed with the row, and only until their
    owner has taken them: an original photo still tells its place.
    """

    class State(models.TextChoices):
        COMING = "coming", _("on its way")
        WHOLE = "whole", _("arrived")
        TAKEN = "taken", _("handled")
        REJECTED = "rejected", _("refused")
        FAILED = "failed", _("failed")

    item = models.ForeignKey(InboxItem, on_delete=models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=100)
    offset = models.PositiveIntegerField(default=0)
    data = models.BinaryField(default=b"", editable=False)
    prepared = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMING)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("inbox file")
        verbose_name_plural = _("inbox files")
        constraints = [
            models.UniqueConstraint(fields=["item", "sha256"], name="one_file_a_hash"),
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="file_not_over_its_size"
            ),
        ]

    def __str__(self):
        return self.sha256[:12]

    @property
    def complete(self) -> bool:
        return self.state != self.State.COMING


class Epoch(models.Model):
    """The life of this database. A restored backup begins a new one: phones then offer again
    what they sent."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("database epoch")
        verbose_name_plural = _("database epochs")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_epoch")]

    def __str__(self):
        return self.value.hex

    @classmethod
    def current(cls) -> str:
        """The `db_epoch` of the sync protocol."""
        return cls.objects.get_or_create(id=1)[0].value.hex

    @classmethod
    def renew(cls) -> str:
        """Begins a new epoch; for use after a restore."""
        return cls.objects.update_or_create(id=1, defaults={"value": uuid4()})[0].value.hex
