"""Spreadsheets that come and go over the CMS: one that comes is shown first and kept in the page
meanwhile."""

from base64 import b64decode, b64encode

from django.core import signing
from django.http import HttpRequest, HttpResponse

from sop_site.offline.limits import limit

from . import sheets

A_DAY = 86_400  # seconds
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def uploaded(request: HttpRequest) -> bytes | None:
    """The file that was chosen; None when there was none."""
    upload = request.FILES.get("file")
    # One byte more than is taken tells a file that is too big.
    return upload.read(limit("import_bytes") + 1) if upload else None


def kept(content: bytes, salt: str) -> str:
    """The file for the page itself, signed: nothing of it lies on the server meanwhile."""
    return signing.dumps(b64encode(content).decode(), salt=salt)


def shown_before(request: HttpRequest, salt: str) -> bytes | None:
    """The file that the page held; None when it is not ours, or older than a day."""
    try:
        return b64decode(signing.loads(request.POST["shown"], salt=salt, max_age=A_DAY))
    except signing.BadSignature:
        return None


def as_download(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file, an xlsx if nothing else is said, to be saved under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def as_file(made: list[sheets.Sheet], kind: str, name: str) -> HttpResponse:
    """Sheets as a file of this kind, "xlsx" or "csv"."""
    if kind == "csv":
        return as_download(sheets.as_csv(made), name, CSV)
    return as_download(sheets.workbook(made), name)
