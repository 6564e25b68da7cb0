"""The picture or recording beside a question. Its name is the hash of what it holds: a version that
was asked keeps what was seen and heard, whatever is uploaded later.
"""

import re
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from sop_pages.models.recordings import check_audio
from sop_site import pictures

from .content import LANGUAGES

MEGABYTE = 1024 * 1024
PICTURE_BYTES, SOUND_BYTES = 10 * MEGABYTE, 2 * MEGABYTE
SIDE = 960  # points: what a phone shows, and a sheet of paper needs
# Under /media/, where phones keep what saved pages show (sop_pages/views/media.py).
FOLDER = "questions"
PICTURE = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}\.jpg")
SOUND = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}\.(?:mp3|ogg|opus|m4a)")
# What may stand beside a question: the form of its file's name, and what its words are called.
BESIDE = {"picture": (PICTURE, "alt"), "sound": (SOUND, "said")}


def keep_picture(upload) -> dict:
    """{file, width, height} of an upload, drawn anew. Raises ValidationError."""
    if upload.size > PICTURE_BYTES:
        raise _too_big(PICTURE_BYTES)
    upload.seek(0)
    most = settings.LIMITS["photo_pixels"]
    try:
        content = pictures.drawn_anew(upload.read(), side=SIDE, pixels=most)
    except pictures.OtherKind as error:
        raise ValidationError(_("This is no picture. Please take a JPEG, PNG or WebP.")) from error
    except pictures.TooManyPoints as error:
        raise ValidationError(_("This picture has too many points.")) from error
    except pictures.Broken as error:
        raise ValidationError(_("This picture cannot be read.")) from error
    width, height = pictures.size_of(content)
    return {"file": _keep(content, "jpg"), "width": width, "height": height}


def keep_sound(upload) -> dict:
    """{file} of an upload. Raises ValidationError."""
    if upload.size > SOUND_BYTES:
        raise _too_big(SOUND_BYTES)
    check_audio(upload)
    return {"file": _keep(upload.read(), upload.name.rpartition(".")[2].lower())}


def faults_of_files(content: dict) -> list[str]:
    """What is missing of a picture or recording, a translated sentence each; looks for the file."""
    untold = {
        "picture": _("The picture needs words for those who can't see it, in both languages."),
        "sound": _("The recording needs its words in both languages."),
    }
    said = []
    for name, (pattern, words) in BESIDE.items():
        beside = content.get(name)
        if not beside:
            continue
        if not pattern.fullmatch(beside["file"]) or not default_storage.exists(beside["file"]):
            said.append(_("The file of a picture or recording is gone. Please choose it again."))
        if not all((beside.get(words) or {}).get(language) for language in LANGUAGES):
            said.append(untold[name])
    return said


def bytes_of(name: str) -> bytes | None:
    """What is kept under this name; None where it is gone."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def _keep(content: bytes, kind: str) -> str:
    name = f"{FOLDER}/{sha256(content).hexdigest()}.{kind}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def _too_big(most: int) -> ValidationError:
    return ValidationError(_("The file is too big: at most %(n)d MB.") % {"n": most // MEGABYTE})
