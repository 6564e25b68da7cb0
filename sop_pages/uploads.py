"""What authors upload: looked into, whatever its name says. Pictures and documents of the CMS."""

import io
import zipfile
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

MEGABYTE = 1024 * 1024


class PictureField(WagtailImageField):
    """Wagtail's own field, which breaks down on a picture that is cut off."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise almost anything for a broken file
            message = self.error_messages["invalid_image"]
            raise ValidationError(message, code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if wagtails := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=wagtails.label,
                required=wagtails.required,
                help_text=wagtails.help_text,
                widget=wagtails.widget,
            )


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(upload)
        return upload

    def _post_clean(self):
        said = self.errors.get("file", self.error_class()).copy()
        super()._post_clean()
        if said:  # Wagtail then finds fault with the name of the file that isn't there, too
            self._errors["file"] = said


def check_document(upload) -> None:
    """Raises ValidationError for a document that is too large, or isn't what its name says."""
    most = settings.LIMITS["document_bytes"]
    if upload.size > most:
        raise ValidationError(
            _("The file is too big: at most %(n)d MB."),
            code="too_big",
            params={"n": most // MEGABYTE},
        )
    kind = upload.name.rpartition(".")[2].lower()
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if not IS.get(kind, bool)(content):
        raise ValidationError(
            _("“%(name)s” is not what its name says."),
            code="bad_file",
            params={"name": upload.name},
        )


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def is_office(content: bytes, folder: str) -> bool:
    """Whether it is an archive with the folder that Word or Excel makes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith(folder) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


# Other kinds are refused by name before.
IS = {
    "pdf": is_pdf,
    "docx": partial(is_office, folder="word/"),
    "xlsx": partial(is_office, folder="xl/"),
}
