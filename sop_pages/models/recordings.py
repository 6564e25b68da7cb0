"""Recordings: a step read aloud, in any of the country's languages."""

from hashlib import sha1

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024
# The first bytes of what browsers play: MP3 with and without a tag, Ogg, MP4 audio.
SIGNATURES = {
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "ogg": (b"OggS",),
    "opus": (b"OggS",),
    "m4a": (b"ftyp",),
}


def check_audio(upload) -> None:
    """Refuses what is too large, or is no recording whatever its name says."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("A recording can have 10 MB at most."), code="too_large")
    upload.seek(0)
    head = upload.read(12)
    upload.seek(0)
    kind = upload.name.rpartition(".")[2].lower()
    start = head[4:] if kind == "m4a" else head
    if not start.startswith(SIGNATURES.get(kind, ())):
        raise ValidationError(_("This file is not a recording."), code="bad_file")


class Recording(models.Model):
    """A sound file for the audio block; `transcript` is for those who cannot hear."""

    title = models.CharField(_("title"), max_length=150)
    file = models.FileField(
        _("file"),
        upload_to="recordings",
        validators=[FileExtensionValidator(list(SIGNATURES)), check_audio],
        help_text=_("MP3, Ogg, Opus or M4A, 10 MB at most."),
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("What is said, for those who cannot hear it.")
    )
    file_hash = models.CharField(max_length=40, editable=False, db_index=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.file.seek(0)
        self.file_hash = sha1(self.file.read(), usedforsecurity=False).hexdigest()
        self.file.seek(0)
        super().save(*args, **kwargs)
