"""The register of controlled documents as a page and as xlsx: for LSSO, and without names for
observers, who see no other page of the CMS."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sop_site.officers import audit

from .. import privacy
from .. import register as deeds
from ..files.spreadsheets import as_download
from ..models.approval import decides
from .readers import for_readers, frame, is_lsso, is_observer

PAGE = 100


def _lines(request: HttpRequest) -> list[deeds.Line]:
    """Raises PermissionDenied for who may not see the register."""
    if is_lsso(request.user):
        return deeds.lines()
    if is_observer(request.user):
        return deeds.lines(privacy.closed_paths(request))
    raise PermissionDenied


@for_readers
def listed(request: HttpRequest) -> HttpResponse:
    """All SOPs that were ever released, by code."""
    found = _lines(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Register of controlled documents"),
        "header_icon": "list-ul",
        "page": page,
        "rows": [_row(line) for line in page],
        "names": is_lsso(request.user),
        "decides": decides(request.user),
        "frame": frame(request),
    }
    return render(request, "sop_pages/cms/register.html", context)


def _row(line: deeds.Line) -> dict:
    language = get_language()
    first, second = ("en", "lo") if language == "en" else ("lo", "en")
    return {
        "line": line,
        "title": line.titles.get(first, ""),
        "other": line.titles.get(second, ""),
        "other_language": second,
        "unit": line.unit(language),
        "approver": deeds.approver(line.release),
        "share": deeds.said(line.share),
        "late": line.review_is_late(localdate()),
        "languages": ", ".join(line.languages),
        "behind": ", ".join(line.release.behind),
    }


@for_readers
def download(request: HttpRequest) -> HttpResponse:
    """The same as xlsx."""
    found = _lines(request)
    content = deeds.workbook(found, get_language(), names=is_lsso(request.user))
    audit.record(request.user, deeds.EXPORTED, ("register", ""), rows=len(found))
    name = f"register-{localdate():%Y-%m-%d}.xlsx"
    return as_download(content, name)
