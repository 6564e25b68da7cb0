"""What a file is by its first bytes, where neither text nor a table can come from it."""

from codecs import BOM_UTF8

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LOOKED_AT = 1024  # bytes
PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")
PICTURE = gettext_lazy("The file is a picture, whatever its name says.")
OLD_OFFICE = gettext_lazy("The file is an old Excel or Word file: save it as .xlsx.")
BEGINNINGS = {
    b"\x89PNG\r\n": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"%PDF": gettext_lazy("The file is a PDF, whatever its name says."),
    b"\xd0\xcf\x11\xe0": OLD_OFFICE,
}


def misfit(data: bytes) -> str:
    """Why no text can be read from these bytes, a sentence; "" where they may be text or xlsx."""
    start = data[:LOOKED_AT].removeprefix(BOM_UTF8).lstrip()
    if not start:
        return _("The file is empty.")
    if start.lower().startswith(PAGES):
        return _("The file is a web page, whatever its name says: save the table itself.")
    is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    said = (words for sign, words in BEGINNINGS.items() if start.startswith(sign))
    return str(PICTURE if is_webp else next(said, ""))
